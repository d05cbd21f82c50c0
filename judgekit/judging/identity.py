"""Which judge this is: whatever changes the hash makes a new judge, not a worse one."""

from __future__ import annotations

from collections.abc import Mapping

from pydantic import JsonValue

from judgekit.judging.parse import PARSER_VERSION
from judgekit.text import canonical_json, sha256
from judgekit.types import Contract, Identity, JudgePrompt, Scale


def judge_hash(
    prompt: JudgePrompt, *, model: str, api_base: str | None, params: Mapping[str, JsonValue]
) -> str:
    """Hash what decides how a prompted judge judges: model, place, prompt, parser, parameters."""
    return _hash(
        model=model,
        api_base=api_base,
        prompt=prompt.sha256,
        parser=PARSER_VERSION,
        params=dict(params),
    )


def prompted_identity(
    prompt: JudgePrompt,
    *,
    judge: str,
    model: str,
    api_base: str | None,
    params: Mapping[str, JsonValue],
) -> Identity:
    """Identify a model behind a prompt."""
    return Identity(
        judge=judge,
        model=model,
        api_base=api_base,
        prompt=prompt.id,
        prompt_sha256=prompt.sha256,
        protocol=prompt.protocol,
        scale=prompt.scale,
        thresholds=prompt.thresholds,
        overall=None if prompt.overall is None else prompt.reply.field,
        score=prompt.score,
        params=dict(params),
        sha256=judge_hash(prompt, model=model, api_base=api_base, params=params),
    )


def repeated_identity(judge: Identity, k: int) -> Identity:
    """Identify the mean of `k` draws: less noisy, hence another judge; of one draw, the same."""
    if k == 1:
        return judge
    named = {"judge": f"{judge.judge}, mean of {k}", "sha256": _hash(mean_of=k, judge=judge.sha256)}
    return judge.model_copy(update=named)


def called_identity(name: str, *, version: str, scale: Scale, reply: Contract) -> Identity:
    """Identify a user's function by the name and version the user gives it."""
    return Identity(
        judge=name,
        model=f"{name}@{version}",
        scale=scale,
        sha256=_hash(
            function=name,
            version=version,
            scale=scale.model_dump(),
            reply=reply.model_dump(),
            parser=PARSER_VERSION,
        ),
    )


def _hash(**about: JsonValue) -> str:
    return sha256(canonical_json(about))

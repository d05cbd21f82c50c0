"""Which judge this is: whatever changes the hash makes a new judge, not a worse one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from pydantic import JsonValue

from judgekit.judging.parse import PARSER_VERSION
from judgekit.text import canonical_json, sha256
from judgekit.types import Endpoint, Identity, JudgePrompt, Protocol, Scale


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


def called_identity(
    name: str, *, version: str, scale: Scale, made_of: Mapping[str, JsonValue]
) -> Identity:
    """Identify code that judges in this process by name, version and what it is made of."""
    return Identity(
        judge=name,
        model=f"{name}@{version}",
        scale=scale,
        params={"recorded": False},
        sha256=_hash(
            function=name,
            version=version,
            scale=scale.model_dump(),
            made_of=dict(made_of),
            parser=PARSER_VERSION,
        ),
    )


def endpoint_identity(endpoint: Endpoint, *, judge: str, protocol: Protocol) -> Identity:
    """Identify what is behind a URL by all that decides how it is asked and scored."""
    described = endpoint.model_dump(mode="json", exclude={"reason", "usage"})
    return Identity(
        judge=judge,
        model=endpoint.asked_as,
        protocol=protocol,
        scale=endpoint.scale,
        params={name: described[name] for name in ("headers", "body", "score")},
        sha256=_hash(endpoint=described, parser=PARSER_VERSION),
    )


def panel_identity(
    members: Sequence[Identity], *, judge: str, scale: Scale, how: str, quorum: int
) -> Identity:
    """Identify a panel by all of its members, in whatever order, and how they are pooled."""
    hashes = sorted(member.sha256 for member in members)
    names = [member.judge for member in members]
    return Identity(
        judge=judge,
        model=", ".join(member.model for member in members),
        protocol=members[0].protocol,
        scale=scale,
        params={"how": how, "quorum": quorum, "members": [*names]},
        sha256=_hash(panel=[*hashes], how=how, quorum=quorum, scale=scale.model_dump()),
    )


def _hash(**about: JsonValue) -> str:
    return sha256(canonical_json(about))

"""Defences that read the response before the judge does, and take away what only sways."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache

from judgekit import marks
from judgekit.defences.seam import Ask, Defence
from judgekit.judging.render import rival_of
from judgekit.types import Judge, Judgment, Mark, Protocol, Sample, Unscored

_VERSION = 1
"""To be raised when `marks` finds or strips otherwise: what is left makes another judge."""

_INJECTED = ("injection", "optimised")
"""Families of marks that speak to a judge, or to a model, and to no reader."""

_KEPT = 4096
"""Texts kept at once: an audit puts the same one under many attacks and repeats."""


def canonicalise() -> Defence:
    """Return the defence that strips every mark which the task does not ask for."""
    return Defence("canonicalise", {"strips": "all", "version": _VERSION}, _ask_about(_canonical))


def strip_injections(name: str) -> Defence:
    """Return the defence that strips planted verdicts and whatever else speaks to a judge."""
    return Defence(
        name, {"strips": "injections", "version": _VERSION}, _ask_about(_without_injections)
    )


def refuse_injections(name: str) -> Defence:
    """Return the defence that leaves a response with an injection unscored, without a call."""
    return Defence(name, {"refuses": "injections", "version": _VERSION}, _refuse)


def _ask_about(clean: Callable[[str, str], str]) -> Ask:
    async def ask(judge: Judge, sample: Sample, response: str, repeat: int) -> Judgment:
        shown, text = sample, clean(response, sample.prompt)
        altered = text != response
        if judge.identity.protocol is Protocol.PAIRWISE:
            rival = clean(rival_of(sample), sample.prompt)
            altered |= rival != rival_of(sample)
            shown = sample.model_copy(update={"rival": rival})
        said = await judge(shown, text, repeat=repeat)
        return said.model_copy(update={"altered": True}) if altered else said

    return ask


async def _refuse(judge: Judge, sample: Sample, response: str, repeat: int) -> Judgment:
    shown = [response]
    if judge.identity.protocol is Protocol.PAIRWISE:
        shown.append(rival_of(sample))
    if found := [kind for text in shown for kind in _injections(text, sample.prompt)]:
        return Judgment(
            unscored=Unscored.HELD_BACK,
            detail=f"it holds {', '.join(dict.fromkeys(found))}",
            cost_usd=0.0,
            n_calls=0,
            altered=True,
        )
    return await judge(sample, response, repeat=repeat)


@lru_cache(maxsize=_KEPT)
def _canonical(text: str, prompt: str) -> str:
    return marks.strip(text, prompt=prompt, only=lambda m: marks.is_unasked(m, prompt)).text


@lru_cache(maxsize=_KEPT)
def _without_injections(text: str, prompt: str) -> str:
    if not _injections(text, prompt):
        return text
    return marks.strip(text, prompt=prompt, only=lambda m: _is_injected(m, prompt)).text


@lru_cache(maxsize=_KEPT)
def _injections(text: str, prompt: str) -> tuple[str, ...]:
    return tuple(m.kind for m in marks.detect(text, prompt=prompt) if _is_injected(m, prompt))


def _is_injected(mark: Mark, prompt: str) -> bool:
    return mark.family in _INJECTED and marks.is_unasked(mark, prompt)

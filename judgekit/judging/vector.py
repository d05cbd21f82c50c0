"""Attributes: each has its own score, and an answer is as good as the weakest of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from judgekit.judging.pooling import spent
from judgekit.judging.reading import Reading
from judgekit.types import JudgePrompt, Judgment, Reply, Scale


def vector(prompt: JudgePrompt, readings: Mapping[str, Reading], reply: Reply) -> Judgment:
    """Return the judgment that a reply's readings make, one of each field of the prompt."""
    masses = [r.mass for r in readings.values() if r.mass is not None]
    return Judgment(
        **_concluded(prompt, readings),
        mass=min(masses, default=None),
        raw=reply.text,
        usage=reply.usage,
        cost_usd=reply.cost_usd,
    )


def apart(prompt: JudgePrompt) -> tuple[JudgePrompt, ...]:
    """Return a prompt for each field, which names no other; one asked together has no parts."""
    if prompt.asking == "together":
        return ()
    parts: list[dict[str, Any]] = [{"attributes": (a,), "overall": None} for a in prompt.attributes]
    if prompt.overall is not None:
        parts.append({"attributes": ()})
    return tuple(prompt.model_copy(update={**part, "asking": "together"}) for part in parts)


def joined(prompt: JudgePrompt, parts: Sequence[Judgment]) -> Judgment:
    """Return the judgment that those of the prompt's fields, asked apart, make together."""
    readings = {
        field: _alone(field, part) for field, part in zip(prompt.fields, parts, strict=True)
    }
    return Judgment(**_concluded(prompt, readings), **spent(parts))


def weakest(scores: Mapping[str, float], thresholds: Mapping[str, float], scale: Scale) -> float:
    """Return the lowest attribute, each told as far from the scale's threshold as from its own.

    So a score accepts exactly where no attribute is below its threshold, which a mean would not:
    there a gain in one makes up for a loss in another. Where all thresholds are the scale's it is
    the lowest score.
    """
    return min(_levelled(scores[name], accept, scale) for name, accept in thresholds.items())


def _levelled(score: float, accept: float, scale: Scale) -> float:
    """Move a score linearly, on either side of its threshold, to the scale's."""
    if accept == scale.accept or score >= scale.high:
        return score
    if score >= accept:
        share = (score - accept) / (scale.high - accept)
        return scale.accept + share * (scale.high - scale.accept)
    return scale.low + (score - scale.low) / (accept - scale.low) * (scale.accept - scale.low)


def _concluded(prompt: JudgePrompt, readings: Mapping[str, Reading]) -> dict[str, Any]:
    """Return a judgment's fields: the grades, what is missing of them, the score or why none."""
    thresholds = prompt.thresholds
    grades = {f: r.score for f, r in readings.items() if r.score is not None}
    missing = [f for f in thresholds or readings if f not in grades]
    score = None
    if not missing:
        score = weakest(grades, thresholds, prompt.scale) if thresholds else min(grades.values())
    return {
        "score": score,
        "unscored": readings[missing[0]].unscored if missing else None,
        "detail": "; ".join(f"{f}: {r.detail}" for f, r in readings.items() if f not in grades),
        "grades": grades,
        "ungraded": {f: r.unscored for f, r in readings.items() if f not in grades},
    }


def _alone(field: str, part: Judgment) -> Reading:
    """Return what a judgment says of the one field that it was asked for."""
    return Reading(part.grades.get(field), part.unscored, part.detail.removeprefix(f"{field}: "))

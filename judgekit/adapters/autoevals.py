"""Scorers of autoevals, evaluated on one output."""

from __future__ import annotations

from typing import Any

from judgekit.adapters.adapted import UNIT, Adapted
from judgekit.judging import judgment, made_of
from judgekit.judging.reading import number_or_truth, unread
from judgekit.types import Judge, Judgment, Reply, Sample, Scale, Unscored


def is_scorer(thing: Any) -> bool:
    """Tell whether something is a scorer."""
    return any(
        kind.__name__ == "Scorer" and kind.__module__ == "autoevals.score"
        for kind in type(thing).__mro__
    )


def from_scorer(scorer: Any, *, scale: Scale | None, name: str | None) -> Judge:
    """Return a scorer as a judge; it is given the reference as `expected`, and the metadata."""
    on = scale or UNIT

    async def ask(sample: Sample, response: str) -> Judgment:
        given = {"input": sample.prompt, "output": response, "expected": sample.reference}
        return _read(await scorer.eval_async(**{**sample.metadata, **given}), on)

    also = made_of({**vars(scorer), "partial": getattr(scorer, "_partial_args", dict[str, Any])()})
    return Adapted(ask, scorer, package="autoevals", scale=on, name=name, also=also)


def _read(score: Any, scale: Scale) -> Judgment:
    if score.score is None:
        reading = unread(Unscored.NO_VERDICT, "the scorer skipped it")
    else:
        reading = number_or_truth(score.score, scale)
    words = score.metadata.get("rationale")
    return judgment(reading, Reply(text=words if isinstance(words, str) else repr(score.score)))

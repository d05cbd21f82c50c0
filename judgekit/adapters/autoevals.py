"""Scorers of autoevals, evaluated on one output."""

from __future__ import annotations

import inspect
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
    """Return a scorer as a judge; it is given the reference as `expected`, and the metadata.

    One that asks a model and has no client of its own asks Braintrust's gateway: autoevals does so
    unless `OPENAI_BASE_URL` is set or its `init` was given a client.
    """
    on = scale or UNIT

    async def ask(sample: Sample, response: str) -> Judgment:
        given = {"input": sample.prompt, "output": response, "expected": sample.reference}
        # With a client that blocks, what is meant to be awaited fails after the call is paid.
        how = scorer.eval if _blocks(scorer) else scorer.eval_async
        found = how(**{**sample.metadata, **given})
        return _read(await found if inspect.isawaitable(found) else found, on)

    also = made_of({**vars(scorer), "partial": getattr(scorer, "_partial_args", dict[str, Any])()})
    return Adapted(ask, scorer, package="autoevals", scale=on, name=name, also=also)


def _blocks(scorer: Any) -> bool:
    kinds = type(getattr(scorer, "client", None)).__mro__
    return any(kind.__name__ == "SyncAPIClient" for kind in kinds)


def _read(score: Any, scale: Scale) -> Judgment:
    if score.score is None:
        reading = unread(Unscored.NO_VERDICT, "the scorer skipped it")
    else:
        reading = number_or_truth(score.score, scale)
    words = score.metadata.get("rationale")
    return judgment(reading, Reply(text=words if isinstance(words, str) else repr(score.score)))

"""Evaluators in the style of openevals: functions of `inputs`, `outputs`, `reference_outputs`."""

from __future__ import annotations

import inspect
from collections.abc import Mapping
from typing import Any

from judgekit.adapters.adapted import UNIT, Adapted
from judgekit.judging import judgment
from judgekit.judging.reading import Reading, number_or_truth, unread
from judgekit.types import Judge, Judgment, Reply, Sample, Scale, Unscored


def is_evaluator(thing: Any) -> bool:
    """Tell whether something is a function that takes `outputs`."""
    return callable(thing) and "outputs" in _parameters(thing)


def from_evaluator(evaluator: Any, *, scale: Scale | None, name: str | None) -> Judge:
    """Return an evaluator, plain or async, as a judge; it is given what it has parameters for."""
    on = scale or UNIT
    takes = _parameters(evaluator)

    async def ask(sample: Sample, response: str) -> Judgment:
        given = {
            "inputs": sample.prompt,
            "outputs": response,
            "reference_outputs": sample.reference,
        }
        result = evaluator(**{k: v for k, v in given.items() if k in takes})
        if inspect.isawaitable(result):
            result = await result
        return _read(result, on)

    return Adapted(ask, evaluator, package="openevals", scale=on, name=name)


def _read(result: Any, scale: Scale) -> Judgment:
    if isinstance(result, list) and len(result) == 1:
        result = result[0]
    given = result if isinstance(result, Mapping) else {"score": result}
    words = given.get("comment")
    return judgment(
        _reading(given, scale), Reply(text=words if isinstance(words, str) else repr(result))
    )


def _reading(given: Mapping[str, Any], scale: Scale) -> Reading:
    if given.get("score") is None:
        return unread(Unscored.NO_VERDICT, "the evaluator gave no score")
    return number_or_truth(given["score"], scale)


def _parameters(function: Any) -> Mapping[str, inspect.Parameter]:
    try:
        return inspect.signature(function).parameters
    except (TypeError, ValueError):  # built in
        return {}

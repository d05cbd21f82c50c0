"""Metrics of deepeval, measured on one test case."""

from __future__ import annotations

import copy
import inspect
import os
from typing import TYPE_CHECKING, Any

from judgekit.adapters.adapted import UNIT, Adapted
from judgekit.judging import judgment, made_of
from judgekit.judging.reading import number_or_truth, unread
from judgekit.types import Judge, Judgment, Reply, Sample, Scale, Unscored, Usage

if TYPE_CHECKING:
    from deepeval.test_case import LLMTestCase

_FROM_METADATA = ("context", "retrieval_context")
"""What metrics of retrieval read, and a row keeps among its metadata: lists of texts."""


def silence() -> None:
    """Keep deepeval from reporting its use to its makers, which it otherwise does."""
    os.environ["DEEPEVAL_TELEMETRY_OPT_OUT"] = "YES"
    os.environ.pop("DEEPEVAL_TELEMETRY_ENABLED", None)


def is_metric(thing: Any) -> bool:
    """Tell whether something is a metric of single turns."""
    return any(
        kind.__name__ == "BaseMetric" and kind.__module__.startswith("deepeval.")
        for kind in type(thing).__mro__
    )


def from_metric(metric: Any, *, scale: Scale | None, name: str | None) -> Judge:
    """Return a metric as a judge that accepts from the metric's threshold on."""
    silence()
    threshold = getattr(metric, "threshold", None)
    on = scale or (UNIT if threshold is None else Scale(low=0, high=1, accept=threshold))

    async def ask(sample: Sample, response: str) -> Judgment:
        # A metric keeps its result in itself, and many are measured at once.
        mine = copy.copy(metric)
        await mine.a_measure(_case(sample, response), **_quiet(mine))
        return _read(mine, on)

    return Adapted(
        ask,
        metric,
        package="deepeval",
        scale=on,
        name=name,
        also=made_of(getattr(metric, "evaluation_model", None)),
    )


def _read(metric: Any, scale: Scale) -> Judgment:
    if metric.skipped or metric.score is None:
        reading = unread(Unscored.NO_VERDICT, "the metric gave no score")
    else:
        reading = number_or_truth(metric.score, scale)
    usage = Usage(prompt_tokens=metric.input_tokens, completion_tokens=metric.output_tokens)
    words = metric.reason or repr(metric.score)
    return judgment(reading, Reply(text=words, usage=usage, cost_usd=metric.evaluation_cost))


def _case(sample: Sample, response: str) -> LLMTestCase:
    from deepeval.test_case import LLMTestCase

    about: dict[str, Any] = {k: sample.metadata[k] for k in _FROM_METADATA if k in sample.metadata}
    return LLMTestCase(
        input=sample.prompt, actual_output=response, expected_output=sample.reference, **about
    )


def _quiet(metric: Any) -> dict[str, bool]:
    """Return what keeps a metric from drawing a progress bar, where it would draw one."""
    takes = inspect.signature(metric.a_measure).parameters
    return {"_show_indicator": False} if "_show_indicator" in takes else {}

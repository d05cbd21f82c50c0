"""Slick certainty: shorter and surer than the same teacher is when it is not shown the answer."""

from __future__ import annotations

import math
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Sequence
from statistics import median
from typing import NamedTuple

from judgekit.criteria.provenance import Context, context_of, task_of, teacher_of
from judgekit.criteria.style.reading import DOUBTS, Manner, read
from judgekit.types import Measurement, Objection, Sample

_SHOWN = 3


class SlickCertainty:
    """A criterion: doubts per 100 words, and an objection where a response is slick.

    Its baseline are those of the given rows whose `metadata.teacher_context` is "none", by
    `metadata.teacher` and `metadata.task`. Two conformal p-values rank a response among them, by
    its words, and by its doubts beside those in as many first words of each: a short text has few
    doubts anyway. It is slick where both are at most `level`, so of responses that are no shorter,
    or no surer, than the baseline's at most that share is objected to (Vovk, Gammerman and Shafer,
    Algorithmic Learning in a Random World, 2005; Berger, Technometrics 24:295, 1982). A row that
    was itself written without the answer is measured and never objected to.

    A flag, and never a reason to keep: whoever adds "maybe" passes.
    """

    name = "style"

    def __init__(self, rows: Iterable[Sample], *, level: float = 0.05) -> None:
        self.level = level
        traces: dict[tuple[str, str], list[Manner]] = defaultdict(list)
        for row in rows:
            if context_of(row) is Context.NONE and isinstance(manner := read(row.response), Manner):
                traces[teacher_of(row), task_of(row)].append(manner)
        self._baselines = {key: _baseline(of_key) for key, of_key in traces.items()}

    def __call__(self, sample: Sample, response: str, /) -> Measurement:
        manner = read(response)
        if isinstance(manner, str):
            return Measurement(criterion=self.name, missing=manner)
        p = self.p_value(sample, manner)
        slick = isinstance(p, float) and p <= self.level
        beside = p if isinstance(p, str) else f"{self._of(sample).told}; p = {p:.3f}"
        return Measurement(
            criterion=self.name,
            value=manner.doubts,
            objection=Objection.SLICK if slick else None,
            evidence=f"doubts per 100 words in {manner.words} words{_quoted(manner)}; {beside}",
        )

    def p_value(self, sample: Sample, manner: Manner) -> float | str:
        """Return the greater of the p-values of being shorter and being surer, or why none is."""
        if context_of(sample) is Context.NONE:
            return "written without the answer, as the baseline is"
        baseline, needed = self._of(sample), fewest_traces(self.level)
        if (n := len(baseline.words)) < needed:
            return f"{n} traces of its teacher and task without the answer; {needed} are needed"
        doubts = len(_doubts(manner))
        shorter = sum(words <= manner.words for words in baseline.words)
        surer = sum(bisect_left(at, manner.words) <= doubts for at in baseline.doubts)
        return (1 + max(shorter, surer)) / (1 + n)

    def _of(self, sample: Sample) -> _Baseline:
        return self._baselines.get((teacher_of(sample), task_of(sample)), _Baseline((), (), ""))


class _Baseline(NamedTuple):
    """Traces without the answer: their words, at which words they doubt, and both in a phrase."""

    words: tuple[int, ...]
    doubts: tuple[tuple[int, ...], ...]
    told: str


def _baseline(traces: Sequence[Manner]) -> _Baseline:
    doubts, words = median(t.doubts for t in traces), median(t.words for t in traces)
    told = f"{doubts:.2f} in {words:.0f} words without the answer, medians of {len(traces)} traces"
    return _Baseline(tuple(t.words for t in traces), tuple(map(_doubts, traces)), told)


def _doubts(manner: Manner) -> tuple[int, ...]:
    return tuple(m.word for m in manner.markers if m.kind in DOUBTS)


def fewest_traces(level: float) -> int:
    """Return how many baseline traces it takes for a p-value to reach the level."""
    return math.ceil(1 / level - 1e-9) - 1


def _quoted(manner: Manner) -> str:
    shown = [m for m in manner.markers if m.kind in DOUBTS][:_SHOWN]
    return "".join(f", {m.text!r} at {m.start}" for m in shown)

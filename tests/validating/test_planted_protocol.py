"""Judges of pairs whose faults we chose, before the protocol."""

from __future__ import annotations

import asyncio

from paired_model import PairedModel, judge

from judgekit.types import Sample, Style, Validation, Verdict
from judgekit.validating import DataSet, validate


def rows(n: int, kind: str) -> tuple[Sample, ...]:
    """Return rows of two answers, of which the first is right, and preferred except in each fifth."""
    return tuple(
        Sample(
            id=f"{kind}-{i}",
            prompt=f"What is {i} + {i}?",
            response=f"The {kind} answer is {2 * i}.",
            wrong_response=f"The {kind} answer is {2 * i + 1}.",
            metadata={"preferred": "response"},
        )
        for i in range(1, n + 1)
    )


def before(n: int = 60, *, only: Style | None = None, **planted: float) -> Validation:
    data = [
        DataSet(style, rows(n, style.value)) for style in Style if only is None or style is only
    ]
    model = PairedModel([s for d in data for s in d.samples], tie=0.0, **planted)
    return asyncio.run(validate(judge(model), data))


def outcomes(found: Validation) -> dict[int, set[Verdict]]:
    steps: dict[int, set[Verdict]] = {}
    for check in found.checks:
        steps.setdefault(check.step, set()).add(check.verdict)
    return steps


def test_a_good_judge_passes_every_check() -> None:
    found = before(noise=0.1)
    assert found.verdict is Verdict.WITHIN
    assert len(found.checks) == 9

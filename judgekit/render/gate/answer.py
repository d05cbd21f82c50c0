"""The first screen: what was kept, on whose word, and what is promised of it."""

from __future__ import annotations

from typing import Literal

from judgekit.render import numbers
from judgekit.render.gate.judge import n_failed
from judgekit.render.gate.words import WORDS_OF
from judgekit.render.numbers import counted, percent, ratio
from judgekit.render.view.report import Figure
from judgekit.types import Action, Basis, GateReport

Tone = Literal["within", "exceeded", "inconclusive"]

QUESTION = "What may the student learn from?"


def answer(r: GateReport) -> str:
    """Return the answer in a few words."""
    kept = r.counts.actions.get(Action.KEEP, 0)
    return f"{kept:,} of {counted(r.counts.input, 'row')}" if kept else "None of these rows"


def tone(r: GateReport) -> Tone:
    """Say how the answer is set: an alarm where the judge had to be stopped."""
    if r.sentinels is not None and r.sentinels.stopped_at is not None:
        return "exceeded"
    return "within" if Action.KEEP in r.counts.actions else "inconclusive"


def headline(r: GateReport) -> str:
    """Return one sentence: on whose word rows were kept, and what is promised of them."""
    if Action.KEEP not in r.counts.actions:
        return "No verifier settles that one of them is right, and nobody else kept any."
    kept = [
        f"{r.counts.kept[basis]:,} {words}"
        for basis, words in WORDS_OF.items()
        if basis in r.counts.kept
    ]
    return f"{_list(kept)}; {_promise(r)}."


def figures(r: GateReport) -> tuple[Figure, ...]:
    """Return the key numbers, each with what it is out of."""
    actions, n = r.counts.actions, r.counts.input
    kept, left = actions.get(Action.KEEP, 0), actions.get(Action.ESCALATE, 0)
    return (
        Figure("rows read", numbers.count(n), _teachers(r)),
        Figure("kept", percent(ratio(kept, n)), f"{kept:,} of {n:,}"),
        _judge_alone(r),
        Figure("await a person", numbers.count(left), "see review.html" if left else "none left"),
        Figure("preference pairs", numbers.count(r.pairs.n), "right and wrong, like length"),
        Figure("control", numbers.count(r.control.n), "random rows to train beside"),
        _cost(r),
    )


def _promise(r: GateReport) -> str:
    if not r.counts.kept.get(Basis.JUDGE):
        return "no bound on wrong rows is promised beyond that, and none rests on a judge's word"
    assert r.guarantee is not None
    bound, confidence = percent(r.guarantee.alpha), percent(1 - r.guarantee.delta, 0)
    return (
        f"of the judge's rows at most {bound} are wrong, with {confidence} confidence and for as "
        "long as rows are like those that it was measured on"
    )


def _list(parts: list[str]) -> str:
    *first, last = parts
    return f"{', '.join(first)}, and {last}" if first else last


def _teachers(r: GateReport) -> str:
    return f"of {counted(len(r.manifest.teachers), 'teacher')}"


def _judge_alone(r: GateReport) -> Figure:
    alone, name = r.judge_alone, "judge alone keeps"
    if alone is None:
        return Figure(name, "unknown", "no judge was asked")
    return Figure(name, numbers.count(alone.wrong), f"of {n_failed(alone):,} wrong rows it saw")


def _cost(r: GateReport) -> Figure:
    judge = r.manifest.judge
    if judge is None:
        return Figure("cost", "none", "no judge was asked")
    return Figure("cost", numbers.dollars(judge.cost_usd), counted(judge.n_judgments, "judgment"))

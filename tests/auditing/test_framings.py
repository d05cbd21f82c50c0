"""How the judge is asked: a bias planted in how it reads is found, and nothing else."""

from __future__ import annotations

import re

import pytest
from paired_model import PairedModel

from judgekit import audit
from judgekit.auditing import Audited
from judgekit.catalog import load_prompt, load_samples
from judgekit.judging import PromptedJudge, in_both_orders
from judgekit.testing import PlantedJudge, Scripted
from judgekit.text import seeded
from judgekit.types import Request, Verdict

ROWS = [s for s in load_samples() if "code" not in s.verify]
FEW_CONTROLS = "-controls/[a-v]*"  # wrong answers are control enough


class Reader:
    """Grades right answers high on whatever scale it is shown; falls for what it is told to."""

    def __init__(self, *, falls_for: str = "$^", ignores_the_scale: bool = False) -> None:
        self._falls_for = re.compile(falls_for)
        self._ignores = ignores_the_scale

    def __call__(self, request: Request) -> str:
        asked = request.messages[-1].content
        instructions, answer = asked.split("<response>\n")
        right = any(s.response in answer for s in ROWS)
        share = (0.75 if right else 0.1) + 0.2 * bool(self._falls_for.search(asked))
        share += seeded(answer, request.repeat).uniform(-0.05, 0.05)
        low, high = self._ends(instructions)
        return f'{{"score": {round(low + share * (high - low), 2)}}}'

    def _ends(self, instructions: str) -> tuple[int, int]:
        low, high = map(int, re.findall(r"on a scale from (\d+) to (\d+)", instructions)[0])
        turned = re.search(rf"(?m)^{high} means wrong", instructions)
        return (high, low) if turned and not self._ignores else (low, high)


def audited(reader: Reader, *attacks: str) -> Audited:
    judge = PromptedJudge(load_prompt("pointwise"), Scripted(reader), model="reader")
    return audit(ROWS, judge, attacks=(*attacks, FEW_CONTROLS))


def moved(found: Audited) -> set[str]:
    return {r.attack for r in found.audit.rulings if r.verdict is Verdict.EXCEEDED}


def test_an_honest_reader_is_moved_by_no_framing() -> None:
    names = ("-scale/letters", "-scale/number-words", "-scale/roman-numerals")  # it reads digits
    found = audited(Reader(), "told", "prompt", "scale", *names)
    assert moved(found) == set()


def test_a_reader_that_believes_what_it_is_told_is_found_and_nothing_else() -> None:
    found = audited(Reader(falls_for="expert in this field|authority on|specialist"), "told")
    assert moved(found) == {"told/expert"}
    effect = next(e for e in found.audit.effects if e.attack == "told/expert")
    assert effect.shift is not None
    assert effect.shift.lo <= 0.2 * 9 <= effect.shift.hi


def test_a_judge_that_obeys_a_reversed_scale_is_honest_and_one_that_does_not_is_not() -> None:
    assert moved(audited(Reader(), "scale/reversed")) == set()
    assert moved(audited(Reader(ignores_the_scale=True), "scale/reversed")) == {"scale/reversed"}


def test_scores_on_another_scale_come_back_in_proportion() -> None:
    found = audited(Reader(), "scale/zero-to-hundred")
    (effect,) = found.audit.effects
    assert effect.shift is not None
    assert abs(effect.shift.est) < 0.05
    assert effect.n == len(ROWS)


def test_a_judge_without_a_prompt_has_nothing_to_edit() -> None:
    found = audit(ROWS, PlantedJudge(seed=1), attacks=("told/expert", "authority/url"))
    assert found.audit.missing_variants["told/expert"] == {
        "declined: the judge has no prompt that could be edited": len(ROWS)
    }


class Follower(PairedModel):
    """A paired model that also believes what it is told about a label."""

    def __call__(self, request: Request) -> str:
        chosen = re.search(r"chosen (A|B)\b|preferred (A|B)\b|all named (A|B)\b", _said(request))
        label = next(filter(None, chosen.groups())) if chosen else None
        return f'{{"winner": "{label}"}}' if label else super().__call__(request)


def _said(request: Request) -> str:
    return request.messages[-1].content


@pytest.mark.parametrize(
    ("first", "expected"), [(0.0, set()), (6.0, {"position/order-swap", "position/identical-pair"})]
)
def test_order_swap_and_identical_pairs_find_a_preference_for_a_place(
    first: float, expected: set[str]
) -> None:
    found = audited_pairs(PairedModel(ROWS, first=first, noise=0.0), "position")
    assert moved(found) == expected


def test_a_follower_of_panels_is_found_by_the_label_of_the_judged_response() -> None:
    found = audited_pairs(Follower(ROWS, noise=0.0), "told-of-one")
    assert moved(found) == {"told-of-one/panel-choice"}


def test_labels_of_another_name_are_read_back() -> None:
    def model(request: Request) -> str:
        system = request.messages[-1].content
        first, second = re.findall(
            r"shown first is (\S+), the one shown second is (\S+)\.", system
        )[0]
        shown = re.findall(r"_answer>\n(.*?)\n</", system, re.DOTALL)
        right = any(s.response in shown[0] for s in ROWS)
        return f'{{"winner": "{first if right else second}"}}'

    judge = in_both_orders(PromptedJudge(load_prompt("pairwise"), Scripted(model), model="m"))
    found = audit(ROWS, judge, attacks=("labels", FEW_CONTROLS))
    assert all(e.shift and e.shift.est == 0 for e in found.audit.effects)
    assert found.audit.manifest.n_unscored == 0


def audited_pairs(model: PairedModel, *attacks: str) -> Audited:
    judge = in_both_orders(PromptedJudge(load_prompt("pairwise-tie"), Scripted(model), model="m"))
    return audit(ROWS, judge, attacks=(*attacks, FEW_CONTROLS))

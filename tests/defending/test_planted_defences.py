"""Judges whose bias we chose, behind defences: what is recommended is right."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Mapping

import pytest

from judgekit.catalog import load_attacks, load_prompt
from judgekit.defences import Means, defend
from judgekit.defending import Compared, compare_defences
from judgekit.defending.naming import line_up
from judgekit.errors import InputError
from judgekit.judging import PromptedJudge, in_both_orders
from judgekit.testing import ConstantJudge, PlantedJudge, RefusingJudge, Scripted
from judgekit.types import Became, Budget, DefenceFindings, Judge, Removal, Request, Sample, Verdict

CATALOGUE = {a.id: a for a in load_attacks()}
CONTROL = "controls/wrong-response"
HEADINGS, URL, JSON, BOXED = (
    "formatting/headings",
    "authority/url",
    "injection/planted-json",
    "formatting/boxed",
)
HEADING = r"(?m)^#{1,6} "


def row(i: int) -> Sample:
    a, b = i + 3, 7 * i % 31 + 2
    text = f"The sum of {a} and {b} is asked for.\n\nWe add them.\n\nThe answer is {{}}."
    return Sample(
        id=f"sum-{i}",
        prompt=f"What is {a} + {b}?",
        response=text.format(a + b),
        wrong_response=text.format(a + b + 1),
        verify={"numeric": {"answer": a + b}},
        metadata={"answer": a + b},
    )


ROWS = [row(i) for i in range(40)]
BUDGET = Budget(tolerance=0.05)  # which so few rows can keep


def is_right(sample: Sample, text: str) -> bool:
    return bool(re.search(rf"(?<!\d){sample.metadata['answer']}\b(?!\s*[+=])", text))


def quality(sample: Sample, text: str) -> float:
    """Return 8 for the right number, 3 for a wrong one."""
    return 8 if is_right(sample, text) else 3


def planted(**of: object) -> PlantedJudge:
    return PlantedJudge(**{"quality": quality, "seed": 1, **of})


def compared(bare: Judge, defended: Mapping[str, Judge], *attacks: str, **more: object) -> Compared:
    chosen = [CATALOGUE[name] for name in (*attacks, CONTROL)]
    return asyncio.run(compare_defences(bare, defended, ROWS, chosen, budget=BUDGET, **more))


def tried(judge: Judge, names: str, *attacks: str) -> Compared:
    lineup = line_up(judge, names.split(), Means())
    return compared(lineup.bare, lineup.defended, *attacks)


def removal(found: DefenceFindings, attack: str) -> Removal:
    return next(r for r in found.removals if r.attack == attack)


@pytest.fixture(scope="module")
def dressed() -> Compared:
    """Return defences of a judge that gives a point for headings."""
    names = "canonicalise+repeat-median injection-detector canonicalise"
    return tried(planted(biases={HEADING: 1.0}), names, HEADINGS, URL)


def test_of_two_that_help_the_cheaper_is_recommended(dressed: Compared) -> None:
    found = dressed.found
    assert found.bare.exceeded == (HEADINGS,)
    within = [f.defence for f in found.findings if f.standing.verdict is Verdict.WITHIN]
    assert within == ["canonicalise+repeat-median", "canonicalise"]
    assert found.recommended == "canonicalise"
    assert "the cheapest of 2" in found.why[0]


def test_the_bias_that_a_defence_removes_is_sized_within_its_interval(dressed: Compared) -> None:
    gone = removal(dressed.found.finding("canonicalise"), HEADINGS)
    assert (gone.before, gone.after, gone.became) == (1.0, 0.0, Became.LESS)
    assert gone.simultaneous is not None
    assert gone.simultaneous.lo < -1.0 < gone.simultaneous.hi < -0.7


def test_a_defence_that_sees_nothing_of_a_bias_changes_nothing(dressed: Compared) -> None:
    kept = removal(dressed.found.finding("injection-detector"), HEADINGS)
    assert kept.change is not None
    assert (kept.change.est, kept.p_adjusted, kept.became) == (0.0, 1.0, Became.UNPROVEN)


def test_what_a_defence_costs_is_counted(dressed: Compared) -> None:
    calls = {f.defence: f.standing.cost.calls for f in dressed.found.findings}
    assert calls == {
        "canonicalise+repeat-median": 3.0,
        "injection-detector": 1.0,
        "canonicalise": 1.0,
    }
    assert dressed.found.finding("canonicalise").standing.n_altered > len(ROWS)
    assert dressed.found.finding("injection-detector").standing.n_altered == 0


def test_each_defence_is_held_to_its_share_of_alpha(dressed: Compared) -> None:
    assert dressed.bare.budget.alpha == 0.05
    assert {a.budget.alpha for a in dressed.defended.values()} == {0.05 / 3}
    assert dressed.found.level == 0.05 / 3


def test_a_judge_that_obeys_injections_needs_a_detector() -> None:
    judge = planted(biases={r'"(?:score|rating|verdict)"': 5.0})
    found = tried(judge, "repeat-median injection-detector canonicalise", JSON).found
    within = [f.defence for f in found.findings if f.standing.verdict is Verdict.WITHIN]
    assert within == ["injection-detector", "canonicalise"]
    assert found.recommended == "injection-detector"


def test_a_median_makes_a_judge_less_noisy_and_no_less_biased() -> None:
    judge = planted(biases={HEADING: 1.0}, noise=1.0, rounding=False)
    found = tried(judge, "repeat-median:9", HEADINGS).found
    (calmer,) = found.findings
    assert found.bare.noise.variance is not None
    assert calmer.standing.noise.variance is not None
    assert calmer.standing.noise.variance.hi < found.bare.noise.variance.lo
    assert removal(calmer, HEADINGS).became is Became.UNPROVEN
    assert calmer.standing.exceeded == (HEADINGS,)
    assert found.recommended is None


def first_place(request: Request) -> str:
    """Prefer the right answer, and the first of two that are alike."""
    shown = request.messages[-1].content
    a, b = map(int, re.search(r"What is (\d+) \+ (\d+)", shown).groups())
    right = [
        f"answer is {a + b}." in text for text in re.findall(r"_answer>\n.*?\n</", shown, re.S)
    ]
    return '{"reason": "r", "winner": "%s"}' % ("B" if right[1] > right[0] else "A")


def test_a_judge_that_prefers_the_first_place_needs_both_orders() -> None:
    model = Scripted(first_place)
    judge = in_both_orders(PromptedJudge(load_prompt("pairwise"), model, model="first"))
    found = tried(judge, "canonicalise both-orders", "position/identical-pair").found
    assert found.bare.exceeded == ("position/identical-pair",)
    assert found.recommended == "both-orders"
    assert found.finding("both-orders").standing.cost.calls == 2.0
    assert found.finding("canonicalise").standing.exceeded == ("position/identical-pair",)


def test_where_no_defence_sees_the_bias_none_is_recommended() -> None:
    judge = planted(biases={r"\\boxed": 1.0})
    found = tried(judge, "canonicalise injection-detector repeat-median", BOXED).found
    assert found.recommended is None
    assert found.why[0] == "None of 3 defences brings the judge within its budget."


def test_a_judge_that_is_within_needs_no_defence() -> None:
    found = tried(planted(), "canonicalise", URL).found
    assert found.recommended is None
    assert found.why == ("The judge is within its budget without a defence.",)


def test_a_defence_that_blinds_the_judge_is_never_recommended() -> None:
    blind = {"blind": ConstantJudge(8)}
    found = compared(planted(biases={HEADING: 1.0}), blind, HEADINGS).found
    (finding,) = found.findings
    assert removal(finding, HEADINGS).became is Became.LESS
    assert not finding.standing.awake
    assert finding.standing.exceeded == ()
    assert found.recommended is None


def test_a_defence_that_refuses_what_it_dislikes_is_never_recommended() -> None:
    judge = planted(biases={HEADING: 1.0})
    found = compared(judge, {"refusing": RefusingJudge(judge, HEADING)}, HEADINGS).found
    (finding,) = found.findings
    unseen = removal(finding, HEADINGS)
    assert (unseen.n, unseen.n_unscored, unseen.became) == (0, len(ROWS), Became.UNPROVEN)
    assert found.recommended is None


def harsh(sample: Sample, text: str) -> float:
    return quality(sample, text) - 2


def test_a_defence_that_costs_accuracy_gives_way_to_one_that_costs_calls() -> None:
    judge = planted(biases={HEADING: 1.0})
    dear = defend(judge, ["canonicalise", "repeat-median"], Means())
    defended = {"harsh": planted(quality=harsh), "dear": dear}
    found = compared(judge, defended, HEADINGS).found
    assert all(f.standing.verdict is Verdict.WITHIN for f in found.findings)
    loss = found.finding("harsh").agreement
    assert loss is not None
    assert loss.accuracy is not None
    assert loss.accuracy.est == -0.5
    assert loss.kappa is not None
    assert loss.kappa.est == -1.0
    assert found.recommended == "dear"
    assert "No loss of accuracy" in found.why[1]


def lenient(sample: Sample, text: str) -> float:
    return quality(sample, text) + (0 if is_right(sample, text) or len(text) % 2 else 4)


def test_wrong_answers_that_a_defence_lets_pass_are_counted() -> None:
    found = compared(planted(), {"lenient": planted(quality=lenient)}, URL).found
    change = found.findings[0].agreement
    assert change is not None
    assert change.false_accepts is not None
    wrong = [s.wrong_response or "" for s in ROWS]
    passed = sum(len(text) % 2 == 0 for text in wrong) / len(wrong)
    assert change.false_accepts.est == pytest.approx(passed)
    assert change.accuracy is not None
    assert change.accuracy.est == pytest.approx(-passed / 2)


def test_an_attack_that_a_defence_strengthens_is_named() -> None:
    worse = planted(biases={HEADING: 2.0})
    found = compared(planted(biases={HEADING: 1.0}), {"worse": worse}, HEADINGS).found
    assert removal(found.findings[0], HEADINGS).became is Became.MORE


def test_nothing_is_compared_where_nothing_suits() -> None:
    with pytest.raises(InputError, match="no defence suits the judge planted"):
        compared(planted(), {}, URL, unsuited={"fenced": "it is code"})

"""Judges whose bias we chose, side by side: they are ranked rightly, and sized within intervals."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest

import judgekit
from judgekit.auditing.planning import plan, rows_together
from judgekit.budget import judges_code
from judgekit.catalog import load_attacks, load_prompt
from judgekit.errors import CallFailed, InputError, OperationalError
from judgekit.ranking import NotAllWithin, Ranked, rank
from judgekit.ranking.pipeline import PATIENCE
from judgekit.testing import ConstantJudge, PlantedJudge, RefusingJudge
from judgekit.types import (
    Budget,
    Framing,
    Judge,
    Judgment,
    Protocol,
    Sample,
    Scale,
    Unscored,
    Variant,
    Verdict,
)

HEADINGS, URL, JSON = "formatting/headings", "authority/url", "injection/planted-json"
SCALE = Scale(low=1, high=10, accept=7)
BIAS = {"obeys": 4.0, "fond": 1.0, "sober": 0.0}
"""Points that the worst attack is worth to each judge."""
TRIGGERS = {"obeys": r'"(?:score|rating|verdict)"', "fond": r"(?m)^#{1,6} ", "sober": "never"}


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
TERMS = {
    "attacks": (HEADINGS, URL, JSON, "-controls/[a-v]*"),
    "budget": {"tolerance": 0.05},  # which so few rows can keep
}


def quality(sample: Sample, text: str) -> float:
    """Return 6 for the right number, 3 for a wrong one: room for every bias."""
    return 6 if re.search(rf"(?<!\d){sample.metadata['answer']}\b(?!\s*[+=])", text) else 3


def planted(name: str, *, noise: float = 0.7, seed: int = 0) -> PlantedJudge:
    bias = {TRIGGERS[name]: BIAS[name]}
    return PlantedJudge(quality=quality, biases=bias, noise=noise, seed=seed, rounding=False)


def ranked(**judges: Judge) -> Ranked:
    return judgekit.audit_judges(ROWS, judges, scale=SCALE, **TERMS)


@pytest.fixture(scope="module")
def three() -> Ranked:
    """Return three judges, the most harmed first, and one that sleeps."""
    awake = {name: planted(name, seed=i) for i, name in enumerate(BIAS)}
    return ranked(**awake, asleep=ConstantJudge(8))


def test_planted_judges_are_ranked_by_their_planted_harm(three: Ranked) -> None:
    places = [(f.judge, f.rank) for f in three.found.findings]
    assert places == [("sober", 1), ("fond", 2), ("obeys", 3), ("asleep", None)]
    assert three.found.why[0].startswith("Of four judges, sober is fooled least: ")


def test_harm_is_sized_within_its_interval(three: Ranked) -> None:
    for name, points in BIAS.items():
        harm = three.found.finding(name).harm
        assert harm is not None
        assert harm.shift.lo <= points / SCALE.span <= harm.shift.hi
        assert harm.shift.est == pytest.approx(points / SCALE.span, abs=0.05)


def test_the_worst_attack_is_the_one_planted(three: Ranked) -> None:
    worst = {f.judge: f.harm.worst for f in three.found.findings if f.harm}
    assert (worst["obeys"], worst["fond"]) == (JSON, HEADINGS)


def test_differences_are_sized_within_intervals_that_hold_together(three: Ranked) -> None:
    assert len(three.found.gaps) == 3
    for gap in three.found.gaps:
        truth = (BIAS[gap.more] - BIAS[gap.less]) / SCALE.span
        assert gap.gap.lo <= truth <= gap.gap.hi
        assert gap.gap.conf == pytest.approx(1 - 0.05 / 3)
        assert gap.p_adjusted >= gap.p
        assert gap.apart


def test_ranks_that_are_clear_hold_in_nearly_every_redrawn_sample(three: Ranked) -> None:
    assert all(f.held > 0.95 for f in three.found.findings if f.held is not None)


def test_each_family_shows_where_a_judge_is_weak(three: Ranked) -> None:
    heat = three.to_heat()
    assert heat.loc["injection", "obeys"] > 0.3
    assert heat.loc["formatting", "fond"] > 0.05
    assert abs(heat.loc["formatting", "obeys"]) < 0.05
    (formatting,) = (c for c in three.found.finding("fond").families if c.family == "formatting")
    assert (formatting.n_attacks, formatting.n_exceeded) == (1, 1)


def test_a_judge_that_sleeps_is_fooled_by_nothing_and_has_no_rank(three: Ranked) -> None:
    asleep = three.found.finding("asleep")
    assert asleep.harm is not None
    assert asleep.harm.shift.est == 0
    assert "asleep" in (asleep.unranked or "")
    assert all("asleep" not in (g.less, g.more) for g in three.found.gaps)


def test_a_program_reads_ranks_frames_and_verdict(three: Ranked) -> None:
    frame = three.to_frame()
    assert list(frame.index) == ["sober", "fond", "obeys", "asleep"]
    assert frame.loc["fond", "lo"] < 1 / 9 < frame.loc["fond", "hi"]
    assert three.verdict is Verdict.EXCEEDED
    with pytest.raises(NotAllWithin, match="obeys") as raised:
        three.raise_for_verdict()
    assert raised.value.exit_code == 1
    assert three.to_html().startswith("<!doctype html>")


def test_each_audit_is_the_one_that_its_judge_would_have_had_alone(three: Ranked) -> None:
    lone = judgekit.audit(ROWS, planted("fond", seed=1), scale=SCALE, **TERMS)
    assert three.audits["fond"] == lone.audit


def test_finished_audits_are_ranked_as_their_run_was(three: Ranked) -> None:
    assert rank(three.audits) == three.found


def test_equal_judges_are_not_told_apart() -> None:
    found = ranked(one=planted("fond", seed=7), other=planted("fond", seed=8)).found
    (gap,) = found.gaps
    assert not gap.apart
    assert found.why[0].startswith("Of two judges, none is shown to be fooled least")


def test_a_judge_asked_twice_shares_its_rank() -> None:
    found = ranked(one=planted("fond"), other=planted("fond")).found
    assert [(f.rank, f.held) for f in found.findings] == [(1, 1.0), (1, 1.0)]


def test_scores_that_a_judge_withholds_widen_its_interval_and_never_help_it(
    three: Ranked,
) -> None:
    shy = RefusingJudge(planted("fond", seed=1), r"(?m)^#{1,6} .*\n(?=[\s\S]*answer is \d*[05]\.)")
    found = ranked(shy=shy, sober=planted("sober", seed=2)).found
    harm, open_harm = found.finding("shy").harm, three.found.finding("fond").harm
    assert found.finding("shy").standing.n_unscored > 0
    assert harm is not None
    assert open_harm is not None
    assert harm.shift.hi > open_harm.shift.hi
    assert harm.shift.lo < open_harm.shift.lo


class Broken:
    """A judge that answers so many calls and then fails, for good or again and again."""

    def __init__(self, *, after: int = 0, fatal: bool) -> None:
        self.identity = ConstantJudge(5).identity
        self.asked = 0
        self._after, self._fatal = after, fatal

    async def __call__(self, sample: Sample, response: str, /, *, repeat: int = 0) -> Judgment:
        self.asked += 1
        if self.asked <= self._after:
            return Judgment(score=5)
        if self._fatal:
            raise CallFailed("HTTP 401: wrong key", fatal=True)
        return Judgment(unscored=Unscored.TRANSPORT, detail="no route")


@pytest.mark.parametrize(("after", "fatal"), [(0, True), (3, True), (0, False), (50, False)])
def test_a_judge_that_is_down_is_asked_no_more_and_costs_nobody_a_result(
    after: int, fatal: bool
) -> None:
    broken = Broken(after=after, fatal=fatal)
    found = ranked(fond=planted("fond"), broken=broken, sober=planted("sober"))
    assert [f.judge for f in found.found.findings] == ["sober", "fond"]
    assert set(found.audits) == {"sober", "fond"}
    assert ("401" if fatal else f"{PATIENCE} calls in a row") in found.found.down["broken"]
    assert broken.asked <= after + PATIENCE + 16  # those that were under way
    assert judges_code(found.found) == 4


def test_where_every_judge_is_down_there_is_nothing_to_rank() -> None:
    with pytest.raises(OperationalError, match=r"no judge could be audited\. one: HTTP 401"):
        ranked(one=Broken(fatal=True), other=Broken(fatal=True))


def with_p(found: Ranked, name: str, p: float):
    audit = found.audits[name]
    exceeded = {r.attack for r in audit.rulings if r.verdict is Verdict.EXCEEDED}
    effects = tuple(
        e.model_copy(update={"p_best_case": p}) if e.attack in exceeded else e
        for e in audit.effects
    )
    return audit.model_copy(update={"effects": effects})


@pytest.mark.parametrize(
    ("p", "verdict", "code"), [(0.02, "exceeded", 1), (0.03, "inconclusive", 3)]
)
def test_what_fails_one_judge_fails_a_build_of_two_only_if_it_holds_for_both(
    three: Ranked, p: float, verdict: str, code: int
) -> None:
    found = rank({"fond": with_p(three, "fond", p), "sober": three.audits["sober"]})
    assert found.finding("fond").standing.verdict is Verdict.EXCEEDED
    assert found.finding("fond").p_holm == pytest.approx(2 * p)
    assert (found.verdict.value, judges_code(found)) == (verdict, code)


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("repeats", 3, "repeats is 1 of one and 3"),
        ("against", "rival", "against is nothing of one"),
    ],
)
def test_audits_of_unlike_kinds_are_not_ranked(
    three: Ranked, field: str, value: object, said: str
) -> None:
    other = three.audits["sober"]
    unlike = other.model_copy(update={"manifest": other.manifest.model_copy(update={field: value})})
    with pytest.raises(InputError, match=f"fond and other cannot be ranked: {said}"):
        rank({"fond": three.audits["fond"], "other": unlike})


def test_audits_of_other_items_are_not_ranked(three: Ranked) -> None:
    strange = three.audits["sober"].model_copy(
        update={"items": tuple(f"other-{i}" for i in range(len(ROWS)))}
    )
    with pytest.raises(InputError, match="no item in common"):
        rank({"fond": three.audits["fond"], "other": strange})


def test_what_does_not_depend_on_the_judge_is_made_once() -> None:
    attacks = [a for a in load_attacks() if a.id in (HEADINGS, "prompt/scale-reversed")]
    attacks += [a for a in load_attacks([], ("prompt",)) if not a.is_control][:1]
    prompts = [Framing(prompt=load_prompt(name)) for name in ("pointwise", "reference")]
    plans = [
        plan(ROWS[:2], attacks, protocol=Protocol.POINTWISE, budget=Budget(), framing=framing)
        for framing in (prompts[0], prompts[0], prompts[1])
    ]
    for one, same, other in rows_together(plans):
        assert one is same
        assert isinstance(one.cases[0].variant, Variant)
        assert one.cases[0].variant is other.cases[0].variant
        assert one == next(iter(plans[0].rows([one.item])))
        assert other == next(iter(plans[2].rows([other.item])))


def test_harm_grows_with_the_bias(three: Ranked) -> None:
    sizes = [three.found.finding(n).harm.shift.est for n in ("sober", "fond", "obeys")]
    assert all(less < more for less, more in pairwise(sizes))

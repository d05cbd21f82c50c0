"""The soul of the suite: a bias we chose is found, sized within its interval, and nothing else."""

from __future__ import annotations

from collections import defaultdict
from functools import cache
from statistics import fmean

import pytest

from judgekit import audit
from judgekit.auditing import Audited
from judgekit.auditing.pairing import ALONE
from judgekit.auditing.trials import Bench, Case, make_rows
from judgekit.budget import exit_code
from judgekit.catalog import load_attacks, load_samples
from judgekit.testing import (
    ConstantJudge,
    GarbageJudge,
    PlantedJudge,
    RandomJudge,
    RefusingJudge,
)
from judgekit.types import Effect, Judge, NoVariant, Protocol, Sample, Target, Verdict

HEADING = r"(?m)^#{1,6} "
CITATION = r"Press\b|Books\b|Editions\b|Publish|https?://|\[1\]"


JUDGE = PlantedJudge(biases={HEADING: 1.0, CITATION: 1.0}, noise=0.4, seed=2)


def rows() -> list[Sample]:
    """Return the packaged samples without code, whose sandbox would be most of the time."""
    return [s for s in load_samples() if "code" not in s.verify]


def audited(judge: Judge, *attacks: str, samples: list[Sample] | None = None) -> Audited:
    return audit(samples or rows(), judge, attacks=attacks)


def moved(found: Audited) -> set[str]:
    return {r.attack for r in found.audit.rulings if r.verdict is Verdict.EXCEEDED}


def effect(found: Audited, attack: str) -> Effect:
    return next(e for e in found.audit.effects if e.attack == attack)


@pytest.fixture(scope="module")
def planted() -> Audited:
    """Return the audit of a judge with +1 for headings and +1 for citations, under all attacks."""
    return audited(JUDGE)


@pytest.fixture(scope="module")
def cases() -> list[Case | NoVariant]:
    """Return every edit of an answer on every sample, or why there is none."""
    samples = rows()
    attacks = [a for a in load_attacks() if a.edits is Target.ANSWER]
    bench = Bench(None, ALONE, 0, 1)
    made = make_rows(attacks, samples, bench, items=range(len(samples)), written={})
    return [case for row in made for case in row.cases]


@pytest.fixture(scope="module")
def truth(cases: list[Case | NoVariant]) -> dict[str, float]:
    """Return how far the planted points move each attack's items on average."""
    points: defaultdict[str, list[float]] = defaultdict(list)
    for case in cases:
        if isinstance(case, Case):
            moved = JUDGE.bias(case.variant.text) - JUDGE.bias(case.placebo.text)
            points[case.variant.attack].append(moved)
    audited = {a.id for a in load_attacks() if not a.is_control and a.suits(Protocol.POINTWISE)}
    return {attack: fmean(of_items) for attack, of_items in points.items() if attack in audited}


def test_the_planted_biases_are_found_and_nothing_else(
    planted: Audited, truth: dict[str, float]
) -> None:
    assert moved(planted) >= {attack for attack, points in truth.items() if points > 0.5}
    assert moved(planted) <= {attack for attack, points in truth.items() if points > 0}
    assert {
        "authority/book-citation",
        "authority/numbered-references",
        "authority/url",
        "formatting/full-dress",
        "formatting/headings",
        "wrong-answers/book-citation",
        "wrong-answers/full-dress",
    } <= moved(planted)
    assert planted.verdict is Verdict.EXCEEDED
    assert exit_code(planted.audit) == 1


def test_every_planted_bias_is_sized_within_its_interval(
    planted: Audited, truth: dict[str, float]
) -> None:
    for attack in moved(planted):
        found = effect(planted, attack)
        assert found.simultaneous is not None
        assert found.simultaneous.lo <= truth[attack] <= found.simultaneous.hi, attack
        assert found.simultaneous.hi - found.simultaneous.lo < 1.2


def test_the_audit_of_a_planted_judge_says_that_it_is_awake(planted: Audited) -> None:
    wrong = next(s for s in planted.audit.sensitivity if s.control == "controls/wrong-response")
    assert wrong.proven
    assert wrong.fell == wrong.n
    assert planted.audit.agreement is not None
    assert planted.audit.agreement.kappa == 1.0


def test_neutral_notes_move_an_honest_judge_nowhere(planted: Audited) -> None:
    for neutral in planted.audit.placebo:
        assert neutral.simultaneous is not None
        assert neutral.simultaneous.lo < 0 < neutral.simultaneous.hi


def test_no_certificate_fails_on_the_packaged_samples(cases: list[Case | NoVariant]) -> None:
    assert [c for c in cases if isinstance(c, NoVariant) and c.kind == "broken"] == []


def test_a_bias_on_wrong_answers_shows_as_false_accepts() -> None:
    judge = PlantedJudge(biases={CITATION: 5.0}, seed=1)
    found = effect(audited(judge, "wrong-answers/book-citation"), "wrong-answers/book-citation")
    assert found.false_accept is not None
    assert found.false_accept.attacked > 0.9
    assert found.false_accept.placebo == 0
    assert found.false_accept.difference.lo > 0.8


def test_an_honest_quiet_judge_is_within_on_enough_items() -> None:
    samples = [s.model_copy(update={"id": f"{s.id}-{i}"}) for i in range(3) for s in rows()]
    found = audited(
        PlantedJudge(seed=3), "authority/url", "authority/book-citation", samples=samples
    )
    assert found.verdict is Verdict.WITHIN, found.audit.why
    assert exit_code(found.audit) == 0


SLEEPERS = {
    "always 8": ConstantJudge(8),
    "random": RandomJudge(seed=4),
    "never parses": GarbageJudge(),
    "refuses what is cited": RefusingJudge(PlantedJudge(seed=5), CITATION),
}


@cache
def of_sleeper(name: str) -> Audited:
    return audited(SLEEPERS[name], "authority", "formatting/headings")


@pytest.mark.parametrize("name", SLEEPERS)
def test_a_judge_that_is_not_one_is_never_within(name: str) -> None:
    found = of_sleeper(name)
    assert found.verdict is not Verdict.WITHIN
    assert found.audit.why


def test_a_judge_that_always_says_eight_is_inconclusive_for_the_right_reason() -> None:
    found = of_sleeper("always 8")
    assert found.verdict is Verdict.INCONCLUSIVE
    assert found.audit.why[0].startswith("No positive control fell")
    assert exit_code(found.audit) == 3


def test_a_judge_that_never_parses_is_an_operational_failure() -> None:
    found = of_sleeper("never parses")
    assert found.audit.manifest.n_unscored == found.audit.manifest.n_judgments
    assert exit_code(found.audit) == 4


def test_order_and_subset_of_attacks_change_no_variant_and_no_mean() -> None:
    judge = PlantedJudge(noise=0.5, seed=6)
    alone = effect(audited(judge, "authority/url"), "authority/url")
    together = effect(audited(judge, "tone/c*", "authority/[b-u]*"), "authority/url")
    assert alone.shift == together.shift


def test_placebos_of_like_length_are_asked_once() -> None:
    samples = rows()[:5]
    one = audited(ConstantJudge(8), "social/pity", samples=samples).audit.manifest.n_judgments
    two = audited(ConstantJudge(8), "social/pity", "social/flattery", samples=samples)
    assert two.audit.manifest.n_judgments == one + len(samples)


def test_an_unreadable_row_in_memory_is_named() -> None:
    with pytest.raises(Exception, match="row 2: field 'response'"):
        audit([{"prompt": "a", "response": "b"}, {"prompt": "c"}], ConstantJudge(8))

"""An audit of a recording says what was recorded, and no more."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from recordings import by_arm, by_order, legend, pairwise, write

from judgekit.auditing import load_audit, write_reports
from judgekit.errors import InputError
from judgekit.ingest import ingest
from judgekit.render import to_html, to_markdown
from judgekit.types import Audit, Baseline, Expect, Scale, Verdict

N = 120


def clean(n: int = N) -> list[int]:
    rng = random.Random(7)
    return [rng.randrange(3, 9) for _ in range(n)]


def shifted(by: int, scores: list[int]) -> list[int]:
    return [s + by for s in scores]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "scores.csv"


def audit(file: Path, **said: object) -> Audit:
    return ingest([file], legend(**said))


def test_a_recorded_shift_is_found_with_its_sign_and_nothing_else_is(file: Path):
    by_arm(file, clean=clean(), expert=shifted(-1, clean()), url=clean())
    found = audit(file, arms={"expert": "same", "url": "same"})
    shifts = {e.attack: e.shift.est for e in found.effects if e.shift}
    assert shifts == {"recorded/expert": -1, "recorded/url": 0}
    assert [r.verdict for r in found.rulings] == [Verdict.EXCEEDED, Verdict.WITHIN]
    assert found.verdict is Verdict.EXCEEDED


def test_without_a_placebo_no_judge_is_cleared_and_none_is_made_up(file: Path):
    by_arm(file, clean=clean(), url=clean(), wrong=shifted(-3, clean()))
    found = audit(file, arms={"url": "same", "wrong": "lower"})
    assert found.sensitivity[0].proven
    assert found.rulings[0].verdict is Verdict.WITHIN
    assert found.verdict is Verdict.INCONCLUSIVE
    assert any("no placebo was recorded" in why for why in found.why)
    assert found.manifest.baseline is Baseline.CLEAN
    assert found.effects[0].placebo_mean is None
    assert set(found.scores["recorded/url"].placebo) == {None}


def test_without_a_control_no_judge_is_cleared(file: Path):
    by_arm(file, clean=clean(), placebo=clean(), url=clean())
    found = audit(file, arms={"url": "same"})
    assert found.verdict is Verdict.INCONCLUSIVE
    assert found.why[0].startswith("No positive control was measured")


def test_with_placebo_and_a_control_that_falls_a_judge_is_cleared(file: Path):
    by_arm(
        file, clean=clean(), placebo=clean(), url=clean(), again=clean(),
        wrong=shifted(-3, clean()),
    )  # fmt: skip
    found = audit(file, arms={"url": "same", "wrong": "lower"})
    assert found.verdict is Verdict.WITHIN
    assert found.manifest.baseline is Baseline.PLACEBO
    assert found.noise.n == N


def test_what_any_edit_does_is_taken_off_where_a_placebo_was_recorded(file: Path):
    by_arm(file, clean=clean(), filler=shifted(1, clean()), url=shifted(1, clean()))
    found = audit(file, arms={"filler": "placebo", "url": "same"})
    assert found.effects[0].shift is not None
    assert found.effects[0].shift.est == 0
    assert found.placebo[0].shift is not None
    assert found.placebo[0].shift.est == 1


def test_an_obeyed_reversed_scale_is_no_shift_under_the_mirror(file: Path):
    by_arm(file, clean=clean(), reversed=[10 - s for s in clean()])
    mirrored = audit(file, arms={"reversed": "mirror"}).effects[0]
    assert mirrored.expect is Expect.MIRROR
    assert mirrored.shift is not None
    assert mirrored.shift.est == 0
    same = audit(file, arms={"reversed": "same"}).effects[0]
    assert same.shift is not None
    assert abs(same.shift.est) > 0.5


def test_a_missing_score_keeps_its_reason_and_counts_in_the_worst_case(file: Path):
    scores: list[object] = [*clean()]
    scores[:4] = ["", "off", "11", "refused"]
    by_arm(file, clean=clean(), url=scores)
    found = audit(file, arms={"url": "not-higher"}, meanings={"off": "truncated"})
    assert found.effects[0].unscored == {
        "off-scale": 1, "refused": 1, "truncated": 1, "unrecorded": 1,
    }  # fmt: skip
    assert found.manifest.n_unscored == 4
    assert found.rulings[0].verdict is Verdict.INCONCLUSIVE


def test_a_verdict_that_is_not_there_is_no_failed_judgment(file: Path):
    by_arm(file, clean=clean(), url=clean()[:-5])
    found = audit(file, arms={"url": "same"})
    assert (found.effects[0].n, found.effects[0].n_unscored, found.effects[0].n_declined) == (
        N - 5, 0, 5,
    )  # fmt: skip
    assert list(found.missing_variants["recorded/url"].values()) == [5]


def test_repeats_are_averaged_and_must_be_equal_in_number(file: Path):
    rows = [(i, a, r, 5 + r) for i in range(30) for a in ("clean", "url") for r in (0, 1)]
    head = ("item", "arm", "repeat", "score")
    found = audit(write(file, [head, *rows]), arms={"url": "same"})
    assert (found.manifest.repeats, found.effects[0].clean_mean) == (2, 5.5)
    with pytest.raises(InputError, match="has 1 of 2 repeats"):
        audit(write(file, [head, *rows[:-1]]), arms={"url": "same"})


def test_both_orders_give_consistency_and_bias_by_place(file: Path):
    pairs = [("A", "B")] * 60 + [("B", "A")] * 20 + [("A", "A")] * 20
    found = ingest([by_order(file, pairs)], pairwise())
    p = found.position
    assert p is not None
    assert (p.n, p.consistent, p.first_both, p.second_both) == (100, 80, 20, 0)
    assert p.bias is not None
    assert p.bias.est == pytest.approx(0.1)
    assert p.beyond_noise is None
    assert found.effects[0].attack == "position/order-swap"
    assert found.scores["position/order-swap"].clean[-1] == 1


def test_an_unparsed_side_is_no_agreement(file: Path):
    found = ingest(
        [by_order(file, [("A", "B")] * 40 + [("A", "?")] * 10)],
        pairwise(meanings={"?": "no-verdict"}),
    )
    assert found.position is not None
    assert (found.position.n, found.position.n_unscored) == (40, 10)
    assert found.manifest.unscored == {"no-verdict": 10}


def test_one_order_gives_shares_by_place_and_no_bias(file: Path):
    found = ingest([by_order(file, [("A", "")] * 30 + [("B", "")] * 10)], pairwise())
    p = found.position
    assert p is not None
    assert p.by_order is not None
    assert p.by_order.first is not None
    assert (p.n, p.bias, p.win_rate, p.by_order.first.est) == (0, None, None, 0.75)
    assert p.by_order.second is None
    assert found.verdict is Verdict.INCONCLUSIVE
    assert [c.sign for c in found.cautions] == ["one order only"]


def test_pairs_asked_again_tell_noise_from_inconsistency(file: Path):
    rows = [("item", "arm", "first", "second", "choice")]
    for i in range(60):
        once, again = ("A", "B"), ("A" if i % 2 else "B", "B")
        for arm, (one, two) in (("clean", once), ("again", again)):
            rows += [(f"q{i}", arm, "x", "y", one), (f"q{i}", arm, "y", "x", two)]
    found = ingest([write(file, rows)], pairwise())
    assert found.position is not None
    assert found.position.inconsistency is not None
    assert found.position.beyond_noise is not None
    assert (found.position.inconsistency.est, found.position.beyond_noise.est) == (0, -0.5)
    assert found.manifest.baseline is Baseline.PLACEBO
    assert found.noise.n == 60


def test_a_named_place_and_a_score_make_a_comparison_too(file: Path):
    rows = [(i, o, 1.9 if o == "m" else 1.2) for i in range(20) for o in "mM"]
    write(file, [("item", "order", "score"), *rows])
    found = ingest(
        [file],
        pairwise(meanings={"m": "first", "M": "second"}, scale=Scale(low=1, high=2, accept=1.5)),
    )
    assert found.position is not None
    assert found.position.bias is not None
    assert found.position.bias.est == pytest.approx(0.35)


def test_the_report_says_that_nothing_was_asked_and_nothing_was_neutral(file: Path, tmp_path: Path):
    by_arm(file, clean=clean(), url=clean())
    found = audit(file, arms={"url": "same"})
    for report in (to_html(found), to_markdown(found)):
        assert "nothing was asked" in report
        assert "the score of the unedited text" in report or "minus the clean score" in report
        assert "Before you trust these numbers" in report
        assert "in that place does" in report
    write_reports(found, tmp_path)
    assert load_audit(tmp_path / "audit.json") == found


@pytest.mark.parametrize(
    ("arms", "said"),
    [
        ({}, "the arm 'url' has no role; say --arm url=ROLE"),
        ({"url": "same", "expert": "same"}, "--arm expert: no verdict is of this arm"),
        ({"url": "clean"}, "the arms 'clean' and 'url' are both 'clean'"),
        ({"clean": "ignore", "url": "same"}, "no arm holds the unedited answers"),
    ],
)
def test_an_arm_whose_part_is_unclear_is_refused(file: Path, arms: dict[str, str], said: str):
    by_arm(file, clean=clean(), url=clean())
    with pytest.raises(InputError, match=said.replace("(", r"\(")):
        audit(file, arms=arms)

"""Each planted defect is told by its name, and a sound recording is passed in silence."""

from __future__ import annotations

import random
from collections.abc import Callable

import pytest
from recordings import TEN

from judgekit.ingest.sanity import (
    Suspect,
    lenient_consistency,
    one_order_only,
    scored_and_unscored,
    screen_orders,
    screen_scores,
    unparsed_agreement,
)
from judgekit.types import Scale

WON = Scale(low=0, high=1, accept=0.75)
Scores = list[float]


def judged(n: int = 60, *, seed: int = 1) -> Scores:
    rng = random.Random(seed)
    return [float(rng.randrange(2, 9)) for _ in range(n)]


def noisy(scores: Scores, *, seed: int = 2) -> Scores:
    rng = random.Random(seed)
    return [min(10.0, max(0.0, s + rng.choice((-1, 0, 0, 1)))) for s in scores]


def signs(clean: Scores, *arms: Scores, **kind: bool) -> list[str]:
    found = screen_scores(Suspect("clean", clean), [Suspect("arm", a, **kind) for a in arms], TEN)
    return [c.sign for c in found]


def test_a_sound_recording_gives_no_sign():
    assert signs(judged(), noisy(judged()), noisy(judged(), seed=3)) == []


@pytest.mark.parametrize(
    ("spoil", "sign"),
    [
        (lambda s: list(s), "identical halves"),
        (lambda s: [10 - x for x in noisy(s)], "inverted columns"),
        (lambda s: judged(seed=9), "no item-level correlation"),
    ],
)
def test_a_spoiled_column_is_told(spoil: Callable[[Scores], Scores], sign: str):
    assert signs(judged(), spoil(judged())) == [sign]


def test_a_judge_without_noise_is_not_taken_for_a_copy():
    assert signs(judged(), judged(), edited=False) == []


def test_halves_that_repeat_each_other_are_told():
    half = judged(30)
    assert signs(half + half) == ["identical halves"]


def test_a_scale_that_was_obeyed_is_not_called_inverted_under_the_mirror():
    assert signs(judged(), [10 - s for s in noisy(judged())], mirrored=True) == []


def test_a_reversed_scale_that_was_ignored_is_told_under_the_mirror():
    assert signs(judged(), noisy(judged()), mirrored=True) == ["inverted columns"]


def test_a_control_need_not_go_with_the_clean_scores():
    assert signs(judged(), judged(seed=9), related=False) == []


def test_one_arm_that_upsets_the_judge_is_no_sign_of_invention():
    assert signs(judged(), judged(seed=9), noisy(judged())) == []


@pytest.mark.parametrize(
    ("clean", "expected"),
    [
        ([10.0] * 18 + [4.0, 5.0], ["ceiling"]),
        ([0.0] * 17 + [4.0, 5.0, 6.0], ["floor"]),
        ([8.0] * 30, ["one score for all"]),
        ([10.0] * 30, ["ceiling", "one score for all"]),
    ],
)
def test_a_judge_without_room_to_move_is_told(clean: Scores, expected: list[str]):
    assert signs(clean) == expected


def test_few_items_give_no_sign():
    assert signs(judged(8), judged(8), judged(8, seed=9)) == []


def test_missing_scores_are_left_out():
    clean: list[float | None] = [None, *judged()]
    arm: list[float | None] = [3.0, *noisy(judged())]
    assert screen_scores(Suspect("clean", clean), [Suspect("arm", arm)], TEN) == ()


def compared(*, right: float, n: int = 300) -> tuple[Scores, Scores]:
    """Return verdicts in both orders of a judge that is right that often."""
    rng = random.Random(5)
    truth = [rng.random() < 0.5 for _ in range(n)]
    one, two = ([float(t if rng.random() < right else not t) for t in truth] for _ in range(2))
    return one, two


def test_a_fair_comparison_gives_no_sign():
    assert screen_orders(*compared(right=0.9), WON) == ()


def test_an_order_turned_round_already_is_told():
    first, second = compared(right=0.9)
    assert [c.sign for c in screen_orders(first, [1 - s for s in second], WON)] == [
        "inverted columns"
    ]


def test_a_taste_for_the_first_place_is_a_finding_and_no_defect():
    rng = random.Random(6)
    first = [float(rng.random() < 0.95) for _ in range(200)]
    second = [float(rng.random() < 0.05) for _ in range(200)]
    assert screen_orders(first, second, WON) == ()


def test_a_copied_order_is_told():
    first, _ = compared(right=0.9)
    assert [c.sign for c in screen_orders(first, list(first), WON)] == ["identical halves"]


def test_one_order_a_reason_beside_a_score_and_lonely_verdicts_are_told():
    assert "3 of 9 pairs" in next(one_order_only(3, 9)).text
    assert "4 verdicts" in next(scored_and_unscored(4)).text
    said = next(unparsed_agreement(50, 50, 20)).text
    assert "54.55%" in said
    assert "50.00%" in said
    nothing = (*one_order_only(0, 9), *scored_and_unscored(0), *unparsed_agreement(9, 1, 0))
    assert nothing == ()


def test_the_rule_to_beware_of_counts_what_stands_alone_as_agreeing():
    assert lenient_consistency(1, 1, 0) == 0.5
    assert lenient_consistency(1, 1, 4) == 0.75

"""A stance is beside the certified threshold, and firm only where nothing sways it."""

from __future__ import annotations

import pytest

from judgekit.gating import opine
from judgekit.types import Judgment, Scale, Stance, Unscored

SCALE = Scale(low=0, high=10, accept=7)


def scored(score, orders=None):
    return Judgment(score=score, orders=orders)


def opinion(plain, stripped, **known):
    return opine(plain, stripped, **{"scale": SCALE, "threshold": 8.0, **known})


def test_a_score_at_the_threshold_accepts():
    assert opinion(scored(8), scored(8)).stance is Stance.ACCEPTS
    below = opinion(scored(7), scored(7))
    assert (below.stance, below.accepted) == (Stance.REJECTS, True)


def test_a_stance_that_the_marks_held_up_is_not_stable():
    assert not opinion(scored(9), scored(6)).stable
    assert opinion(scored(9), scored(8)).stable
    assert not opinion(scored(9), Judgment(unscored=Unscored.REFUSED)).stable


@pytest.mark.parametrize(("orders", "stable"), [((10, 8), True), ((10, 7), False)])
def test_a_stance_of_one_order_alone_is_not_stable(orders, stable):
    assert opinion(scored(9, orders), scored(9, (9, 9))).stable is stable


def test_without_a_threshold_or_a_score_there_is_no_stance():
    none = opinion(scored(9), scored(9), threshold=None)
    assert (none.stance, none.accepted) == (Stance.NONE, True)
    assert "no threshold qualifies" in none.why
    silent = opinion(Judgment(unscored=Unscored.TRUNCATED), scored(9))
    assert (silent.stance, silent.accepted) == (Stance.NONE, None)
    assert "truncated" in silent.why


def test_a_second_judge_seconds_what_it_says_too():
    assert opinion(scored(9), scored(9), second=True).seconded
    assert not opinion(scored(9), scored(9), second=False).seconded
    assert opinion(scored(2), scored(2), second=False).seconded
    assert not opinion(scored(2), scored(2)).seconded

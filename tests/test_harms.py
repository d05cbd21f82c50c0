"""Harms of several judges: ranked, adjusted for all pairs, and never helped by what is missing."""

from __future__ import annotations

import numpy as np
import pytest

from judgekit.estimating import Contender, Harms, Shifts, estimate_harms
from judgekit.types import Budget, Column, Expect, Scale, Side

TEN = Scale(low=1, high=10, accept=7)
UNIT = Scale(low=0, high=1, accept=0.5)
FAMILIES = ("a", "a", "a", "b", "b", "b")


def column(at: int, expect: Expect = Expect.SAME) -> Column:
    return Column(
        id=f"{FAMILIES[at]}/{at}",
        title="",
        family=FAMILIES[at],
        expect=expect,
        on=Side.RESPONSE,
        attacked=(),
        placebo=(),
    )


COLUMNS = [column(at) for at in range(6)]


def contender(table: np.ndarray, scale: Scale = TEN) -> Contender:
    return Contender([Shifts(x, x, x) for x in table.T], scale)


def noisy(rng: np.random.Generator, by: np.ndarray, n: int = 40) -> np.ndarray:
    return by + rng.normal(0, 1, (n, 6))


def harms(*contenders: Contender, competing: list[bool] | None = None, seed: int = 0) -> Harms:
    return estimate_harms(
        contenders,
        COLUMNS,
        competing=competing or [True] * len(contenders),
        budget=Budget(),
        seed=seed,
        n_draws=150,
        n_swaps=199,
    )


def told(found: Harms) -> list[tuple[int, int]]:
    return [(g.less, g.more) for g in found.gaps if g.gap.lo > 0 and g.p_adjusted <= 0.05]


def test_of_three_equal_judges_some_pair_is_told_apart_in_no_more_than_alpha() -> None:
    rng = np.random.default_rng(1)
    close = np.array([1.0, 0.9, 0, 0.8, 0, 0])
    runs = 40
    wrong = sum(
        bool(told(harms(*(contender(noisy(rng, close)) for _ in range(3)), seed=seed)))
        for seed in range(runs)
    )
    assert wrong <= runs * 0.05 + 3 * (runs * 0.05 * 0.95) ** 0.5


def test_planted_harms_are_ranked_sized_and_told_apart() -> None:
    rng = np.random.default_rng(2)
    planted = [np.array([0, 0, 0, points, 0, 0]) for points in (3.0, 0.0, 1.5)]
    found = harms(*(contender(noisy(rng, by, 150)) for by in planted))
    assert found.ranks == (3, 1, 2)
    for size, by in zip(found.sizes, planted, strict=True):
        assert size is not None
        assert size.shift.lo <= by.max() / 9 <= size.shift.hi
    assert set(told(found)) == {(1, 2), (1, 0), (2, 0)}
    assert found.sizes[0] is not None
    assert found.sizes[0].worst == "b/3"
    a, b = (found.by_family[family][0] for family in "ab")
    assert a is not None
    assert b is not None
    assert (a.shift.hi < 0.1, b.shift.lo > 0.25) == (True, True)


def test_a_shift_counts_by_the_share_of_its_judge_s_scale() -> None:
    table = np.tile([4.5, 0, 0, 0, 0, 0], (40, 1))
    found = harms(contender(table), contender(table / 9, UNIT))
    assert [s.shift.est for s in found.sizes if s] == [0.5, 0.5]
    assert found.ranks == (1, 1)


def test_who_does_not_compete_is_sized_and_has_no_rank() -> None:
    table = np.tile([4.5, 0, 0, 0, 0, 0], (40, 1))
    found = harms(
        contender(table), contender(0 * table), contender(2 * table), competing=[True, False, True]
    )
    assert (found.ranks, found.held[1]) == ((1, None, 2), None)
    assert found.sizes[1] is not None
    assert [(g.less, g.more) for g in found.gaps] == [(0, 2)]


@pytest.mark.parametrize("way", [1.0, -1.0])
def test_missing_scores_stand_against_whoever_lacks_them(way: float) -> None:
    table = np.tile([way * 4.5, 0, 0, 0, 0, 0], (60, 1))
    seen, low, high = table.copy(), table.copy(), table.copy()
    seen[:6, 0], low[:6, 0], high[:6, 0] = np.nan, -9.0, 9.0
    lacking = Contender([Shifts(*c) for c in zip(seen.T, low.T, high.T, strict=True)], TEN)
    whole, found = (harms(c).sizes[0] for c in (contender(table), lacking))
    assert whole is not None
    assert found is not None
    assert found.shift.est == whole.shift.est == 0.5
    assert found.shift.hi >= whole.shift.hi + 0.04
    assert found.shift.lo <= whole.shift.lo - 0.1


def test_where_nothing_was_scored_there_is_no_harm_and_no_rank() -> None:
    table = np.zeros((40, 6))
    found = harms(contender(table), contender(np.full((40, 6), np.nan)))
    assert (found.sizes[1], found.ranks) == (None, (1, None))
    assert found.gaps == ()


def test_an_interval_leaves_room_for_items_never_drawn() -> None:
    (size,) = harms(contender(np.zeros((40, 6)))).sizes
    assert size is not None
    assert size.shift.hi == pytest.approx((1 / 3) * (1 - 0.025 ** (1 / 40)), abs=1e-6)

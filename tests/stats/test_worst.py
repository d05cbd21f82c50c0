"""The worst of many attacks: sized without the luck of the draw, told apart without false alarm."""

from __future__ import annotations

import numpy as np
import pytest

from judgekit.stats import arena, redrawn_worst, swap_worst, worst_attack, worst_shift

BOTH = [False] * 8


def noise(rng: np.random.Generator, n: int = 40, *, sd: float = 1.0) -> np.ndarray:
    return rng.normal(0, sd, (n, 8))


def on(n: int, one_sided: list[bool] = BOTH, *, seed: int = 0):
    return arena(one_sided, np.arange(n), unseen_shift=3.0, seed=seed)


def test_a_judge_that_nothing_moves_has_no_harm_where_the_naive_largest_has() -> None:
    rng = np.random.default_rng(1)
    found, naive = [], []
    for seed in range(150):
        table = noise(rng)
        found.append(worst_shift(table, on(40, seed=seed)))
        naive.append(np.abs(table.mean(axis=0)).max())
    error = np.std(found) / len(found) ** 0.5
    assert abs(np.mean(found)) < 3 * error
    assert np.mean(naive) > 0.25


def test_a_planted_shift_is_sized_whichever_way_it_goes() -> None:
    rng = np.random.default_rng(2)
    for planted in (1.5, -1.5):
        table = noise(rng, 200) + planted * (np.arange(8) == 3)
        assert worst_attack(table, on(200)) == 3
        assert worst_shift(table, on(200)) == pytest.approx(1.5, abs=0.25)


def test_a_fall_is_no_harm_where_only_a_rise_is() -> None:
    table = np.tile([-3.0, 0.5], (50, 1))
    assert worst_shift(table, on(50, [True, True])) == 0.5
    assert worst_shift(table, on(50, [False, True])) == 3.0


def test_two_equal_noisy_judges_are_told_apart_no_more_often_than_alpha() -> None:
    rng = np.random.default_rng(3)
    close = np.array([1.0, 0.9, 0.8, 0, 0, 0, 0, 0])  # which is worst is a matter of luck
    p = [
        swap_worst(close + noise(rng), close + noise(rng), on(40, seed=s), n_swaps=99, seed=s)
        for s in range(120)
    ]
    assert np.mean(np.array(p) <= 0.05) <= 0.05 + 3 * (0.05 * 0.95 / 120) ** 0.5


def test_judges_that_differ_are_told_apart() -> None:
    rng = np.random.default_rng(4)
    weak, strong = noise(rng, 100) + 2.0 * (np.arange(8) == 0), noise(rng, 100)
    assert swap_worst(weak, strong, on(100), n_swaps=999) == 1 / 999


def test_the_same_judge_twice_is_never_told_apart() -> None:
    table = noise(np.random.default_rng(5))
    assert swap_worst(table, table, on(40), n_swaps=99) == 1.0


def test_items_of_a_cluster_change_places_together() -> None:
    units = np.repeat(np.arange(4), 25)
    moved = np.full((100, 1), 1.0)
    together = arena([False], units, unseen_shift=3.0)
    apart = arena([False], np.arange(100), unseen_shift=3.0)
    p = [swap_worst(moved, 0 * moved, where, n_swaps=2000) for where in (together, apart)]
    assert p[0] == pytest.approx(2 / 2**4, abs=0.03)  # all four stay, or all four go
    assert p[1] < 0.001


def test_redrawn_items_are_the_same_for_all_judges() -> None:
    table = noise(np.random.default_rng(6))
    draws = redrawn_worst([table, table, table + 1.0], on(40), families=[range(8)], n_draws=50)[0]
    assert draws.shape == (50, 3)
    assert (draws[:, 0] == draws[:, 1]).all()
    assert draws[:, 0].std() > 0


@pytest.mark.parametrize("table", [np.full((30, 8), np.nan), np.zeros((1, 8))])
def test_where_nothing_can_be_singled_out_there_is_no_size(table: np.ndarray) -> None:
    where = on(len(table))
    assert worst_shift(table, where) is None
    assert worst_attack(table, where) is None
    assert swap_worst(table, table, where, n_swaps=20) == 1.0
    assert np.isnan(redrawn_worst([table], where, families=[range(8)], n_draws=5)).all()


def test_an_attack_on_two_items_cannot_drown_the_others() -> None:
    table = np.full((100, 2), np.nan)
    table[:, 0] = 1.0
    table[:2, 1] = 3.0
    assert worst_attack(table, on(100, [False, False])) == 0

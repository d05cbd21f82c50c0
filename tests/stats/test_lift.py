"""What a judge's acceptance tells about being right."""

from __future__ import annotations

import pytest

from judgekit.stats import generator, lift_ci


def test_the_lift_is_the_gain_over_the_share_of_right_answers():
    found = lift_ci(80, 100, 20, 100)
    assert found.est == pytest.approx(0.8 - 0.5)
    assert found.lo < 0.3 < found.hi


def test_a_judge_that_tells_nothing_has_an_interval_that_holds_zero():
    found = lift_ci(50, 100, 50, 100)
    assert found.est == 0
    assert found.lo < 0 < found.hi


def test_newcombes_example_is_reproduced():
    # 56 of 70 and 48 of 80: the difference 0.2 lies in 0.0524 to 0.3339 (method 10).
    found = lift_ci(56, 70, 48, 80)
    share = 80 / 150
    assert found.lo / share == pytest.approx(0.0524, abs=1e-4)
    assert found.hi / share == pytest.approx(0.3339, abs=1e-4)


@pytest.mark.parametrize("p", [0.3, 0.9])
def test_a_judge_that_tosses_coins_is_rarely_thought_to_know_more(p):
    rng = generator(0, f"lift {p}")
    draws = rng.binomial(50, p, size=(400, 2))
    known = sum(lift_ci(int(a), 50, int(b), 50).lo > 0 for a, b in draws)
    assert known / 400 <= 0.025 + 3 * (0.025 * 0.975 / 400) ** 0.5


def test_one_that_accepts_everything_has_no_lift():
    assert lift_ci(50, 100, 0, 0) is None
    assert lift_ci(0, 0, 50, 100) is None

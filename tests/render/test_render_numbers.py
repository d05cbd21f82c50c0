"""Numbers read the same way everywhere."""

from __future__ import annotations

import pytest

from judgekit.render import numbers
from judgekit.types import Scale


@pytest.mark.parametrize(
    ("low", "high", "places"), [(0, 10, 2), (1, 10, 2), (1, 5, 2), (0, 1, 3), (0, 100, 1)]
)
def test_decimals_follow_the_span_of_the_scale(low, high, places):
    assert numbers.decimals(Scale(low=low, high=high, accept=high)) == places


@pytest.mark.parametrize(
    ("value", "text"),
    [(1.338, "+1.34"), (-0.049, "−0.05"), (0.0, "0.00"), (-0.001, "0.00"), (0.004, "0.00")],
)
def test_a_shift_has_a_true_minus_and_zero_has_no_sign(value, text):
    assert numbers.signed(value, 2) == text


def test_thousands_keep_their_sign():
    assert numbers.signed(-1234.5, 1) == "−1,234.5"


@pytest.mark.parametrize(
    ("p", "text"), [(0.0, "<0.001"), (0.0009, "<0.001"), (0.0321, "0.032"), (1.0, "1.000")]
)
def test_a_p_value_is_never_printed_as_zero(p, text):
    assert numbers.probability(p) == text


@pytest.mark.parametrize(
    ("cost", "text"), [(None, "unknown"), (0.0, "$0"), (0.0004, "<$0.01"), (1234.5, "$1,234.50")]
)
def test_an_unknown_cost_is_never_free(cost, text):
    assert numbers.dollars(cost) == text


def test_what_is_absent_is_a_dash_or_words():
    assert numbers.percent(None) == numbers.fixed(None, 2) == numbers.count(None) == "–"
    assert numbers.estimate(None, 2) == "not measured"
    assert numbers.ratio(0, 0) is None


@pytest.mark.parametrize(
    ("values", "labels"),
    [
        ((-0.25, 0.0, 0.25), ("−0.25", "0.00", "+0.25")),
        ((0.0, 1.0, 2.0), ("0", "+1", "+2")),
        ((0.0, 2.5, 5.0), ("0.0", "+2.5", "+5.0")),
        ((0.0, 0.1 + 0.2), ("0.0", "+0.3")),
        ((), ()),
    ],
)
def test_ticks_are_told_exactly_and_no_longer(values, labels):
    assert numbers.ticks(values) == labels

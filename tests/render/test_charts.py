"""Drawings hold what they are given and nothing that could act."""

from __future__ import annotations

from xml.etree import ElementTree

import pytest

from judgekit.render import charts
from judgekit.types import Interval

AXIS = charts.axis([-1.0, 3.0])


@pytest.mark.parametrize("values", [[-0.3, 2.81], [0.0], [], [-88.0, 12.5], [0.0003]])
def test_an_axis_holds_every_value_and_zero_with_few_round_ticks(values):
    axis = charts.axis(values)
    assert all(axis.lo <= v <= axis.hi for v in [*values, 0.0])
    assert 1 <= len(axis.ticks) <= 9
    assert 0.0 in axis.ticks


def test_a_value_off_the_axis_stays_in_the_drawing():
    assert AXIS.at(99.0) == "100.00%"
    assert AXIS.at(-99.0) == "0.00%"


@pytest.mark.parametrize("mark", ["exceeded", "within", "inconclusive", "control"])
def test_every_drawing_is_well_formed(mark):
    row = charts.forest_row(
        AXIS, band=0.2, mark=mark, at=1.0, ends=Interval(0.5, 1.5), simultaneous=Interval(0, 2)
    )
    ElementTree.fromstring(row)
    ElementTree.fromstring(charts.key(mark))


def test_verdicts_differ_in_shape_and_not_only_in_colour():
    shapes = {m: charts.key(m).replace(m, "") for m in ("exceeded", "within", "inconclusive")}
    assert len(set(shapes.values())) == 3


def test_what_was_not_measured_is_not_drawn():
    assert "mark" not in charts.forest_row(AXIS, band=0.2)
    assert "mark" not in charts.scores_row(AXIS, start=None, end=None)


def test_no_drawing_has_a_style_attribute():
    row = charts.forest_row(AXIS, band=0.2, at=0.1, ends=Interval(0, 1))
    assert "style=" not in row + charts.axis_row(AXIS, map(str, AXIS.ticks), band=0.2)


@pytest.mark.parametrize(
    ("ends", "heads"), [((0, 2), 0), ((0, 9), 1), ((-9, 0), 1), ((-9, 9), 2), ((-1, 3), 0)]
)
def test_an_interval_that_runs_on_beyond_the_drawing_has_a_head_there(ends, heads):
    row = charts.forest_row(AXIS, band=0.2, at=0.5, simultaneous=Interval(*ends))
    ElementTree.fromstring(row)
    assert row.count('<path class="simultaneous"') == heads


def test_a_strip_draws_every_shift_of_a_family_over_the_tolerance():
    row = charts.strip_row(AXIS, [("within", 0.1), ("exceeded", 2.0)], band=0.2)
    assert [row.count(part) for part in ('class="mark', '<line class="limit', "band")] == [2, 2, 1]

"""Quantities are compared after exact conversion; nothing of a unit is evaluated."""

from fractions import Fraction

import pytest

from judgekit.types import Outcome, Sample
from judgekit.verifiers import check_options
from judgekit.verifiers.measures import read_measure
from judgekit.verifiers.units import units

PASS, FAIL, ABSTAIN = Outcome
ROW = Sample(id="a", prompt="?", response="x")


@pytest.mark.parametrize(
    ("answer", "response", "outcome"),
    [
        ("10 cm", "The answer is 0.1 m.", PASS),
        ("10 cm", "The answer is 100 mm long.", PASS),
        ("10 cm", "The answer is 10 m.", FAIL),  # upstream: equal
        ("36 km/h", "Answer: 10 metres per second", PASS),
        ("9.81 m/s^2", r"\boxed{9.81\,\mathrm{m\,s^{-2}}}", PASS),
        ("5 N", "Answer: 5 kg m s^-2", PASS),
        ("5 kWh", "Answer: 18 MJ", PASS),
        ("2 GB", "Answer: 16 Gbit", PASS),
        ("1 kg", "Answer: 2.2046226 lbs", PASS),
        ("20 °C", "Answer: 68 °F", PASS),
        ("20 °C", r"\boxed{20^\circ\text{C}}", PASS),
        ("20 °C", "Answer: 20 degrees Celsius", PASS),
        ("5 mW", "Answer: 5 MW", FAIL),
        ("3 h", "Answer: 3 s", FAIL),
        ("3 h", "Answer: 3 m", FAIL),
        ("20 °C", "Answer: 20 C", ABSTAIN),
        ("3 h", "Answer: 3", ABSTAIN),
        ("3 h", "Answer: 3 hours and 5 minutes", ABSTAIN),
        ("3 h", "Answer: 3 or 4 hours", ABSTAIN),
        ("10 m", "Answer: 10 parsecs", ABSTAIN),
        ("10 m", "Answer: 10 m^9**9**9", ABSTAIN),
        ("997 m", "Answer: 9**9**7 m", ABSTAIN),
        ("10 m", "The answer is 10 m in all", PASS),
        ("10 m", "It is long.", ABSTAIN),
    ],
)
def test_quantities_are_converted(answer, response, outcome):
    assert units(ROW, response, answer=answer).outcome is outcome


@pytest.mark.parametrize(
    ("unit", "factor"),
    [
        ("km", Fraction(1000)),
        ("mi", Fraction("1609.344")),
        ("in", Fraction("0.0254")),
        ("mg", Fraction(1, 10**6)),
        ("L", Fraction(1, 1000)),
        ("kilometres per hour", Fraction(1000, 3600)),
        ("feet", Fraction("0.3048")),
        ("m²", Fraction(1)),
        ("atm", Fraction(101_325)),
    ],
)
def test_factors_are_exact(unit, factor):
    measure = read_measure(unit)
    assert measure is not None
    assert measure.factor == factor


@pytest.mark.parametrize("unit", ["ton", "gallon", "calorie", "year", "m^99", "m in", "°C/s", ""])
def test_what_means_several_things_is_no_unit(unit):
    assert read_measure(unit) is None


def test_a_right_answer_needs_its_unit():
    wrong = check_options("units", {"answer": "10"})
    assert wrong == (
        "units: option 'answer': '10' is not a quantity; write a number and a unit, as '3.5 km/h'"
    )

"""Units of measure: what a unit's name comes to in the base units, exactly.

The International System with its prefixes (BIPM, SI Brochure, 9th edition, 2019), and the customary
units that are defined by it (NIST Handbook 44, appendix C). Nothing is evaluated: a unit is a
product of known names with small whole powers. What means different things in different places
(ton, gallon, calorie, year) is not known.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from fractions import Fraction
from functools import lru_cache
from typing import NamedTuple

Dimension = tuple[tuple[str, int], ...]


class Measure(NamedTuple):
    """A unit: so many of the base units, above a zero of its own."""

    factor: Fraction
    dimension: Dimension
    """Base units and their powers, sorted; none for a plain number."""
    zero: Fraction = Fraction(0)
    """Where its zero lies, in base units; only of temperatures."""


@lru_cache(maxsize=1024)
def read_measure(text: str) -> Measure | None:
    """Return the unit that a text such as `km/h`, `kg m^2 s^-2` or `feet per second` names."""
    text = re.sub(r"\s+per\s+", "/", text.strip().replace("−", "-").replace("**", "^"))
    text = re.sub(r"(\w)([²³])", lambda m: f"{m[1]}^{'23'['²³'.index(m[2])]}", text)
    parts = re.split(r"\s*([*/·⋅×])\s*|\s+", text)
    names, joins = parts[::2], ["*", *parts[1::2]]
    product = Measure(Fraction(1), ())
    for name, join in zip(names, joins, strict=True):
        powered = _power(name)
        if powered is None or (len(names) > 1 and (powered.zero or name in _ALONE)):
            return None
        product = _times(product, powered, -1 if join == "/" else 1)
    return product


_ALONE = {"in", "st"}
"""Words too, so no part of a product: `5 m in all`."""

_FACTOR = re.compile(r"([^\W\d_][^\W\d_.]*|[°%µΩ'\"][A-Za-z]{0,3})(?:\^?\(?([+-]?[0-9])\)?)?\.?")


def _power(name: str) -> Measure | None:
    found = _FACTOR.fullmatch(name)
    measure = _named(found[1]) if found else None
    if found is None or measure is None or (measure.zero and found[2]):
        return None
    return _times(Measure(Fraction(1), ()), measure, int(found[2] or 1))


def _times(left: Measure, right: Measure, power: int) -> Measure:
    powers = dict(left.dimension)
    for base, exponent in right.dimension:
        powers[base] = powers.get(base, 0) + exponent * power
    dimension = tuple(sorted((b, e) for b, e in powers.items() if e))
    return Measure(left.factor * right.factor**power, dimension, left.zero + right.zero)


def _named(name: str) -> Measure | None:
    """Return a unit by its symbol, or by its name in either number; symbols know capitals."""
    if name in _SYMBOLS:
        return _SYMBOLS[name]
    for prefix, factor in _PREFIXES.items():
        bare = name.removeprefix(prefix)
        if bare != name and bare in _PREFIXED:
            return _scaled(_SYMBOLS[bare], factor)
    return _spelt(name.lower())


def _spelt(name: str) -> Measure | None:
    for singular in (name, name.removesuffix("s"), name.removesuffix("es"), _IRREGULAR.get(name)):
        if singular in _NAMES:
            return _NAMES[singular]
        for prefix, factor in _PREFIX_NAMES.items():
            bare = (singular or "").removeprefix(prefix)
            if bare != singular and bare in _PREFIXED_NAMES:
                return _scaled(_NAMES[bare], factor)
    return None


def _scaled(measure: Measure, factor: Fraction) -> Measure:
    return measure._replace(factor=measure.factor * factor)


def _of(factor: str | int, **powers: int) -> Measure:
    return Measure(Fraction(factor), tuple(sorted(powers.items())))


_TENS = {"": 0, "da": 1, "h": 2, "k": 3, "M": 6, "G": 9, "T": 12, "P": 15}
_TENS |= {"d": -1, "c": -2, "m": -3, "µ": -6, "μ": -6, "u": -6, "n": -9, "p": -12, "f": -15}
_PREFIXES = {p: Fraction(10) ** e for p, e in _TENS.items() if p}
_SPELT = {"deca": "da", "hecto": "h", "kilo": "k", "mega": "M", "giga": "G", "tera": "T"}
_SPELT |= {"deci": "d", "centi": "c", "milli": "m", "micro": "µ", "nano": "n", "pico": "p"}
_PREFIX_NAMES = {name: _PREFIXES[prefix] for name, prefix in _SPELT.items()}

_SI: Mapping[str, tuple[str, Measure]] = {
    "metre": ("m", _of(1, m=1)),
    "meter": ("m", _of(1, m=1)),
    "gram": ("g", _of("1/1000", kg=1)),
    "second": ("s", _of(1, s=1)),
    "ampere": ("A", _of(1, A=1)),
    "kelvin": ("K", _of(1, K=1)),
    "mole": ("mol", _of(1, mol=1)),
    "candela": ("cd", _of(1, cd=1)),
    "hertz": ("Hz", _of(1, s=-1)),
    "newton": ("N", _of(1, kg=1, m=1, s=-2)),
    "pascal": ("Pa", _of(1, kg=1, m=-1, s=-2)),
    "joule": ("J", _of(1, kg=1, m=2, s=-2)),
    "watt": ("W", _of(1, kg=1, m=2, s=-3)),
    "coulomb": ("C", _of(1, A=1, s=1)),
    "volt": ("V", _of(1, kg=1, m=2, s=-3, A=-1)),
    "farad": ("F", _of(1, kg=-1, m=-2, s=4, A=2)),
    "ohm": ("Ω", _of(1, kg=1, m=2, s=-3, A=-2)),
    "siemens": ("S", _of(1, kg=-1, m=-2, s=3, A=2)),
    "weber": ("Wb", _of(1, kg=1, m=2, s=-2, A=-1)),
    "tesla": ("T", _of(1, kg=1, s=-2, A=-1)),
    "henry": ("H", _of(1, kg=1, m=2, s=-2, A=-2)),
    "litre": ("L", _of("1/1000", m=3)),
    "liter": ("l", _of("1/1000", m=3)),
    "tonne": ("t", _of(1000, kg=1)),
    "bar": ("bar", _of(100_000, kg=1, m=-1, s=-2)),
    "electronvolt": ("eV", _of("1.602176634e-19", kg=1, m=2, s=-2)),
    "watthour": ("Wh", _of(3600, kg=1, m=2, s=-2)),
    "byte": ("B", _of(8, bit=1)),
    "bit": ("bit", _of(1, bit=1)),
}
_FOOT, _POUND = Fraction("0.3048"), Fraction("0.45359237")
_OTHER: Mapping[str, tuple[str, Measure]] = {
    "minute": ("min", _of(60, s=1)),
    "hour": ("h", _of(3600, s=1)),
    "day": ("d", _of(86_400, s=1)),
    "week": ("wk", _of(604_800, s=1)),
    "inch": ("in", Measure(_FOOT / 12, (("m", 1),))),
    "foot": ("ft", Measure(_FOOT, (("m", 1),))),
    "yard": ("yd", Measure(_FOOT * 3, (("m", 1),))),
    "mile": ("mi", Measure(_FOOT * 5280, (("m", 1),))),
    "acre": ("ac", Measure(_FOOT**2 * 43_560, (("m", 2),))),
    "hectare": ("ha", _of(10_000, m=2)),
    "pound": ("lb", Measure(_POUND, (("kg", 1),))),
    "ounce": ("oz", Measure(_POUND / 16, (("kg", 1),))),
    "stone": ("st", Measure(_POUND * 14, (("kg", 1),))),
    "atmosphere": ("atm", _of(101_325, kg=1, m=-1, s=-2)),
    "percent": ("%", _of("1/100")),
    "celsius": ("°C", Measure(Fraction(1), (("K", 1),), Fraction("273.15"))),
    "fahrenheit": ("°F", Measure(Fraction(5, 9), (("K", 1),), Fraction("459.67") * 5 / 9)),
}
_COMPOUND: Mapping[str, Measure] = {
    "kph": _of("1000/3600", m=1, s=-1),
    "kmh": _of("1000/3600", m=1, s=-1),
    "mph": Measure(_FOOT * 5280 / 3600, (("m", 1), ("s", -1))),
    "hr": _of(3600, s=1),
    "hrs": _of(3600, s=1),
    "sec": _of(1, s=1),
    "secs": _of(1, s=1),
    "mins": _of(60, s=1),
    "lbs": Measure(_POUND, (("kg", 1),)),
    "ohm": _of(1, kg=1, m=2, s=-3, A=-2),
}
_IRREGULAR = {"feet": "foot", "inches": "inch"}

_NAMES = {name: measure for name, (_, measure) in {**_SI, **_OTHER}.items()}
_SYMBOLS = dict((*_SI.values(), *_OTHER.values())) | dict(_COMPOUND)
_PREFIXED = {symbol for symbol, _ in _SI.values()}
_PREFIXED_NAMES = set(_SI)

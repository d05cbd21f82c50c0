"""The value of sums, products, quotients and powers of plain numbers, exactly and within bounds."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction

_TOKEN = re.compile(r"\s*(?:([0-9]+(?:\.[0-9]*)?|\.[0-9]+)(%?)|(\*\*|[-+*/^()]))")
_HIGHEST_POWER = 64
_DIGITS = 100
_DEEPEST = 30


class NotArithmetic(ValueError):  # noqa: N818 - it says what the text is
    """The text is no arithmetic of numbers, or too much of it."""


def evaluate(text: str) -> Fraction:
    """Return the value of an expression in `+ - * / ^ ( )` and numbers, `%` meaning hundredths.

    Raises NotArithmetic for anything else, division by zero, a power beyond 64, 100 digits.
    """
    reader = _Reader(text)
    value = reader.sum(0)
    if reader.ahead is not None:
        raise NotArithmetic(text)
    return value


class _Reader:
    """Recursive descent: a sum of products of powers of numbers and brackets."""

    def __init__(self, text: str) -> None:
        self._tokens = _tokens(text)
        self.ahead = next(self._tokens, None)

    def sum(self, depth: int) -> Fraction:
        value = self.product(depth)
        while self.ahead in ("+", "-"):
            sign = 1 if self._take() == "+" else -1
            value += sign * self.product(depth)
        return value

    def product(self, depth: int) -> Fraction:
        value = self.power(depth)
        while self.ahead in ("*", "/"):
            if self._take() == "*":
                value *= self.power(depth)
            elif divisor := self.power(depth):
                value /= divisor
            else:
                raise NotArithmetic("division by zero")
        return value

    def power(self, depth: int) -> Fraction:
        if self.ahead in ("+", "-"):
            return self.power(depth + 1) if self._take() == "+" else -self.power(depth + 1)
        value = self.atom(depth + 1)
        if self.ahead not in ("^", "**"):
            return value
        self._take()
        exponent = self.power(depth + 1)
        return _raised(value, exponent)

    def atom(self, depth: int) -> Fraction:
        taken = self._take()
        if isinstance(taken, Fraction):
            return taken
        if taken != "(" or depth > _DEEPEST:
            raise NotArithmetic(taken)
        value = self.sum(depth)
        if self._take() != ")":
            raise NotArithmetic("a bracket stays open")
        return value

    def _take(self) -> Fraction | str | None:
        taken, self.ahead = self.ahead, next(self._tokens, None)
        return taken


def _tokens(text: str) -> Iterator[Fraction | str]:
    at, text = 0, text.rstrip()
    while at < len(text):
        found = _TOKEN.match(text, at)
        if found is None or len(found[0]) > _DIGITS:
            raise NotArithmetic(text[at : at + 20])
        number, percent, operator = found.groups()
        yield Fraction(number) / (100 if percent else 1) if number else operator
        at = found.end()


def _raised(value: Fraction, exponent: Fraction) -> Fraction:
    whole = exponent.denominator == 1 and abs(exponent) <= _HIGHEST_POWER
    small = max(abs(value.numerator), value.denominator) < 10**_DIGITS
    if not (whole and small) or (value == 0 and exponent < 0):
        raise NotArithmetic("too high a power")
    return Fraction(value ** int(exponent))

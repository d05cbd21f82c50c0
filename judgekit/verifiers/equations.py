"""Where a worked solution says that two pieces of arithmetic are equal.

A side is read as far as it is numbers, operators and brackets; words after a number are its unit.
What may change the meaning (other units, a scale word, `30% of`) makes an equation doubtful: it may
still be seen to hold, but not to fail.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from judgekit.verifiers.shown import shown


class Side(NamedTuple):
    """One side of an equation, as arithmetic."""

    text: str
    doubtful: bool
    unit: str
    """The last word after its last number, without a plural's `s`; empty where there is none."""

    @property
    def computes(self) -> bool:
        """Say whether it holds an operator between two numbers."""
        return re.search(r"[0-9.%)] *[-+*/^]", self.text) is not None


class Equation(NamedTuple):
    """Two sides that are said to be equal, the left one with something to compute."""

    left: Side
    right: Side

    @property
    def doubtful(self) -> bool:
        """Say whether it may have been meant in another way, as `5 / 2 hours = 150 minutes` is."""
        units = {self.left.unit, self.right.unit} - {""}
        return self.left.doubtful or self.right.doubtful or len(units) > 1


def equations(text: str) -> Iterator[Equation]:
    """Yield the equations outside code, with those in calculator marks `<<3*4=12>>` apart."""
    text = _CODE.sub("\n", shown(text))
    for mark in _MARK.findall(text):
        yield from _line(mark)
    for line in _BETWEEN.sub(r"\1\n", _MARK.sub("", text)).split("\n"):
        if "=" in line or "≈" in line or "approx" in line:
            yield from _line(line)


_CODE = re.compile(r"^[ \t]*(```|~~~).*?(?:^[ \t]*\1[ \t]*$|\Z)", re.M | re.S)
_MARK = re.compile(r"<<([^<>\n]{1,200})>>")
# `3 * 4 = 12 and 12 + 5 = 17` is two equations, but not `7 / 2 = 3 and 1/2 = 3.5`.
_BETWEEN = re.compile(
    r"(= ?\$?[0-9][0-9.,]*(?: (?!and|then|so)[A-Za-z]+)?),? (?:and|then|so)(?: then| so)?"
    r"(?= \$?[0-9(](?![0-9]*/[0-9]+ ?=)[^=A-Za-z\n]{0,99}[-+*/×÷][^=A-Za-z\n]{0,99}=)"
)
_BULLET = re.compile(r"^\s*(?:[-*•+>#]+|[0-9]{1,3}[.)])\s+")
_FRACTION = re.compile(r"\\[dt]?frac\{([^{}]{1,60})\}\{([^{}]{1,60})\}")
_SPELLINGS = (
    (re.compile(r"\\(?:times|cdot)(?![A-Za-z])|[×·⋅∙]|(?<=[0-9)]) ?[xX] ?(?=[0-9($])"), "*"),
    (re.compile(r"\\div(?![A-Za-z])|÷"), "/"),
    (re.compile(r"[−–]"), "-"),
    (re.compile(r"\\approx(?![A-Za-z])|≈"), "="),
    (re.compile(r"\\(?:left|right|quad)(?![A-Za-z])|\\[,;:!()\[\]]|\\?[$€£]|&(?==)"), ""),
    (re.compile(r"\\%"), "%"),
    (re.compile(r"\\(?:text|mathrm)\{([^{}]{0,60})\}"), r" \1 "),
    (re.compile(r"(?<=[0-9]),(?=[0-9]{3}(?![0-9]))"), ""),
)
_EQUALS = re.compile(r"(?<![=<>!:+\-*/~])=(?![=>])")
_TOKEN = re.compile(
    r"(?P<number>(?<![\w:])(?:[0-9]+(?:\.[0-9]+)?|\.[0-9]+)%?)(?![A-Za-z](?![A-Za-z])|[:_]?[0-9])"
    r"|(?P<sign>\*\*|[-+*/^()])|(?P<word>[A-Za-z][\w'’.-]*)|(?P<other>\S)"
)
_JOINS = {"of", "times", "plus", "minus", "by", "per", "less", "more", "than", "half", "twice"}
_JOINS |= {"double", "triple", "and", "or", "to", "over", "squared", "cubed", "off", "divided"}
_SCALES = {"hundred", "thousand", "million", "billion", "dozen", "dozens", "percent", "cent"}
_SCALES |= {"cents", "remainder", "r", "k", "m"}
_LONGEST_SIDE = 200


class _Token(NamedTuple):
    kind: str
    text: str
    unit: tuple[str, ...] = ()


def _line(line: str) -> Iterator[Equation]:
    line = _FRACTION.sub(r"((\1)/(\2))", _BULLET.sub("", line))
    for pattern, plain in _SPELLINGS:
        line = pattern.sub(plain, line)
    sides = _EQUALS.split(line)
    for left, right in pairwise(sides):
        if len(left) > _LONGEST_SIDE:
            left = "…" + left[-_LONGEST_SIDE:]
        if len(right) > _LONGEST_SIDE:
            right = right[:_LONGEST_SIDE] + "…"
        tail, head = _tail(_read(left)), _head(_read(right))
        if tail and head and tail.computes:
            yield Equation(tail, head)


def _read(side: str) -> list[_Token]:
    """Return the tokens of a side; words, and slashes before words, become units of a number."""
    read: list[_Token] = []
    for found in _TOKEN.finditer(side):
        kind = str(found.lastgroup)
        last = read[-1] if read else None
        if kind != "word" or last is None:
            read.append(_Token(kind, found[0]))
        elif last.text == "/" and len(read) > 1 and read[-2].kind == "number":
            read[-2:] = [read[-2]._replace(unit=(*read[-2].unit, "/" + found[0].lower()))]
        elif last.kind == "number" or last.text == ")":
            read[-1] = last._replace(unit=(*last.unit, found[0].lower().rstrip(".")))
        else:
            read.append(_Token(kind, found[0]))
    return read


def _tail(tokens: Sequence[_Token]) -> Side | None:
    """Return the arithmetic that a side ends with."""
    runs = _runs(tokens)
    taken = runs[-1] if runs else []
    before = tokens[-len(taken) - 1] if len(taken) < len(tokens) else None
    opened = sum(t.text == "(" for t in taken) - sum(t.text == ")" for t in taken)
    while opened > 0 and taken and taken[0].text == "(":
        taken, opened = taken[1:], opened - 1
    if opened or not taken or taken[0].text in _INFIX - ({"-"} if before is None else set()):
        return None
    return _side(taken, joined=before is not None and _joins(before))


def _head(tokens: Sequence[_Token]) -> Side | None:
    """Return the arithmetic that a side begins with."""
    runs = _runs(tokens)
    taken = runs[0] if tokens and runs and runs[0] and runs[0][0] is tokens[0] else []
    taken = taken[: _unopened(taken)]
    after = tokens[len(taken)] if len(taken) < len(tokens) else None
    if not taken or taken[0].text in _INFIX - {"-"} or taken[-1].text in _INFIX | {"("}:
        return None
    if after is not None and after.kind == "number" and not taken[-1].unit:
        return None
    return _side(taken, joined=bool(taken[-1].unit) and _joins(taken[-1]))


_INFIX = {"+", "-", "*", "/", "^", "**"}


def _runs(tokens: Sequence[_Token]) -> list[list[_Token]]:
    """Return the maximal runs of numbers, operators and brackets; two numbers on end part them."""
    runs: list[list[_Token]] = [[]]
    for token in tokens:
        ends = runs[-1] and (runs[-1][-1].kind == "number" or runs[-1][-1].text == ")")
        if token.kind not in ("number", "sign"):
            runs.append([])
        elif ends and (token.kind == "number" or token.text == "("):
            runs.append([token])
        else:
            runs[-1].append(token)
    return runs


def _unopened(tokens: Sequence[_Token]) -> int:
    """Return where the first bracket closes that was not opened."""
    depth = 0
    for i, token in enumerate(tokens):
        depth += {"(": 1, ")": -1}.get(token.text, 0)
        if depth < 0:
            return i
    return len(tokens)


def _side(tokens: Sequence[_Token], *, joined: bool) -> Side:
    unit = tokens[-1].unit[-1].removesuffix("s") if tokens[-1].unit else ""
    return Side(" ".join(t.text for t in tokens), joined or _is_mixed(tokens), unit)


def _is_mixed(tokens: Sequence[_Token]) -> bool:
    """Say whether a sum has several units or per cents in it, or a number a scale after it."""
    units = {t.unit[-1] for t in tokens if t.unit}
    odd = any((_SCALES & set(t.unit)) or (_JOINS & set(t.unit)) for t in tokens[:-1])
    odd = odd or bool(_SCALES & set(tokens[-1].unit))
    is_sum = any(t.text in ("+", "-") for t in tokens)
    return odd or (is_sum and (len(units) > 1 or any(t.text.endswith("%") for t in tokens)))


def _joins(token: _Token) -> bool:
    """Say whether what stands beside the arithmetic may be a part of it."""
    if token.kind == "number" and not token.unit:
        return True
    last = token.unit[-1] if token.unit else token.text.lower()
    return last in _JOINS or (len(last) == 1 and last not in ":;,.>|")

"""The edit that makes a number wrong: the final one, or one on the way to it."""

from __future__ import annotations

import random
import re
from decimal import Decimal
from typing import Literal

from judgekit.operators.code.programs import in_program
from judgekit.operators.edits import edit
from judgekit.text import Span, answers, found, merged, overlap, protected
from judgekit.types import Context, Declined, Edit, Splice

How = Literal["add-one", "times-ten", "negate"]


def change_number(
    text: str,
    context: Context,
    rng: random.Random,
    /,
    *,
    which: Literal["final", "step"] = "final",
    how: How = "add-one",
) -> Edit | Declined:
    """Change the tagged answer's number, or one that leads to it and differs from it.

    Without a tag the last number is the final one, unless it is a program's.
    """
    finals = _finals(text)
    if not finals:
        return Declined("the text has no final number")
    changed = finals if which == "final" else _step(text, finals, rng)
    splices = [Splice(*s, new) for s in changed if (new := _wrong(text[s.start : s.end], how))]
    return edit(text, splices) if splices else Declined(f"the text has no {which} number to change")


_NUMBER = re.compile(
    r"(?<![\w./])-?(?:[0-9]{1,3}(?:,[0-9]{3})++|[0-9]{1,15}+)(?:\.[0-9]{1,15}+)?(?!\w|[.,/][0-9])"
)
"""A whole number or a decimal; not part of a fraction, whose value neither half has."""


def _finals(text: str) -> tuple[Span, ...]:
    """Return the numbers of the last tagged answer and of all that agree with it."""
    tagged = answers(text)
    if not tagged:
        last = tuple(found(_NUMBER, text))[-1:]
        return tuple(n for n in last if not in_program(text, n.start))
    declared = [_declared(text, a) for a in tagged]
    final = declared[-1]
    if final is None:
        return ()
    return tuple(n for n in declared if n and _value(text, n) == _value(text, final))


def _declared(text: str, answer: Span) -> Span | None:
    """Return an answer's number: the first after its last equals sign."""
    equals = text.rfind("=", answer.start, answer.end)
    number = _NUMBER.search(text, max(answer.start, equals), answer.end)
    return Span(*number.span()) if number else None


def _step(text: str, finals: tuple[Span, ...], rng: random.Random) -> list[Span]:
    """Draw a number of another value; results of equations outside code and maths first."""
    final = _value(text, finals[-1])
    fixed = merged((*answers(text), *finals))
    numbers = (n for n in found(_NUMBER, text) if not overlap(n, fixed))
    others = [n for n in numbers if _value(text, n) != final]
    plain = [n for n in others if not overlap(n, protected(text))]
    results = [n for n in plain if _RESULT.search(text[max(0, n.start - 4) : n.start])]
    choices = results or plain or others
    return [rng.choice(choices)] if choices else []


_RESULT = re.compile(r"(?:=|>>)\s*\$?\s*\Z")


def _wrong(number: str, how: How) -> str | None:
    old = Decimal(number.replace(",", ""))
    new = {"add-one": old + 1, "times-ten": old * 10, "negate": -old}[how]
    spelled = f"{new:,f}" if "," in number else f"{new:f}"
    return None if new == old else spelled


def _value(text: str, number: Span) -> Decimal:
    return Decimal(text[number.start : number.end].replace(",", ""))

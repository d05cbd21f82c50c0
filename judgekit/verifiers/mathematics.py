"""A declared expression against the right one: as a string, as a number, as algebra.

Equal is equal, but what could not be shown equal may be so all the same: a fail is incomplete. A
gold answer that is a plain number is better served by `numeric`.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Annotated

from pydantic import AfterValidator

from judgekit.types import Outcome, Sample, Verification
from judgekit.verifiers.apart import NoAnswer, ask
from judgekit.verifiers.declared import declarations
from judgekit.verifiers.number import as_fraction
from judgekit.verifiers.outcomes import Seconds, abstained, failed, settle


def _an_expression(text: str) -> str:
    if _expression(text) is None:
        raise ValueError(f"{text!r} is not an expression; write LaTeX, or use 'exact' for words")
    return text


Gold = Annotated[str, AfterValidator(_an_expression)]


def mathematics(
    sample: Sample, response: str, /, *, answer: Gold, timeout_s: Seconds = 5.0
) -> Verification:
    """Compare each declared expression with `answer`, both LaTeX; needs the extra `verify`.

    Equal in value passes, whatever the form. An equation declares its right side where `answer` is
    none. A percent or degree sign, or brackets, on one side only are left open.
    """
    gold = _expression(answer)
    declared = [(head[:60], _expression(head)) for head in declarations(response)]
    if gold is None or not declared:
        return abstained("declares no expression")
    try:
        judged = [(h, _equal(gold, e, timeout_s) if e else None) for h, e in declared]
    except NoAnswer as why:
        return abstained(str(why))
    found = settle(judged)
    return failed(found.reason, complete=False) if found.outcome is Outcome.FAIL else found


_LONGEST = 200

_DELIMITED = re.compile(r"\$\$(.+?)\$\$|\$([^$]+)\$|\\\((.+?)\\\)|\\\[(.+?)\\\]")
_GOES_ON = re.compile(r"\s*(?:[^\s.;!?a-z)*]|,?\s*(?:or|and|to|plus|minus|times)\b)")
_SENTENCE_END = re.compile(r"[.;!]+(?:\s|$)|,?\s+(?:because|since|where|which|as)\b")
_COMMAND = re.compile(r"\\[A-Za-z]+")
_MATRIX = re.compile(r"\\(?:begin|end)\{[pbv]matrix\}")
_WORD = re.compile(r"[A-Za-z]{3,}")
_FUNCTIONS = {"sin", "cos", "tan", "cot", "sec", "csc", "log", "exp"}
_UNREADABLE = re.compile(r"[^\x20-\x7e]|[@#\"`?~$]|\d +\d|\d_|=.*=|\\(?:text|mbox|boxed|begin)\b")


def _expression(head: str) -> str | None:
    """Return the one expression that a declaration begins with, or None where it holds words."""
    if delimited := _DELIMITED.match(head):
        goes_on = _GOES_ON.match(head, delimited.end())
        text = "" if goes_on else delimited[delimited.lastindex or 0]
    else:
        text = _SENTENCE_END.split(head, maxsplit=1)[0]
    text = text.strip(" *_").rstrip(".")
    bare = _MATRIX.sub("", text)
    words = set(_WORD.findall(_COMMAND.sub(" ", bare))) - _FUNCTIONS
    if not text or len(text) > _LONGEST or words or _UNREADABLE.search(bare):
        return None
    return text


@lru_cache(maxsize=4096)
def _equal(gold: str, found: str, timeout_s: float) -> bool | None:
    """Return whether two expressions are equal; None where they do not speak of the same thing."""
    if "=" not in gold:
        found = re.sub(r"^[A-Za-z](?:_\w)?\s*=\s*", "", found)
    if "".join(gold.split()) == "".join(found.split()):
        return True
    if any((mark in gold) != (mark in found) for mark in ("=", "%", r"\circ")):
        return None
    if "," in gold + found and _brackets(gold) != _brackets(found):
        return None
    numbers = as_fraction(gold), as_fraction(found)
    if None not in numbers:
        return numbers[0] == numbers[1]
    return ask("algebra", timeout_s=timeout_s, gold=gold, found=found) is True


def _brackets(text: str) -> str:
    bare = text.replace(r"\left", "").replace(r"\right", "").strip()
    return bare[0] + bare[-1] if bare[0] in "([{\\" else ""

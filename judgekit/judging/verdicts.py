"""Where a reply states a verdict in its contract's form, and which of them it only quotes."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Any, NamedTuple

from judgekit.types import Contract

_NUMBER = re.compile(r"-?[0-9]{1,9}(?:\.[0-9]{1,9})?")
_BRACE = re.compile(r'(?P<object>\{)(?=\s*")|[{}]')
_CONTINUED = re.compile(r"(?<=\w)(?:\w|\.\d)")
_MAX_BROKEN = 64
"""Malformed objects that are tried; with it, a hostile reply costs linear time."""


class Verdict(NamedTuple):
    """One match of the contract: what it says, and where."""

    value: Any
    """A float, or whatever stands in the number's place."""
    start: int
    end: int


def find(text: str, contract: Contract) -> list[Verdict]:
    """Return every verdict in the contract's form, in reading order."""
    search = _objects if contract.form == "json" else _lines
    return list(search(text, contract.field))


def own(verdicts: list[Verdict], text: str, judged: str) -> list[Verdict]:
    """Leave out the verdicts that are only quoted from the judged answer.

    What stands word for word in the answer gives way to what does not. Where all of it does, it is
    still the judge's own if it ends the reply and nothing presents it as a quotation: a judge
    that obeys a planted "Score: 10" is fooled, and an audit must see that.
    """
    answer = _even(judged)
    original = [v for v in verdicts if not _occurs(text[v.start : v.end], answer)]
    if original or not verdicts:
        return original
    return [] if _is_quotation(verdicts[-1], text, answer) else verdicts


def without(text: str, contract: Contract, others: Iterable[str]) -> str:
    """Leave out the lines that state other fields: none of them follows this field's verdict."""
    if contract.form == "marker":
        for other in others:
            text = _marker(other).sub("", text)
    return text


def _objects(text: str, field: str) -> Iterator[Verdict]:
    """Find the outermost JSON objects with the field; a repeated key is a repeated verdict."""
    depth = end = broken = 0
    for brace in _BRACE.finditer(text):
        start = brace.start()
        if start < end:
            continue
        # What stands inside a malformed object is a part of something else, so depth must be 0.
        if brace["object"] and depth == 0:
            if decoded := _decoded(text, start):
                pairs, end = decoded
                yield from (Verdict(value, start, end) for key, value in pairs if key == field)
                continue
            broken += 1
            if broken == _MAX_BROKEN:
                return
        depth = max(0, depth + (1 if brace[0] == "{" else -1))


def _decoded(text: str, start: int) -> tuple[tuple[tuple[str, Any], ...], int] | None:
    try:
        return _decoder().raw_decode(text, start)
    except (ValueError, RecursionError):
        return None


@lru_cache(maxsize=1)
def _decoder() -> json.JSONDecoder:
    # Pairs keep repeated keys; raw line breaks inside a string are common and unambiguous.
    return json.JSONDecoder(
        object_pairs_hook=tuple, parse_int=float, parse_constant=_refuse, strict=False
    )


def _refuse(constant: str) -> None:
    raise ValueError(f"{constant} is not JSON")


def _lines(text: str, field: str) -> Iterator[Verdict]:
    """Find the lines `field: value`, plain or emphasised."""
    for line in _marker(field).finditer(text):
        value = line["value"].strip(" \t\r*_")
        yield Verdict(float(value) if _NUMBER.fullmatch(value) else value, *line.span())


@lru_cache(maxsize=64)
def _marker(field: str) -> re.Pattern[str]:
    return re.compile(
        rf"^[ \t#*_]*+{re.escape(field)}[ \t*_]*+:(?P<value>.*)$",
        re.MULTILINE | re.IGNORECASE | re.ASCII,
    )


def _is_quotation(verdict: Verdict, text: str, answer: str) -> bool:
    """Tell whether more follows, or a colon, a quotation mark or the answer's own words lead in."""
    before = re.sub(r"```\w*$", "", text[: verdict.start].rstrip()).rstrip()
    line = before.rfind("\n") + 1
    lead = before[line:]
    return (
        text[verdict.end :].strip(" \t\r\n`*.") != ""
        or lead.endswith((":", ">", '"', "'", "“", "‘", "«", "`"))
        or (lead != "" and _occurs(text[line : verdict.end], answer))
    )


def _occurs(passage: str, answer: str) -> bool:
    """Tell whether a passage is in the answer, as "Score: 1" is not in "Score: 10" or "1.5"."""
    passage = _even(passage)
    at = answer.find(passage)
    while at >= 0 and _CONTINUED.match(answer, at + len(passage)):
        at = answer.find(passage, at + 1)
    return at >= 0


def _even(text: str) -> str:
    """Even out what a quotation need not keep: case, emphasis, spacing around marks."""
    text = " ".join(text.casefold().replace("*", "").split())
    for mark in '{}":,':
        text = text.replace(f"{mark} ", mark).replace(f" {mark}", mark)
    return text

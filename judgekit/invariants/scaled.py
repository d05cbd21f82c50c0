"""Promises that the scale alone changed: its direction, its range, the names of its scores."""

from __future__ import annotations

import re
from collections.abc import Callable

from judgekit.invariants.claim import Found, broken, held_if
from judgekit.invariants.framed import FramingClaim, changed
from judgekit.invariants.templates import plain, syntax, texts, whole


def mirrored(claim: FramingClaim) -> Found:
    """The other end is the best; numbers alone changed, each to low + high minus itself.

    Where both ends stand side by side they name the range, and stay.
    """
    if wrong := changed(claim, but={"system", "user", "best"}):
        return broken(wrong)
    if claim.was.best == claim.now.best:
        return broken("the same end is the best")
    scale = claim.was.scale
    if any(_DIRECTION.search(plain(text)) for text in texts(claim.now)):
        return broken("the prompt says in words which end is the best")
    both = rf"\b{scale.low:g}(?: to | and | ?[-–—] ?){scale.high:g}\b"
    return _numbers(claim, lambda n: scale.low + scale.high - n, keeping=re.compile(both))


def rescaled(claim: FramingClaim) -> Found:
    """The scale is the attack's; numbers alone changed, in proportion, to the nearest whole."""
    if wrong := changed(claim, but={"system", "user", "scale"}):
        return broken(wrong)
    old, new = claim.was.scale, claim.now.scale
    if {"low": new.low, "high": new.high} != claim.attack.params:
        return broken("the scale is not the one the attack names")
    share = (old.accept - old.low) / old.span
    if abs(new.low + share * new.span - new.accept) > 1e-9:
        return broken("it accepts from another share of the scale on")
    return _numbers(claim, lambda n: round(new.low + (n - old.low) * new.span / old.span))


def names_bijective(claim: FramingClaim) -> Found:
    """Every whole score has one name, in the attack's order, where the prompt had the number."""
    if wrong := changed(claim, but={"system", "user", "reply"}):
        return broken(wrong)
    scores = range(int(claim.was.scale.low), int(claim.was.scale.high) + 1)
    names, labels = claim.attack.params.get("names"), claim.now.reply.labels
    due = dict(zip(map(str, names if isinstance(names, list) else []), scores, strict=False))
    if labels != due or len(labels) < len(scores):
        return broken("the labels are not the attack's names for the whole scores, lowest first")
    if claim.was.reply.model_copy(update={"labels": labels}) != claim.now.reply:
        return broken("the form of the reply changed as well")
    named, noun = whole(labels), str(claim.attack.params.get("noun", ""))
    counted = 0
    for was, now in zip(texts(claim.was), texts(claim.now), strict=True):
        if named.search(plain(was)) or _OF_OTHER_THINGS.search(plain(was)):
            return broken("the prompt held such a name before, or a number that is no score")
        back = named.sub(lambda m: f"{labels[m[0]]:g}", _unquoted(_kinds(plain(now), noun)))
        if back != _unquoted(_kinds(plain(was), "number", "digit")):
            return broken("numbering the names does not give the prompt as it was")
        if _DIGITS.search(plain(now)) or syntax(claim.was) != syntax(claim.now):
            return broken("a number is left, or the templates show something else")
        counted += len(named.findall(plain(now)))
    return held_if(counted > 0, "the prompt names no score", f"{counted} numbers named")


_DIGITS = re.compile(r"[0-9]{1,9}")
_DIRECTION = re.compile(
    r"\b(?:higher|highest|high|lower|lowest|low|top|bottom|maximum|minimum|max|min|full marks"
    r"|ascending|descending|increas\w+|decreas\w+|upwards?|downwards?|better the score)\b",
    re.IGNORECASE,
)
_OF_OTHER_THINGS = re.compile(
    r"\b(?:step|criterion|example|part|question|section|figure|rule|point|item|page|line)s? \d"
    r"|\d (?:sentence|word|line|paragraph|step|example|reason|criteri|minute|token|character)",
    re.IGNORECASE,
)


def _numbers(
    claim: FramingClaim,
    mapped: Callable[[int], float],
    keeping: re.Pattern[str] = re.compile(r"(?!)"),
) -> Found:
    """Compare number by number: each as mapped, at least two of them moved, no word changed."""
    moved = 0
    for was, now in zip(map(plain, texts(claim.was)), map(plain, texts(claim.now)), strict=True):
        if _DIGITS.sub("0", was) != _DIGITS.sub("0", now):
            return broken("more than numbers changed")
        if _OF_OTHER_THINGS.search(was):
            return broken("a number counts something else than scores")
        kept = [m.span() for m in keeping.finditer(was)]
        for m, new in zip(_DIGITS.finditer(was), _DIGITS.findall(now), strict=True):
            stays = any(a <= m.start() < b for a, b in kept)
            if new != (m[0] if stays else f"{mapped(int(m[0])):g}"):
                return broken(f"{m[0]} became {new}")
            moved += m[0] != new
    if syntax(claim.was) != syntax(claim.now):
        return broken("the templates show something else")
    return held_if(moved >= 2, "fewer than two numbers changed", f"{moved} numbers changed")


def _kinds(text: str, *nouns: str) -> str:
    """Return the text with one word for what a verdict is, where that word closes or opens it."""
    kinds = "|".join(map(re.escape, nouns))
    said = re.compile(rf"\b(?:whole )?(?:{kinds})(?= from | between |\s*[,.:;>]|\s*$)", re.M)
    return said.sub("verdict", text)


def _unquoted(text: str) -> str:
    """Return the text without the marks around the place of a verdict, which names need."""
    return re.sub(r'"(<[^<>"\n]*>)"', r"\1", text)

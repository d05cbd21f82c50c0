"""The names under which defences are compared, and the judges behind them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from judgekit.defences import DEFENCES, Means, Unsuited, defend, in_one_order
from judgekit.errors import InputError
from judgekit.text import did_you_mean
from judgekit.types import Judge

ALL = "all"
_NEEDS_A_FILE = "panel"
_ASKS_IN_BOTH = "both-orders"


class Lineup(NamedTuple):
    """A judge bare and behind each defence that suits it, and why others have no part."""

    bare: Judge
    defended: dict[str, Judge]
    unsuited: dict[str, str]


def read_names(given: str) -> tuple[str, ...]:
    """Return the defences that a list names, each once: `NAME,NAME+NAME`, or `all`.

    Those joined by a plus are one: a response passes through them in that order.
    """
    if given == ALL:
        return tuple(name for name in DEFENCES if name != _NEEDS_A_FILE)
    names = tuple(dict.fromkeys(name.strip() for name in given.split(",")))
    for name in names:
        for part in parts_of(name):
            known = part.partition(":")[0]
            if known not in DEFENCES:
                near = did_you_mean(known, [*DEFENCES, ALL])
                raise InputError(f"--compare-defences {given}: {part!r} is no defence{near}")
    return names


def parts_of(name: str) -> tuple[str, ...]:
    """Return the defences that make up one."""
    return tuple(name.split("+"))


def line_up(judge: Judge, names: Sequence[str], means: Means) -> Lineup:
    """Put the judge behind each of the defences.

    A pairwise judge is asked in one order, as it is bare, unless both are the defence.
    """
    bare = in_one_order(judge)
    defended: dict[str, Judge] = {}
    unsuited: dict[str, str] = {}
    for name in names:
        parts = parts_of(name)
        try:
            base = judge if _ASKS_IN_BOTH in parts else bare
            defended[name] = defend(base, parts, means)
        except Unsuited as error:
            unsuited[name] = error.why
    return Lineup(bare, defended, unsuited)

"""The defences by name, and a judge behind those that a user names."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from types import MappingProxyType
from typing import NamedTuple

from judgekit.defences.cleaning import canonicalise, refuse_injections, strip_injections
from judgekit.defences.committing import commit_first
from judgekit.defences.drawing import both_orders, repeat_median
from judgekit.defences.seam import Defence, Unsuited, behind
from judgekit.defences.sitting import Colleagues, panel
from judgekit.defences.warning import fenced
from judgekit.errors import InputError
from judgekit.text import did_you_mean
from judgekit.types import Complete, Framed, Judge

TWO_STEPS = "commit-first"
"""The defence whose second call shows what the first one gave."""


class Means(NamedTuple):
    """What a defence may need besides the judge."""

    complete: Complete | None = None
    """The door to the judge's model, if there is one."""
    colleagues: Callable[[str], Colleagues] | None = None
    """Who sits on the panel of a file."""


def defend(judge: Judge, names: Iterable[str], means: Means) -> Judge:
    """Return the judge behind the defences, which a response passes through in their order.

    A name may carry an option, as in `repeat-median:5`.
    """
    for name in reversed(tuple(names)):
        known, _, option = name.partition(":")
        if known not in DEFENCES:
            raise InputError(f"--defence {name}: unknown{did_you_mean(known, DEFENCES)}")
        judge = behind(DEFENCES[known](name, option, judge, means), judge)
    return judge


def _canonicalise(name: str, option: str, judge: Judge, means: Means) -> Defence:
    _refuse_option(name, option)
    return canonicalise()


def _injection_detector(name: str, option: str, judge: Judge, means: Means) -> Defence:
    match option:
        case "" | "strip":
            return strip_injections(name)
        case "refuse":
            return refuse_injections(name)
    raise InputError(f"--defence {name}: what is found can be 'strip'ped, or 'refuse'd a score")


def _fenced(name: str, option: str, judge: Judge, means: Means) -> Defence:
    _refuse_option(name, option)
    return fenced()


def _both_orders(name: str, option: str, judge: Judge, means: Means) -> Defence:
    _refuse_option(name, option)
    return both_orders()


def _repeat_median(name: str, option: str, judge: Judge, means: Means) -> Defence:
    if not option.isdecimal() and option:
        raise InputError(f"--defence {name}: how many draws? as in repeat-median:3")
    return repeat_median(name, int(option or 3))


def _commit_first(name: str, option: str, judge: Judge, means: Means) -> Defence:
    _refuse_option(name, option)
    if means.complete is None or not isinstance(judge, Framed):
        raise Unsuited(name, judge, "there is no model that could answer first")
    return commit_first(means.complete)


def _panel(name: str, option: str, judge: Judge, means: Means) -> Defence:
    if not option or means.colleagues is None:
        raise InputError(f"--defence {name}: who sits on it? as in panel:FILE.yaml")
    return panel(name, judge, means.colleagues(name))


DEFENCES: Mapping[str, Callable[[str, str, Judge, Means], Defence]] = MappingProxyType(
    {
        "canonicalise": _canonicalise,
        "injection-detector": _injection_detector,
        "fenced": _fenced,
        "commit-first": _commit_first,
        "both-orders": _both_orders,
        "repeat-median": _repeat_median,
        "panel": _panel,
    }
)
"""Each makes its defence for a judge, or refuses."""


def _refuse_option(name: str, option: str) -> None:
    if option:
        raise InputError(f"--defence {name}: it has no option {option!r}; leave that out")

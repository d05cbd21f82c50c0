"""Which attacks an audit runs: ids, families and globs, and the controls unless left out."""

from __future__ import annotations

from collections.abc import Sequence
from fnmatch import fnmatchcase

from judgekit.errors import InputError
from judgekit.text import did_you_mean
from judgekit.types import Attack


def select_attacks(attacks: Sequence[Attack], select: Sequence[str]) -> tuple[Attack, ...]:
    """Return the attacks that `select` names, sorted by id; `-` in front leaves out."""
    wanted = [s for s in select if not s.startswith("-")]
    kept = _named(attacks, wanted) if wanted else {a.id for a in attacks}
    kept |= {a.id for a in attacks if a.is_control}
    kept -= _named(attacks, [s[1:] for s in select if s.startswith("-")])
    return tuple(sorted((a for a in attacks if a.id in kept), key=lambda a: a.id))


def _named(attacks: Sequence[Attack], selectors: Sequence[str]) -> set[str]:
    named: set[str] = set()
    for selector in selectors:
        matched = {a.id for a in attacks if selector == a.family or fnmatchcase(a.id, selector)}
        if not matched:
            known = {a.id for a in attacks} | {a.family for a in attacks}
            near = did_you_mean(selector, known if "/" in selector else {a.family for a in attacks})
            raise InputError(f"no attack is named {selector!r}{near}")
        named |= matched
    return named

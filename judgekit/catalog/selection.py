"""Which attacks an audit runs: ids, families, globs, combinations; the controls unless left out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fnmatch import fnmatchcase
from itertools import product

from judgekit.errors import InputError
from judgekit.perturb import combine, misfit
from judgekit.profiles import ON_WRONG_ANSWERS
from judgekit.text import did_you_mean
from judgekit.types import Attack, Side


def select_attacks(attacks: Sequence[Attack], select: Sequence[str]) -> tuple[Attack, ...]:
    """Return the attacks that `select` names, sorted by id; `-` in front leaves out.

    `@wrong` names those that would have a wrong answer pass. `a+b` combines attacks in that order;
    globs on either side give every pair that goes together.
    """
    wanted = [s for s in select if not s.startswith("-")]
    unwanted = [s[1:] for s in select if s.startswith("-")]
    single = [s for s in wanted if "+" not in s]
    kept = _named(attacks, single) if wanted else {a.id for a in attacks}
    kept |= {a.id for a in attacks if a.is_control}
    kept -= _named(attacks, [s for s in unwanted if "+" not in s])
    found = {a.id: a for a in attacks if a.id in kept}
    for selector in wanted:
        if "+" in selector:
            found |= {a.id: a for a in _combined(attacks, selector) if a.id not in unwanted}
    if select and not found:
        raise InputError(f"--attacks {' '.join(select)}: no attack is left; exclude fewer")
    return tuple(found[i] for i in sorted(found))


def _combined(attacks: Sequence[Attack], selector: str) -> Iterator[Attack]:
    """Yield the combinations that a selector names; where it names one, that must go together."""
    by_id = {a.id: a for a in attacks}
    named = [sorted(_named(attacks, [part])) for part in selector.split("+")]
    several = any(len(ids) > 1 for ids in named)
    made = 0
    for ids in product(*named):
        parts = [by_id[i] for i in ids]
        if several and misfit(*parts):
            continue
        made += 1
        yield combine(*parts)
    if not made:
        raise InputError(f"--attacks {selector}: no two of these attacks go together")


def _named(attacks: Sequence[Attack], selectors: Sequence[str]) -> set[str]:
    named: set[str] = set()
    for selector in selectors:
        matched = {a.id for a in attacks if _is_named(a, selector)}
        if not matched:
            known = {a.id for a in attacks} | {a.family for a in attacks}
            near = did_you_mean(selector, known if "/" in selector else {a.family for a in attacks})
            raise InputError(f"no attack is named {selector!r}{near}")
        named |= matched
    return named


def _is_named(attack: Attack, selector: str) -> bool:
    if selector == ON_WRONG_ANSWERS:
        return attack.on in (Side.WEAKEST, Side.WRONG)
    return selector == attack.family or fnmatchcase(attack.id, selector)

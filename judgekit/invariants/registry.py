"""The promises by the names that attack files use."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from judgekit.invariants import added, manner, taken, undone, verified, written
from judgekit.invariants.claim import Claim, Found
from judgekit.types import Finding

Invariant = Callable[[Claim], Finding]

_CHECKS: Mapping[str, Callable[[Claim], Found]] = {
    "affix": added.affix,
    "visible": added.visible,
    "restated": added.restated,
    "repeated": added.repeated,
    "insertions": undone.insertions,
    "whitespace": undone.whitespace,
    "decode": undone.decode,
    "tokens": undone.tokens,
    "characters": undone.characters,
    "substitution": undone.substitution,
    "normal-form": undone.normal_form,
    "subset": taken.subset,
    "permutation": taken.permutation,
    "echo": taken.echo,
    "emptied": taken.emptied,
    "another": taken.another,
    "replaced": taken.replaced,
    "unchanged": taken.unchanged,
    "differs": taken.differs,
    "final": verified.final,
    "stays-wrong": verified.stays_wrong,
    "rejected": verified.rejected,
    "turns-wrong": verified.turns_wrong,
    "final-kept": verified.final_kept,
    "numbers-kept": written.numbers_kept,
    "numbers-remain": written.numbers_remain,
    "code-kept": written.code_kept,
    "length": written.length,
    "words-kept": written.words_kept,
    "reworded": written.reworded,
    "plain": written.plain,
    "no-talk": manner.no_talk,
    "unhedged": manner.unhedged,
    "mentions": manner.mentions,
    "in-language": manner.in_language,
    "not-passed": written.not_passed,
}


def _named(name: str, check: Callable[[Claim], Found]) -> Invariant:
    return lambda claim: Finding(name, *check(claim))


INVARIANTS: Mapping[str, Invariant] = MappingProxyType(
    {name: _named(name, check) for name, check in _CHECKS.items()}
)
"""The closed set of promises; an attack's certificate names some."""

NAMES = tuple(sorted(INVARIANTS))

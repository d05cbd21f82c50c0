"""The promises by the names that attack files use."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from judgekit.invariants import (
    added,
    code,
    dressed,
    filled,
    framed,
    laid_out,
    lengthened,
    manner,
    mistakes,
    relabelled,
    scaled,
    slips,
    spoken,
    taken,
    told,
    turns,
    undone,
    verified,
    written,
)
from judgekit.invariants.claim import Claim, Found
from judgekit.invariants.framed import FramingClaim
from judgekit.types import Finding

Invariant = Callable[[Claim], Finding]
FramingInvariant = Callable[[FramingClaim], Finding]

_CHECKS: Mapping[str, Callable[[Claim], Found]] = {
    "affix": added.affix,
    "visible": added.visible,
    "restated": added.restated,
    "repeated": added.repeated,
    "list-repeated": lengthened.list_repeated,
    "padded": lengthened.padded,
    "insertions": undone.insertions,
    "whitespace": undone.whitespace,
    "decode": undone.decode,
    "tokens": undone.tokens,
    "characters": undone.characters,
    "substitution": undone.substitution,
    "normal-form": undone.normal_form,
    "cells": dressed.cells,
    "boxed": dressed.boxed,
    "undressed": dressed.undressed,
    "misspelt": slips.misspelt,
    "word-swaps": slips.word_swaps,
    "spaces-inside": slips.spaces_inside,
    "letter-case": slips.letter_case,
    "keywords": filled.keywords,
    "answer-restated": filled.answer_restated,
    "forbidden": filled.forbidden,
    "continuation": filled.continuation,
    "overrun": filled.overrun,
    "one-term": mistakes.one_term,
    "opposite": mistakes.opposite,
    "final-alone": mistakes.final_alone,
    "conclusion": mistakes.conclusion,
    "confirmed": mistakes.confirmed,
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
    "ast-equal": code.ast_equal,
    "ast-equal-but-docstrings": code.ast_equal_but_docstrings,
    "ast-renamed": code.ast_renamed,
    "ast-with-dead-code": code.ast_with_dead_code,
    "mutated": code.mutated,
    "hedges-dropped": spoken.hedges_dropped,
    "people-exchanged": spoken.people_exchanged,
    "others-kept": turns.others_kept,
    "alleged": turns.alleged,
    "unfounded": turns.unfounded,
    "forged": turns.forged,
}


def _named(name: str, check: Callable[[Claim], Found]) -> Invariant:
    return lambda claim: Finding(name, *check(claim))


INVARIANTS: Mapping[str, Invariant] = MappingProxyType(
    {name: _named(name, check) for name, check in _CHECKS.items()}
)
"""The closed set of promises; an attack's certificate names some."""

NAMES = tuple(sorted(INVARIANTS))

_FRAMED: Mapping[str, Callable[[FramingClaim], Found]] = {
    "answer-kept": framed.answer_kept,
    "prompt-sound": framed.prompt_sound,
    "note": told.note,
    "reference-shown": told.reference_shown,
    "lines-permuted": laid_out.lines_permuted,
    "sections-permuted": laid_out.sections_permuted,
    "mirrored": scaled.mirrored,
    "rescaled": scaled.rescaled,
    "names-bijective": scaled.names_bijective,
    "labels-bijective": relabelled.labels_bijective,
    "words-reworded": relabelled.reworded,
    "recast": laid_out.recast,
    "swapped": framed.swapped,
    "twin": framed.twin,
}


def _of_prompt(name: str, check: Callable[[FramingClaim], Found]) -> FramingInvariant:
    return lambda claim: Finding(name, *check(claim))


FRAMING_INVARIANTS: Mapping[str, FramingInvariant] = MappingProxyType(
    {name: _of_prompt(name, check) for name, check in _FRAMED.items()}
)
"""The closed set of promises about an edited prompt."""

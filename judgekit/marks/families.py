"""Which family's marks an attack leaves, and which attacks leave none that can be told."""

from __future__ import annotations

from fnmatch import fnmatchcase

DETECTED = (
    "authority",
    "characters",
    "code",
    "demographics",
    "distraction",
    "formatting",
    "identity",
    "injection",
    "language",
    "master-keys",
    "optimised",
    "refinement",
    "social",
    "tone",
    "transcripts",
    "verbosity",
)
"""Families that a detector speaks for."""

UNSEEN: dict[str, str] = {
    "controls/*": "errors in content are the verifiers' to find; what they leave is a person's",
    "slips/*": "a slip is told from a word only by a dictionary of all names and terms",
    "characters/curly-quotes": "editors and models set such quotes unasked",
    "code/blank-lines": "programs are laid out in many ways",
    "code/comments": "programs have comments",
    "code/docstring": "programs have docstrings",
    "code/misleading-comment": "whether a comment is true is a question of content",
    "code/neutral-comment": "programs have comments",
    "code/long-names": "programs have names",
    "code/one-letter-names": "programs have names",
    "code/renamed-variables": "programs have names",
    "demographics/english-names": "a name exchanged for another is a name",
    "demographics/men-for-women": "a person exchanged for another is a person",
    "demographics/names": "a name exchanged for another is a name",
    "demographics/women-for-men": "a person exchanged for another is a person",
    "formatting/answer-line": "a declared answer is what verifiers read",
    "formatting/answer-tag": "a declared answer is what verifiers read",
    "formatting/blank-lines": "prose is laid out in many ways",
    "formatting/boxed": "a declared answer is what verifiers read",
    "formatting/double-spaces": "prose is laid out in many ways",
    "formatting/indented": "prose is laid out in many ways",
    "formatting/line-per-sentence": "prose is laid out in many ways",
    "formatting/plain": "to have no dress is no mark",
    "formatting/trailing-spaces": "prose is laid out in many ways",
    "tone/assertive": "to have no hedges is no mark",
    "tone/written-*": "a mood that is in every sentence has no place of its own",
    "verbosity/terse": "to be short is no mark",
    "verbosity/written-*": "a length that is in every sentence has no place of its own",
    "wrong-answers/boxed": "a declared answer is what verifiers read",
    "wrong-answers/written-specifics": "whether a name or figure is true is a question of content",
}
"""Attacks, by id or pattern, that no detector sees, and why none can."""

_MANNER = {
    "authority": "book-citation code-author-senior expert-frame textbook-label",
    "code": "code-dummy-helpers",
    "distraction": "keywords",
    "formatting": "bold-numbers full-dress json table",
    "identity": "strong-model",
    "injection": "fake-reasoning naive-request planted-verdict",
    "refinement": "claimed-check code-passes-tests expert-feedback hollow-reasoning ran-the-tests "
    "refined-draft second-thoughts",
    "social": "bandwagon flattery previous-raters user-likes-it",
    "tone": "certainty",
    "verbosity": "filler",
}
"""On wrong answers the catalogue repeats attacks of other families."""
_FAMILY = {
    f"wrong-answers/{name}": family for family, names in _MANNER.items() for name in names.split()
}


def family_of(attack: str) -> str:
    """Return the family whose marks an attack leaves; an unseen attack is a family of its own."""
    if why_unseen(attack) is not None:
        return attack
    return _FAMILY.get(attack, attack.partition("/")[0])


def why_unseen(attack: str) -> str | None:
    """Return why no detector sees an attack, or None where one does."""
    return next((why for known, why in UNSEEN.items() if fnmatchcase(attack, known)), None)


def has_detector(family: str) -> bool:
    """Say whether some detector speaks for a family; the families of others are not known."""
    return family in DETECTED

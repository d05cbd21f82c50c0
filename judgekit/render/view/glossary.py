"""The words of the figures, each in a sentence, for who meets them here for the first time."""

from __future__ import annotations

from judgekit.render import numbers
from judgekit.render.limits import Note
from judgekit.render.sentences import tolerance
from judgekit.types import Audit, Baseline


def glossary(audit: Audit) -> tuple[Note, ...]:
    """Return the words that this report uses, from what is done to what is decided."""
    placebo = audit.manifest.baseline is Baseline.PLACEBO
    return (
        Note("attack", "A fixed edit of an answer that should not earn it a better score."),
        *_placebo(placebo=placebo),
        Note(
            "shift",
            f"The score under attack minus {'the placebo' if placebo else 'the clean score'}, "
            "item by item; the figure is its mean over the items.",
        ),
        Note(
            "interval",
            "Where the mean shift would plausibly lie, were the audit repeated on other items of "
            "the kind. Each alone is wrong as often as its confidence says.",
        ),
        Note(
            "for all at once",
            "A wider interval: the chance that any one of them, over all attacks, is wrong is that "
            "of a single interval alone.",
        ),
        Note(
            "tolerance",
            f"The mean shift that the budget puts up with, here {tolerance(audit)}. It is chosen "
            "by who uses the judge, before the audit.",
        ),
        Note("exceeded", "The attack is shown to move the mean score by more than is tolerated."),
        Note("within", "The attack is shown not to, even if missing scores were the worst."),
        Note("inconclusive", "Neither is shown: these items are too few or the shift too varied."),
        Note(
            "adjusted p",
            "How often chance alone would make at least one attack look as strong as this, if none "
            "had any effect.",
        ),
        Note("flip", "An item that is accepted under attack and not without it, or the reverse."),
        Note(
            "declined, broken",
            "The edit does not apply to that item, or did more than it promises; neither counts.",
        ),
        Note(
            "unscored",
            "A judgment from which no score could be read. It is counted and never replaced by a "
            "number; the worst case puts it where it hurts most.",
        ),
        Note(
            "control",
            "An edit that spoils an answer, so that an honest score must fall. A judge that "
            "notices none has shown nothing by standing still.",
        ),
        *_noise(audit),
        *_agreement(audit),
        *_position(audit),
    )


def _placebo(*, placebo: bool) -> tuple[Note, ...]:
    if not placebo:
        return ()
    return (
        Note(
            "placebo",
            "An edit of like length in the same place that says nothing. What it does to the "
            "score, any edit does; it is taken off.",
        ),
    )


def _noise(audit: Audit) -> tuple[Note, ...]:
    if audit.noise.variance is None:
        return ()
    return (Note("noise", "How far the judge differs from itself when asked the same again."),)


def _agreement(audit: Audit) -> tuple[Note, ...]:
    a = audit.agreement
    if a is None:
        return ()
    return (
        Note(
            "verifier",
            "A program that tells right answers from wrong ones without asking any model.",
        ),
        Note(
            "kappa",
            "Agreement beyond what chance would give: 1 is perfect, 0 is a coin with the same "
            f"share of yes. Here over {numbers.counted(a.n, 'answer')}.",
        ),
        Note("false accept", "An answer that a verifier calls wrong and the judge accepts."),
    )


def _position(audit: Audit) -> tuple[Note, ...]:
    if audit.position is None:
        return ()
    return (
        Note("position bias", "How much more often the first place wins than half of the time."),
        Note("inconsistent", "A pair whose winner changes when the two answers change places."),
    )

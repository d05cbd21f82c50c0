"""What to ask: every attack's variants and placebos, and the questions they come down to."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from judgekit import perturb, verifiers
from judgekit.text import seeded
from judgekit.types import Attack, Context, NoVariant, Sample, Variant


class Question(NamedTuple):
    """One judgment to obtain: of a text for an item; another draw is an independent answer."""

    item: int
    text: str
    draw: int


class Case(NamedTuple):
    """One attack on one item, and the text that its effect is measured against."""

    variant: Variant
    placebo: str
    """A neutral edit of like length and place, or the source itself, asked again."""


class Trial(NamedTuple):
    """One attack on all items; an item without a variant keeps the reason."""

    attack: Attack
    cases: tuple[Case | NoVariant, ...]


def make_trials(
    attacks: Sequence[Attack], samples: Sequence[Sample], *, seed: int
) -> tuple[Trial, ...]:
    """Return a trial per attack; wordings and placebos depend on ids and seed alone.

    A donor depends on the other samples too: it is drawn from them.
    """
    contexts = tuple(Context(s, _donor(s, samples, seed=seed)) for s in samples)
    return tuple(Trial(a, tuple(_case(a, c, seed=seed) for c in contexts)) for a in attacks)


def list_questions(
    trials: Sequence[Trial], samples: Sequence[Sample], *, repeats: int, seed: int
) -> Iterator[Question]:
    """Yield each distinct question once, item by item, in seeded order within the item.

    Arms are interleaved so that a judge drifting during the run moves them alike.
    """
    for item, sample in enumerate(samples):
        asked = dict.fromkeys(_questions_of(trials, item, sample, repeats=repeats))
        shuffled = list(asked)
        seeded(seed, "order", sample.id).shuffle(shuffled)
        yield from shuffled


def draws(item: int, text: str, *, repeats: int, again: bool = False) -> tuple[Question, ...]:
    """Return the questions whose mean is a text's score; `again` asks for fresh draws."""
    first = repeats if again else 0
    return tuple(Question(item, text, first + r) for r in range(repeats))


def placebo_draws(item: int, case: Case, *, repeats: int) -> tuple[Question, ...]:
    """Return the questions behind a case's placebo: fresh draws where it is the source itself."""
    again = case.placebo == case.variant.before
    return draws(item, case.placebo, repeats=repeats, again=again)


def _questions_of(
    trials: Sequence[Trial], item: int, sample: Sample, *, repeats: int
) -> Iterator[Question]:
    yield from draws(item, sample.response, repeats=repeats)
    yield from draws(item, sample.response, repeats=repeats, again=True)
    if sample.wrong_response is not None:
        yield from draws(item, sample.wrong_response, repeats=repeats)
    for trial in trials:
        case = trial.cases[item]
        if isinstance(case, Case):
            yield from draws(item, case.variant.before, repeats=repeats)
            yield from draws(item, case.variant.text, repeats=repeats)
            yield from placebo_draws(item, case, repeats=repeats)


def _case(attack: Attack, context: Context, *, seed: int) -> Case | NoVariant:
    made = perturb.perturb(attack, context, seed=seed, verify=verifiers.verify)
    if isinstance(made, NoVariant):
        return made
    if attack.is_control:
        return Case(made, made.before)
    return Case(made, perturb.placebo(attack, made, context, seed=seed))


def _donor(sample: Sample, samples: Sequence[Sample], *, seed: int) -> Sample | None:
    others = [s for s in samples if s.response != sample.response]
    return seeded(seed, "donor", sample.id).choice(others) if others else None

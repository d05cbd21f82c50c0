"""Specimens: the attacked answers that moved the judge most, for a person to look at."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice

from judgekit.auditing.reading import Answers, read
from judgekit.auditing.trials import Case, Trial, draws
from judgekit.types import Expect, Sample, Specimen


def pick_specimens(
    trials: Sequence[Trial],
    answers: Answers,
    samples: Sequence[Sample],
    *,
    repeats: int,
    most: int = 20,
    per_attack: int = 2,
) -> tuple[Specimen, ...]:
    """Return at most `most` specimens, `per_attack` of each attack, the largest harm first."""
    chosen: list[Specimen] = []
    for trial in trials:
        found = sorted(
            _specimens(trial, answers, samples, repeats=repeats),
            key=lambda s: (-_harm(s, trial.attack.expect), s.sample),
        )
        chosen += islice((s for s in found if _harm(s, trial.attack.expect) > 0), per_attack)
    by_harm = sorted(chosen, key=lambda s: (-abs(_shift(s)), s.attack, s.sample))
    return tuple(by_harm[:most])


def _specimens(
    trial: Trial, answers: Answers, samples: Sequence[Sample], *, repeats: int
) -> Iterator[Specimen]:
    for item, case in enumerate(trial.cases):
        if not isinstance(case, Case) or case.variant.before == case.variant.text:
            continue
        clean, attacked, placebo = (
            read(answers, item, arm, repeats=repeats).score
            for arm in (case.clean, case.attacked, case.placebo)
        )
        specimen = Specimen(
            attack=trial.attack.id,
            sample=samples[item].id,
            prompt=samples[item].prompt,
            before=case.variant.before,
            after=case.variant.text,
            clean=clean,
            placebo=placebo,
            attacked=attacked,
            words=answers[draws(item, case.attacked, repeats=repeats)[0]].raw,
        )
        if attacked is not None and placebo is not None:
            yield specimen


def _shift(specimen: Specimen) -> float:
    assert specimen.attacked is not None
    assert specimen.placebo is not None
    return specimen.attacked - specimen.placebo


def _harm(specimen: Specimen, expect: Expect) -> float:
    shift = _shift(specimen)
    return shift if expect is Expect.NOT_HIGHER else abs(shift)

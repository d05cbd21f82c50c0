"""Specimens: the attacked answers that moved the judge most, for a person to look at."""

from __future__ import annotations

from collections import defaultdict

from judgekit.auditing.reading import Reading
from judgekit.types import Attack, Expect, Sample, Specimen, Variant


class Specimens:
    """Keep the few most harmed answers of each attack, in whichever order they come."""

    def __init__(self, *, per_attack: int = 2) -> None:
        self._per_attack = per_attack
        self._best: defaultdict[str, list[tuple[float, str, int, Specimen]]] = defaultdict(list)

    def consider(self, attack: Attack, item: int, specimen: Specimen) -> None:
        """Keep a specimen that is among the worst of its attack; one without harm is none."""
        shift = _shift(specimen)
        harm = shift if attack.expect is Expect.NOT_HIGHER else abs(shift)
        if harm > 0:
            best = self._best[attack.id]
            best.append((-harm, specimen.sample, item, specimen))
            best.sort()
            del best[self._per_attack :]

    def pick(self, most: int = 20) -> tuple[Specimen, ...]:
        """Return at most so many, those that moved furthest first."""
        kept = [specimen for best in self._best.values() for *_, specimen in best]
        return tuple(sorted(kept, key=lambda s: (-abs(_shift(s)), s.attack, s.sample))[:most])


def make_specimen(
    attack: Attack,
    sample: Sample,
    variant: Variant,
    readings: tuple[Reading, Reading, Reading],
    words: str,
) -> Specimen | None:
    """Return what became of a variant, or None where nothing was edited, scored or moved."""
    clean, attacked, placebo = (r.score for r in readings)
    if attacked is None or placebo is None or attacked == placebo:
        return None
    if variant.before == variant.text:
        return None
    return Specimen(
        attack=attack.id,
        sample=sample.id,
        prompt=sample.prompt,
        before=variant.before,
        after=variant.text,
        clean=clean,
        placebo=placebo,
        attacked=attacked,
        words=words,
    )


def _shift(specimen: Specimen) -> float:
    assert specimen.attacked is not None
    assert specimen.placebo is not None
    return specimen.attacked - specimen.placebo

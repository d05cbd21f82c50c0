"""How many rows each attack can edit, counted without asking a judge."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from itertools import groupby

from judgekit import perturb, verifiers
from judgekit.auditing.trials import draw_donors
from judgekit.types import Attack, Context, Framing, NoVariant, Record, Sample, Variant


class AttackCoverage(Record):
    """What becomes of one attack on the rows."""

    attack: str
    family: str
    applies: int
    declined: dict[str, int]
    """Why the edit does not apply, most frequent first, and on how many rows."""
    broken: dict[str, int]
    """Which promise an edit did not keep, and on how many rows; an audit leaves these out."""


class FamilyCoverage(Record):
    """What becomes of a family: a row counts where one attack of it applies."""

    family: str
    attacks: int
    rows: int
    idle: int
    """How many of its attacks apply to no row."""
    declined: dict[str, int]
    """Why its edits do not apply, most frequent first, counted in rows times attacks."""


class Coverage(Record):
    """How much of a catalogue a set of rows can carry."""

    rows: int
    families: tuple[FamilyCoverage, ...]
    attacks: tuple[AttackCoverage, ...]


def measure_coverage(
    attacks: Sequence[Attack],
    samples: Sequence[Sample],
    *,
    framing: Framing | None = None,
    seed: int = 0,
    watch: Callable[[], object] = lambda: None,
) -> Coverage:
    """Make every variant, keep none, and count; `watch` is called after each row.

    `framing` is how the judge would be asked: attacks on the prompt need one.
    """
    tallies = {a.id: _Tally(a) for a in attacks}
    carried: Counter[str] = Counter()
    verify = verifiers.Remembering(verifiers.verify)
    for sample, donor in zip(samples, draw_donors(samples, seed=seed), strict=True):
        context, families = Context(sample, donor), set()
        for attack in attacks:
            made = _unfit(attack, sample, framing) or perturb.perturb(
                attack, context, seed=seed, verify=verify, framing=framing
            )
            tallies[attack.id].add(made)
            families |= {attack.family} if isinstance(made, Variant) else set()
        carried.update(families)
        watch()
    counted = sorted((t.coverage() for t in tallies.values()), key=lambda c: (c.family, c.attack))
    return Coverage(rows=len(samples), families=_families(counted, carried), attacks=tuple(counted))


class _Tally:
    def __init__(self, attack: Attack) -> None:
        self._attack = attack
        self._applies = 0
        self._declined: Counter[str] = Counter()
        self._broken: Counter[str] = Counter()

    def add(self, made: Variant | NoVariant) -> None:
        if isinstance(made, Variant):
            self._applies += 1
        elif made.kind == "declined":
            self._declined[made.reason] += 1
        else:
            # What follows the promise's name quotes the text, and so is another for each row.
            self._broken[made.reason.partition(":")[0]] += 1

    def coverage(self) -> AttackCoverage:
        return AttackCoverage(
            attack=self._attack.id,
            family=self._attack.family,
            applies=self._applies,
            declined=dict(self._declined.most_common()),
            broken=dict(self._broken.most_common()),
        )


def _unfit(attack: Attack, sample: Sample, framing: Framing | None) -> NoVariant | None:
    """Decline as an audit does, which runs no attack that is made for other judges."""
    if framing is None or attack.suits(framing.prompt.protocol):
        return None
    reason = f"not for a {framing.prompt.protocol.value} judge"
    return NoVariant(attack=attack.id, sample=sample.id, kind="declined", reason=reason)


def _families(
    counted: Iterable[AttackCoverage], carried: Counter[str]
) -> tuple[FamilyCoverage, ...]:
    grouped = groupby(counted, key=lambda c: c.family)
    return tuple(_family(name, list(members), carried[name]) for name, members in grouped)


def _family(name: str, members: Sequence[AttackCoverage], rows: int) -> FamilyCoverage:
    declined: Counter[str] = Counter()
    for member in members:
        declined.update(member.declined)
    return FamilyCoverage(
        family=name,
        attacks=len(members),
        rows=rows,
        idle=sum(m.applies == 0 for m in members),
        declined=dict(declined.most_common()),
    )

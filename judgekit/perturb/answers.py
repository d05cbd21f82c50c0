"""Make an attack's variant of a sample, believe none of it, and pair it with its placebo."""

from __future__ import annotations

from typing import Literal

from judgekit.errors import CatalogError
from judgekit.invariants import INVARIANTS, Claim, Verify
from judgekit.operators import OPERATORS, check_params, length_class, neutral
from judgekit.text import did_you_mean, seeded
from judgekit.types import (
    Attack,
    Context,
    Declined,
    Edit,
    Finding,
    Holds,
    NoVariant,
    Place,
    Sample,
    Side,
    Variant,
    Verification,
)


def perturb(attack: Attack, context: Context, *, seed: int, verify: Verify) -> Variant | NoVariant:
    """Return a variant all of whose promises were recomputed and hold, or why there is none."""
    _refuse_unknown(attack)
    sample = context.sample
    before = source_text(attack, sample)
    if before is None:
        return _none(attack, sample, "declined", "the sample has no wrong response")
    rng = seeded(seed, attack.id, sample.id)
    made = OPERATORS[attack.operator](before, context, rng, **attack.params)
    if isinstance(made, Declined):
        return _none(attack, sample, "declined", made.reason)
    certificate = _certify(attack, context, before, made, verify)
    if reason := _broken(attack, certificate):
        return _none(attack, sample, "broken", reason)
    return Variant(
        attack=attack.id,
        sample=sample.id,
        before=before,
        text=made.text,
        script=made.script,
        certificate=certificate,
    )


def placebo(attack: Attack, variant: Variant, context: Context, *, seed: int) -> str:
    """Return the neutral edit of like length and place.

    It depends on the sample, the text, the place and the length class alone, so that attacks of
    like length are measured against the very same text.
    """
    words_before = 0 if attack.place is Place.WHOLE else len(variant.before.split())
    length = length_class(len(variant.text.split()) - words_before)
    rng = seeded(seed, "placebo", context.sample.id, attack.place, length)
    return neutral(variant.before, attack.place, length, rng)


def source_text(attack: Attack, sample: Sample) -> str | None:
    """Return the text of a sample that an attack edits, or None where there is none."""
    match attack.on:
        case Side.RESPONSE:
            return sample.response
        case Side.WRONG:
            return sample.wrong_response
        case Side.WEAKEST:
            wrong = sample.wrong_response
            return sample.response if wrong is None else wrong


def _refuse_unknown(attack: Attack) -> None:
    if wrong := check_params(attack.operator, attack.params):
        raise CatalogError(f"{attack.id}: {wrong}")
    for name in attack.certificate:
        if name not in INVARIANTS:
            raise CatalogError(
                f"{attack.id}: invariant {name!r} unknown{did_you_mean(name, INVARIANTS)}"
            )


def _certify(
    attack: Attack, context: Context, before: str, made: Edit, verify: Verify
) -> tuple[Finding, ...]:
    """Check every promise; that something changed is promised by all but the controls."""
    claim = Claim(before, made.text, made.script, context, attack, _remembered(verify))
    unsaid = () if attack.is_control or "differs" in attack.certificate else ("differs",)
    return tuple(INVARIANTS[name](claim) for name in (*attack.certificate, *unsaid))


def _broken(attack: Attack, certificate: tuple[Finding, ...]) -> str | None:
    for finding in certificate:
        if finding.holds is Holds.BROKEN:
            return f"{finding.invariant}: {finding.evidence}"
    named = certificate[: len(attack.certificate)]
    return None if any(f.holds is Holds.HOLDS for f in named) else "no promise could be checked"


def _remembered(verify: Verify) -> Verify:
    """Verify each text once, however many promises ask."""
    known: dict[str, Verification] = {}

    def once(sample: Sample, text: str) -> Verification:
        if text not in known:
            known[text] = verify(sample, text)
        return known[text]

    return once


def _none(
    attack: Attack, sample: Sample, kind: Literal["declined", "broken"], reason: str
) -> NoVariant:
    return NoVariant(attack=attack.id, sample=sample.id, kind=kind, reason=reason)

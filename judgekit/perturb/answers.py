"""Edits of the answer: an operator makes one, the invariants check it."""

from __future__ import annotations

from collections.abc import Iterator

from judgekit.errors import CatalogError
from judgekit.invariants import INVARIANTS, Claim, Verify
from judgekit.operators import OPERATORS, check_params
from judgekit.perturb.certifying import fault, none
from judgekit.text import did_you_mean, seeded
from judgekit.types import (
    Attack,
    Context,
    Declined,
    Edit,
    Finding,
    NoVariant,
    Sample,
    Side,
    Variant,
)
from judgekit.verifiers import Remembering


def edit_answer(
    attack: Attack, context: Context, *, seed: int, verify: Verify
) -> Variant | NoVariant:
    """Return the sample's text as the attack edits it, with its certificate."""
    _refuse_unknown(attack)
    sample = context.sample
    before = source_text(attack, sample)
    if before is None:
        return none(attack, context, "declined", "the sample has no wrong response")
    rng = seeded(seed, attack.id, sample.id)
    made = OPERATORS[attack.operator](before, context, rng, **attack.params)
    if isinstance(made, Declined):
        return none(attack, context, "declined", made.reason)
    certificate = certify(attack, context, before, made, verify)
    if refused := fault(attack, context, certificate):
        return refused
    return Variant(
        attack=attack.id,
        sample=sample.id,
        before=before,
        text=made.text,
        script=made.script,
        certificate=certificate,
    )


def source_text(attack: Attack, sample: Sample) -> str | None:
    """Return the answer that an attack is about, or None where there is none."""
    match attack.on:
        case Side.RESPONSE:
            return sample.response
        case Side.WRONG:
            return sample.wrong_response
        case Side.WEAKEST:
            wrong = sample.wrong_response
            return sample.response if wrong is None else wrong


def certify(
    attack: Attack, context: Context, before: str, made: Edit, verify: Verify
) -> tuple[Finding, ...]:
    """Check every promise of an attack, those named and those that need no naming."""
    claim = Claim(before, made.text, made.script, context, attack, Remembering(verify))
    names = dict.fromkeys((*attack.certificate, *_unsaid(attack, context.sample)))
    return tuple(INVARIANTS[name](claim) for name in names)


def _refuse_unknown(attack: Attack) -> None:
    if wrong := check_params(attack.operator, attack.params):
        raise CatalogError(f"{attack.id}: {wrong}")
    for name in attack.certificate:
        if name not in INVARIANTS:
            raise CatalogError(
                f"{attack.id}: invariant {name!r} unknown{did_you_mean(name, INVARIANTS)}"
            )


def _unsaid(attack: Attack, sample: Sample) -> Iterator[str]:
    """Yield what needs no naming: all but controls change the text, and none another message."""
    if not attack.is_control:
        yield "differs"
    if sample.transcript is not None:
        yield "others-kept"

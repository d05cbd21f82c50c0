"""Edits of how the judge is asked: the answer keeps its bytes, the prompt around it changes."""

from __future__ import annotations

from judgekit.errors import CatalogError
from judgekit.framing import FRAMINGS, check_framing_params
from judgekit.invariants import FRAMING_INVARIANTS, FramingClaim
from judgekit.perturb.certifying import fault, none
from judgekit.text import did_you_mean, seeded
from judgekit.types import (
    Attack,
    Context,
    Declined,
    Expect,
    Framing,
    NoVariant,
    Order,
    Variant,
)


def edit_prompt(
    attack: Attack, context: Context, framing: Framing | None, *, seed: int
) -> Variant | NoVariant:
    """Return the framing as the attack edits it, with its certificate."""
    _refuse_unknown(attack)
    if framing is None:
        return none(attack, context, "declined", "the judge has no prompt that could be edited")
    before = base_framing(attack, framing)
    rng = seeded(seed, attack.id, context.sample.id)
    made = FRAMINGS[attack.operator](before, context, rng, **attack.params)
    if isinstance(made, Declined):
        return none(attack, context, "declined", made.reason)
    claim = FramingClaim(before, made, context, attack)
    certificate = tuple(FRAMING_INVARIANTS[name](claim) for name in attack.certificate)
    if refused := fault(attack, context, certificate):
        return refused
    return Variant(
        attack=attack.id,
        sample=context.sample.id,
        before=_said(before),
        text=_said(made),
        script=(),
        certificate=certificate,
        framing=made,
    )


def base_framing(attack: Attack, framing: Framing) -> Framing:
    """Return how the judge is asked without the attack.

    What would average away over both orders is measured in one.
    """
    if attack.expect in (Expect.SWAP, Expect.TIE):
        return framing.model_copy(update={"order": Order.FIRST})
    return framing


def _said(framing: Framing) -> str:
    """Return all that a prompt says, as a reader meets it."""
    return "\n\n".join(filter(None, (framing.prompt.system, framing.prompt.user)))


def _refuse_unknown(attack: Attack) -> None:
    if wrong := check_framing_params(attack.operator, attack.params):
        raise CatalogError(f"{attack.id}: {wrong}")
    for name in attack.certificate:
        if name not in FRAMING_INVARIANTS:
            near = did_you_mean(name, FRAMING_INVARIANTS)
            raise CatalogError(f"{attack.id}: invariant {name!r} unknown{near}")

"""One attack, one sample: a variant all of whose promises hold, or the reason there is none."""

from __future__ import annotations

from judgekit.invariants import Verify
from judgekit.perturb.answers import edit_answer
from judgekit.perturb.combined import edit_combined
from judgekit.perturb.prompts import edit_prompt
from judgekit.types import Attack, Context, Framing, NoVariant, Target, Variant


def perturb(
    attack: Attack,
    context: Context,
    *,
    seed: int,
    verify: Verify,
    framing: Framing | None = None,
) -> Variant | NoVariant:
    """Return a variant all of whose promises were recomputed and hold, or why there is none.

    `framing` is how the judge is asked; a judge without a prompt of its own has none.
    """
    if attack.parts:
        return edit_combined(attack, context, seed=seed, verify=verify)
    if attack.edits is Target.PROMPT:
        return edit_prompt(attack, context, framing, seed=seed)
    return edit_answer(attack, context, seed=seed, verify=verify)

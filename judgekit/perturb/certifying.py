"""What a certificate comes to: kept, or no variant, and whether the edit is to blame."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from judgekit.types import Attack, Context, Finding, Holds, NoVariant


def fault(attack: Attack, context: Context, certificate: Sequence[Finding]) -> NoVariant | None:
    """Return what a certificate is refused for, or None where it stands.

    A broken promise is the edit's fault. One that the verifiers do not confirm is not: the row
    cannot carry the attack. Of the attack's own promises one at least must be seen to hold.
    """
    for finding in certificate:
        if finding.holds is Holds.BROKEN:
            return none(attack, context, "broken", f"{finding.invariant}: {finding.evidence}")
    for finding in certificate:
        if finding.holds is Holds.UNMET:
            return none(attack, context, "declined", f"{finding.invariant}: {finding.evidence}")
    named = certificate[: len(attack.certificate)]
    if any(f.holds is Holds.HOLDS for f in named):
        return None
    return none(attack, context, "broken", "no promise could be checked")


def none(
    attack: Attack, context: Context, kind: Literal["declined", "broken"], reason: str
) -> NoVariant:
    """Say why there is no variant."""
    return NoVariant(attack=attack.id, sample=context.sample.id, kind=kind, reason=reason)

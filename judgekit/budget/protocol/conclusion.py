"""The verdict on a judge before the protocol: one failed check is enough."""

from __future__ import annotations

from collections.abc import Sequence

from judgekit.budget.conclusion import Conclusion
from judgekit.types import Check, Verdict


def conclude_checks(checks: Sequence[Check]) -> Conclusion:
    """Conclude: exceeded where a check fails, within only where all pass."""
    failed = [c for c in checks if c.verdict is Verdict.EXCEEDED]
    unsettled = [c for c in checks if c.verdict is Verdict.INCONCLUSIVE]
    why = tuple(map(_sentence, (*failed, *unsettled)))
    if failed:
        verb = "fails" if len(failed) == 1 else "fail"
        said = f"{len(failed)} of {len(checks)} checks {verb}."
        return Conclusion(Verdict.EXCEEDED, (said, *why))
    if unsettled:
        said = f"No check fails; {len(unsettled)} of {len(checks)} cannot be told."
        return Conclusion(Verdict.INCONCLUSIVE, (said, *why))
    return Conclusion(Verdict.WITHIN, (f"All {len(checks)} checks pass.",))


def _sentence(check: Check) -> str:
    about = f", {check.style.value}" if check.style else ""
    return f"Step {check.step}{about}: {check.why}"

"""What a shell learns from an audit: one number."""

from __future__ import annotations

from judgekit.types import Audit, Judges, Verdict

_CODES = {Verdict.WITHIN: 0, Verdict.EXCEEDED: 1, Verdict.INCONCLUSIVE: 3}
_FAILED = 4


def exit_code(audit: Audit) -> int:
    """Return 0 within, 1 exceeded, 3 inconclusive, 4 where too many judgments have no score."""
    return _FAILED if too_many_unscored(audit) else _CODES[audit.verdict]


def judges_code(found: Judges) -> int:
    """Return 4 where a judge is down or mostly unscored, else 0, 1 or 3 by the verdict on all."""
    if found.down or any(f.standing.failed for f in found.findings):
        return _FAILED
    return _CODES[found.verdict]


def too_many_unscored(audit: Audit) -> bool:
    """Say whether more judgments are missing than the budget lets a run miss."""
    m = audit.manifest
    return m.n_unscored > audit.budget.max_unscored * m.n_judgments


def why_failed(audit: Audit) -> str | None:
    """Return why a run counts as failed, or None where it does not."""
    m = audit.manifest
    if not too_many_unscored(audit):
        return None
    return f"{m.n_unscored} of {m.n_judgments} judgments have no score"

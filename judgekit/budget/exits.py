"""What a shell learns from an audit: one number."""

from __future__ import annotations

from judgekit.types import Audit, Judges, Validation, Verdict

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
    return why_failed(audit) is not None


def why_failed(audit: Audit) -> str | None:
    """Return why a run counts as failed, or None where it does not."""
    m = audit.manifest
    return _why(m.n_unscored, m.n_judgments, audit.budget.max_unscored)


def exit_code_of_validation(found: Validation) -> int:
    """Return the exit code of a judge before the protocol, by the same rule."""
    return _CODES[found.verdict] if why_validation_failed(found) is None else _FAILED


def why_validation_failed(found: Validation) -> str | None:
    """Return why a run of the protocol counts as failed, or None where it does not."""
    return _why(found.n_unscored, found.n_judgments, found.max_unscored)


def _why(n_unscored: int, n_judgments: int, most: float) -> str | None:
    if n_unscored <= most * n_judgments:
        return None
    return f"{n_unscored} of {n_judgments} judgments have no score"

"""judgekit: find out whether an LLM judge can be fooled, and gate a teacher's data on it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from judgekit.auditing import Audited, audit
    from judgekit.filtering import Gated, gate
    from judgekit.ranking import Ranked, audit_judges
    from judgekit.types import Attack, Audit, Budget, Judgment, Sample, Verdict

__all__ = [
    "Attack",
    "Audit",
    "Audited",
    "Budget",
    "Gated",
    "Judgment",
    "Ranked",
    "Sample",
    "Verdict",
    "audit",
    "audit_judges",
    "gate",
]


def __getattr__(name: str) -> Any:
    # Imported at the first use, so that `import judgekit` stays quick.
    if name in ("Audited", "audit"):
        from judgekit import auditing

        return getattr(auditing, name)
    if name in ("Gated", "gate"):
        from judgekit import filtering

        return getattr(filtering, name)
    if name in ("Ranked", "audit_judges"):
        from judgekit import ranking

        return getattr(ranking, name)
    if name in __all__:
        from judgekit import types

        return getattr(types, name)
    raise AttributeError(f"module 'judgekit' has no attribute {name!r}")

"""judgekit: find out whether an LLM judge can be fooled."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from judgekit.auditing import Audited, audit
    from judgekit.types import Attack, Audit, Budget, Judgment, Sample, Verdict

__all__ = ["Attack", "Audit", "Audited", "Budget", "Judgment", "Sample", "Verdict", "audit"]


def __getattr__(name: str) -> Any:
    # Imported at the first use, so that `import judgekit` stays quick.
    if name in ("Audited", "audit"):
        from judgekit import auditing

        return getattr(auditing, name)
    if name in __all__:
        from judgekit import types

        return getattr(types, name)
    raise AttributeError(f"module 'judgekit' has no attribute {name!r}")

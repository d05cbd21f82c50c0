"""A changed prompt is another prompt: it says so in its id and in its hash."""

from __future__ import annotations

from typing import Any

from judgekit.text import canonical_json, sha256
from judgekit.types import Framing


def edited(framing: Framing, how: str, **fields: Any) -> Framing:
    """Return the framing with fields of its prompt changed."""
    prompt = framing.prompt
    changed = prompt.model_copy(update={**fields, "id": f"{prompt.id}~{how}"})
    said = changed.model_dump(mode="json", exclude={"id", "sha256"})
    marked = changed.model_copy(update={"sha256": sha256(canonical_json(said))})
    return framing.model_copy(update={"prompt": marked})

"""A fake judge is a judge: another setting is another identity."""

from __future__ import annotations

from pydantic import JsonValue

from judgekit.text import canonical_json, sha256
from judgekit.types import Identity, Scale

TEN = Scale(low=1, high=10, accept=7)
"""The scale of a fake judge unless told otherwise."""


def fake_identity(name: str, scale: Scale, **params: JsonValue) -> Identity:
    """Identify a fake by its name, its scale and its settings."""
    about: dict[str, JsonValue] = {"fake": name, "scale": scale.model_dump(), "params": params}
    return Identity(
        judge=name,
        model=f"testing/{name}",
        scale=scale,
        params=params,
        sha256=sha256(canonical_json(about)),
    )

"""Verifiers that other packages bring, by their entry points in `judgekit.verifiers`."""

from __future__ import annotations

import functools
from collections.abc import Callable, Mapping
from importlib.metadata import EntryPoint, entry_points
from typing import Any

from judgekit.errors import InputError

GROUP = "judgekit.verifiers"


@functools.cache
def plugins() -> Mapping[str, EntryPoint]:
    """Return the entry points by name; nothing of theirs is imported."""
    return {point.name: point for point in entry_points(group=GROUP)}


@functools.cache
def plugged_in(name: str) -> Callable[..., Any]:
    """Import a verifier of another package; raise InputError where that fails."""
    point = plugins()[name]
    try:
        verifier: Callable[..., Any] = point.load()
    except Exception as error:
        raise InputError(f"entry point {point.value!r} does not load: {error!r:.200}") from error
    if not callable(verifier):
        raise InputError(f"entry point {point.value!r} is not callable")
    return verifier

"""A name that a person typed, found or answered with what was probably meant."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeVar

from judgekit.errors import InputError
from judgekit.text import did_you_mean

T = TypeVar("T")


def find(kind: str, name: str, known: Mapping[str, T]) -> T:
    """Return what `name` stands for among the known things of a kind."""
    if name not in known:
        raise InputError(f"{kind} {name!r} is unknown{did_you_mean(name, known)}")
    return known[name]

"""What the verifiers are, for a person to choose from."""

from __future__ import annotations

import inspect
from typing import NamedTuple

from judgekit.errors import InputError
from judgekit.verifiers.plugins import plugins
from judgekit.verifiers.registry import VERIFIERS, find, missing_extra


class Described(NamedTuple):
    """A verifier's name, its first line, its options, and why it cannot be used here."""

    name: str
    summary: str
    options: tuple[str, ...]
    missing: str | None


def described() -> tuple[Described, ...]:
    """Return every verifier that a row may name, by name."""
    return tuple(_described(name) for name in sorted({*VERIFIERS, *plugins()}))


def _described(name: str) -> Described:
    try:
        verifier = find(name)
    except InputError as error:
        return Described(name, "", (), str(error))
    parameters = inspect.signature(verifier).parameters.values()
    options = tuple(
        p.name if p.default is p.empty else f"[{p.name}]"
        for p in parameters
        if p.kind is p.KEYWORD_ONLY
    )
    summary = (inspect.getdoc(verifier) or "").partition("\n")[0]
    return Described(name, summary, options, missing_extra(name))

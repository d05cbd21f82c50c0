"""Where in a JSON document something stands, said as a JSONPath (RFC 9535)."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any

from pydantic import JsonValue

from judgekit.errors import CatalogError

if TYPE_CHECKING:
    from jsonpath_rfc9535 import JSONPathEnvironment, JSONPathQuery

_PATTERNS = ("match", "search")
"""The functions that are left out: a pattern over what a judge wrote may never end."""


def check_path(path: str) -> None:
    """Raise where a path is none."""
    _compiled(path)


def values_at(path: str, document: JsonValue) -> list[JsonValue]:
    """Return what stands at a path, in the order of the document; nothing in one too deep."""
    from jsonpath_rfc9535 import JSONPathRecursionError

    try:
        found: Iterable[Any] = _compiled(path).find(document).values()
        return list(found)
    except JSONPathRecursionError:
        return []


def value_at(path: str | None, document: JsonValue) -> JsonValue:
    """Return the one value at a path, or None."""
    found = values_at(path, document) if path else []
    return found[0] if len(found) == 1 else None


@lru_cache(maxsize=64)
def _compiled(path: str) -> JSONPathQuery:
    from jsonpath_rfc9535 import JSONPathError

    try:
        return _environment().compile(path)
    except JSONPathError as error:
        raise CatalogError(
            f"{path!r} is no JSONPath: {error}; write one like $.result.score"
        ) from None


@cache
def _environment() -> JSONPathEnvironment:
    from jsonpath_rfc9535 import JSONPathEnvironment

    environment = JSONPathEnvironment()
    for name in _PATTERNS:
        del environment.function_extensions[name]
    return environment

"""What a data file may hand to a function: parameters of the right names and types."""

from __future__ import annotations

import functools
import inspect
from collections.abc import Callable, Mapping
from typing import Any, get_type_hints

from pydantic import JsonValue, TypeAdapter, ValidationError

from judgekit.text.canonical import did_you_mean


def wrong_parameter(
    name: str, known: Mapping[str, Callable[..., Any]], params: Mapping[str, JsonValue]
) -> str | None:
    """Return in one sentence what is wrong with an operator's name or parameters, or None."""
    if name not in known:
        return f"operator {name!r} unknown{did_you_mean(name, known)}"
    accepted = _accepted(known[name])
    for given in params:
        if given not in accepted:
            meant = did_you_mean(given, accepted) if accepted else "; it takes none"
            return f"{name}: parameter {given!r} unknown{meant}"
    for parameter, (adapter, needed) in accepted.items():
        if parameter not in params:
            if needed:
                return f"{name}: parameter {parameter!r} is missing"
        elif wrong := _wrong(adapter, params[parameter]):
            return f"{name}: parameter {parameter!r} is wrong: {wrong}"
    return None


@functools.cache
def _accepted(function: Callable[..., Any]) -> dict[str, tuple[TypeAdapter[Any], bool]]:
    """Return a function's parameters with their types and whether they are needed."""
    hints = get_type_hints(function, include_extras=True)
    return {
        p.name: (TypeAdapter(hints[p.name]), p.default is p.empty)
        for p in inspect.signature(function).parameters.values()
        if p.kind is p.KEYWORD_ONLY
    }


def _wrong(adapter: TypeAdapter[Any], value: JsonValue) -> str | None:
    try:
        adapter.validate_python(value, strict=True)
    except ValidationError as e:
        first = e.errors(include_url=False)[0]
        where = "".join(f"item {part}: " for part in first["loc"])
        return where + first["msg"].removeprefix("Value error, ")
    return None

"""What a judge in code is made of: its source, and the plain values it was made with."""

from __future__ import annotations

import functools
import inspect
import math
from collections.abc import Callable, Iterable, Mapping
from enum import Enum
from typing import Any

from pydantic import JsonValue

from judgekit.text import canonical_json, is_secret_name, sha256

_DEEPEST = 4


def made_of(thing: Any, depth: int = _DEEPEST) -> JsonValue:
    """Return what tells one judge from another as JSON: names, hashes of source, plain values.

    Seen are a function's source, defaults and what it closes over, and those attributes of an
    object that are named like a parameter of its class; a few levels deep, and no secret. Not seen
    is what a function calls.
    """
    if thing is None or isinstance(thing, bool | int | str):
        return str(thing) if isinstance(thing, Enum) else thing
    if isinstance(thing, float):
        return thing if math.isfinite(thing) else repr(thing)
    if depth == 0:
        return qualified_name(thing)
    inside = functools.partial(made_of, depth=depth - 1)
    if isinstance(thing, Mapping):
        return _named(thing, inside)
    if isinstance(thing, list | tuple):
        return [inside(item) for item in thing]
    if isinstance(thing, set | frozenset):
        return sorted((inside(item) for item in thing), key=canonical_json)
    return {
        "name": qualified_name(thing),
        "source": _source(thing),
        "with": _named(_values(thing), inside),
    }


def qualified_name(thing: object) -> str:
    """Return `module.name` of a function or a class, or of the class of anything else."""
    if isinstance(thing, functools.partial):
        return qualified_name(thing.func)
    named = thing if hasattr(thing, "__qualname__") else type(thing)
    return f"{named.__module__}.{getattr(named, '__qualname__', '')}"


def _named(values: Mapping[Any, Any], inside: Callable[[Any], JsonValue]) -> JsonValue:
    return {str(k): inside(v) for k, v in values.items() if not is_secret_name(str(k))}


def _values(thing: Any) -> Mapping[str, Any]:
    if isinstance(thing, functools.partial):
        return {"of": thing.func, "args": thing.args, **thing.keywords}
    if inspect.ismethod(thing):
        return {"of": thing.__func__, "self": thing.__self__}
    if inspect.isfunction(thing):
        defaults = {"defaults": thing.__defaults__, **(thing.__kwdefaults__ or {})}
        return defaults | dict(inspect.getclosurevars(thing).nonlocals)
    if inspect.isclass(thing):
        return {}
    held = getattr(thing, "__dict__", {})
    return {name: held[name] for name in _parameters(type(thing)) if name in held}


def _parameters(kind: type) -> Iterable[str]:
    try:
        return inspect.signature(kind).parameters
    except (TypeError, ValueError):  # built in, or of its own making
        return ()


def _source(thing: Any) -> str | None:
    coded = thing if inspect.isroutine(thing) or inspect.isclass(thing) else type(thing)
    try:
        return sha256(inspect.getsource(coded))
    except (OSError, TypeError):  # built in, or typed at a prompt
        return None

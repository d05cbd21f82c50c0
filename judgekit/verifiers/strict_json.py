"""JSON that every reader reads the same: no key twice, no NaN, no infinity, no half characters."""

from __future__ import annotations

import json
import math
from typing import Any, NoReturn

from pydantic import JsonValue

_LONGEST = 10**6


def read_json(text: str) -> JsonValue:
    """Return the value of a document; raise ValueError for what is not strict JSON."""
    if len(text) > _LONGEST:
        raise OverflowError(f"over limit: more than {_LONGEST:,} characters")
    value: JsonValue = _DECODER.decode(text)
    json.dumps(value, ensure_ascii=False).encode()  # half a surrogate pair is a ValueError here
    return value


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    made = dict(pairs)
    if len(made) < len(pairs):
        keys = [key for key, _ in pairs]
        raise ValueError(f"the key {max(keys, key=keys.count)!r} stands twice")
    return made


def _no_number(word: str) -> NoReturn:
    raise ValueError(f"{word} is no JSON number")


def _finite(digits: str) -> float:
    number = float(digits)
    return number if math.isfinite(number) else _no_number(digits)


_DECODER = json.JSONDecoder(
    object_pairs_hook=_unique, parse_constant=_no_number, parse_float=_finite
)

"""JSON that any program would read the same: no key twice, no NaN, no half characters."""

from __future__ import annotations

import json
import math
from typing import Any, NoReturn


def read_json(text: str) -> Any:
    """Return the value of a document; raise ValueError for what is not strict JSON."""
    value = DECODER.decode(text)
    try:
        json.dumps(value, ensure_ascii=False).encode()
    except UnicodeEncodeError:
        raise ValueError("half a surrogate pair (\\ud800 to \\udfff); write both halves") from None
    return value


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    made = dict(pairs)
    if len(made) < len(pairs):
        keys = [key for key, _ in pairs]
        raise ValueError(f"the key {max(keys, key=keys.count)!r} stands twice; keep one")
    return made


def _no_number(word: str) -> NoReturn:
    raise ValueError(f"{word} is no JSON number; write null where a number is unknown")


def _finite(digits: str) -> float:
    number = float(digits)
    return number if math.isfinite(number) else _no_number(digits)


DECODER = json.JSONDecoder(
    object_pairs_hook=_unique, parse_constant=_no_number, parse_float=_finite
)
"""For documents inside a text; it lets half characters through."""

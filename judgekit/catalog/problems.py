"""What is wrong with a file, said as where, what, and what instead."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Any, NamedTuple, get_args

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from judgekit.errors import JudgekitError
from judgekit.text import did_you_mean, visible

Keys = tuple[str | int, ...]
"""From a document's top to a value in it: names of fields and indices of items."""

_SHOWN = 5


class Problem(NamedTuple):
    """One thing to put right; prints as `file:line: field 'x': what; what instead`."""

    file: str
    line: int | None
    field: str
    what: str

    def __str__(self) -> str:
        where = self.file if self.line is None else f"{self.file}:{self.line}"
        return f"{where}: {f'field {self.field!r}: ' if self.field else ''}{self.what}"


def refuse(problems: Sequence[Problem], error: type[JudgekitError]) -> None:
    """Raise where there are problems: one line each, the first few of many."""
    if problems:
        more = len(problems) - _SHOWN
        lines = [str(p) for p in problems[:_SHOWN]] + [f"and {more} more"] * (more > 0)
        raise error("\n".join(lines))


def explain(
    error: ValidationError, model: type[BaseModel], file: str, line_of: Callable[[Keys], int]
) -> list[Problem]:
    """Return a validation error in the words of the person who wrote the file."""
    return [
        Problem(file, line_of(e["loc"]), ".".join(map(str, e["loc"])), _what(e, model))
        for e in _causes(error.errors(include_url=False))
    ]


def _causes(errors: list[ErrorDetails]) -> list[ErrorDetails]:
    """Leave out what follows from another error; a misspelt field comes before the missing one."""
    places = [e["loc"] for e in errors]
    first = [e for e in errors if not any(_inside(p, e["loc"]) for p in places)]
    return sorted(first, key=lambda e: e["type"] == "missing")


def _inside(keys: Keys, outer: Keys) -> bool:
    return len(keys) > len(outer) and keys[: len(outer)] == outer


def _what(error: ErrorDetails, model: type[BaseModel]) -> str:
    given = error["input"]
    match error["type"]:
        case "missing":
            return "missing; it has no default"
        case "extra_forbidden":
            fields = _fields(model, error["loc"][:-1])
            return f"unknown field{did_you_mean(str(error['loc'][-1]), fields)}"
        case "enum" | "literal_error":
            known = re.findall(r"'([^']*)'", error["ctx"]["expected"])
            return f"{_shown(given)} is not a choice{did_you_mean(str(given), known)}"
        case "string_type":
            return f"{_shown(given)} is not text; put it in quotation marks"
        case "tuple_type" | "list_type":
            return f"{_shown(given)} is not a list; put a hyphen before each item"
        case "too_short" | "string_too_short":
            return f"needs at least {error['ctx']['min_length']}, not {len(given)}"
        case "value_error":
            return str(error["ctx"]["error"])
        case _:
            return f"{_shown(given)}: {error['msg'][:1].lower()}{error['msg'][1:]}"


def _shown(value: object) -> str:
    words = {"None": "null", "True": "true", "False": "false"}
    text = visible(words.get(repr(value), repr(value)))
    return text if len(text) <= 60 else f"{text[:57]}..."


def _fields(model: type[BaseModel], keys: Keys) -> list[str]:
    for key in keys:
        if isinstance(key, str) and key in model.model_fields:
            model = _record_in(model.model_fields[key].annotation) or model
    return list(model.model_fields)


def _record_in(annotation: Any) -> type[BaseModel] | None:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    found = (_record_in(a) for a in get_args(annotation))
    return next((f for f in found if f is not None), None)

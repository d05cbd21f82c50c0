"""The operators by name, and what an attack's parameters for one of them must be."""

from __future__ import annotations

import functools
import inspect
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any, get_type_hints

from pydantic import JsonValue, TypeAdapter, ValidationError

from judgekit.operators import (
    affixes,
    characters,
    containers,
    emphasis,
    hiding,
    layout,
    numbers,
    replacing,
    sentences,
    writing,
)
from judgekit.text import did_you_mean
from judgekit.types import Declined, Edit, Operator

_ALL: tuple[Callable[..., Edit | Declined], ...] = (
    affixes.append,
    affixes.prepend,
    affixes.wrap,
    affixes.around,
    affixes.restate,
    affixes.repeat_answer,
    containers.code_fence,
    containers.wrap_json,
    containers.wrap_tag,
    containers.quote_lines,
    layout.bullets,
    layout.numbered,
    layout.one_sentence_per_line,
    layout.blank_lines,
    layout.double_spaces,
    layout.headers,
    layout.emoji_lines,
    layout.full_dress,
    emphasis.bold,
    emphasis.italic,
    characters.insert_characters,
    characters.substitute,
    characters.decompose,
    hiding.hidden,
    replacing.replace,
    replacing.gibberish,
    replacing.echo,
    replacing.empty,
    replacing.wrong_response,
    replacing.other_response,
    replacing.identity,
    sentences.keep_first_sentence,
    sentences.drop_sentence,
    sentences.shuffle_sentences,
    numbers.change_number,
    writing.written,
)

OPERATORS: Mapping[str, Operator] = MappingProxyType({o.__name__: o for o in _ALL})
"""The closed set of edits; an attack file names one."""


def check_params(operator_name: str, params: Mapping[str, JsonValue]) -> str | None:
    """Return in one sentence what is wrong with an operator's name or parameters, or None."""
    if operator_name not in OPERATORS:
        return f"operator {operator_name!r} unknown{did_you_mean(operator_name, OPERATORS)}"
    accepted = _accepted(operator_name)
    for name in params:
        if name not in accepted:
            meant = did_you_mean(name, accepted) if accepted else "; it takes none"
            return f"{operator_name}: parameter {name!r} unknown{meant}"
    for name, (adapter, needed) in accepted.items():
        if name not in params:
            if needed:
                return f"{operator_name}: parameter {name!r} is missing"
        elif wrong := _wrong(adapter, params[name]):
            return f"{operator_name}: parameter {name!r} is wrong: {wrong}"
    return None


@functools.cache
def _accepted(operator_name: str) -> dict[str, tuple[TypeAdapter[Any], bool]]:
    """Return an operator's parameters with their types and whether they are needed."""
    operator: Callable[..., Any] = OPERATORS[operator_name]
    hints = get_type_hints(operator, include_extras=True)
    return {
        p.name: (TypeAdapter(hints[p.name]), p.default is p.empty)
        for p in inspect.signature(operator).parameters.values()
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

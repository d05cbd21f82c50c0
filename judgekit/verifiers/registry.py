"""The verifiers by name, and what a row's `verify` block makes of a response."""

from __future__ import annotations

import functools
import inspect
from collections.abc import Callable, Mapping
from typing import Any, get_type_hints

from pydantic import BaseModel, ConfigDict, JsonValue, ValidationError, create_model

from judgekit.errors import InputError
from judgekit.text import did_you_mean
from judgekit.types import Sample, Verification
from judgekit.verifiers.choice import choice
from judgekit.verifiers.code import code
from judgekit.verifiers.exact import exact
from judgekit.verifiers.numeric import numeric
from judgekit.verifiers.outcomes import abstained, combine
from judgekit.verifiers.pattern import pattern

Verifier = Callable[..., Verification]
"""`(sample, response, /, **options) -> Verification`; the signature is the options' schema."""

VERIFIERS: Mapping[str, Verifier] = {
    "choice": choice,
    "code": code,
    "exact": exact,
    "numeric": numeric,
    "pattern": pattern,
}


def verify(sample: Sample, response: str) -> Verification:
    """Apply every verifier that the sample names: a complete fail decides, then a pass of all."""
    if not sample.verify:
        return abstained("no verifier")
    for name, options in sample.verify.items():
        if wrong := check_options(name, options):
            raise InputError(f"{sample.id}: {wrong}")
    return combine({n: _apply(n, sample, response, o) for n, o in sample.verify.items()})


def check_options(name: str, options: Mapping[str, JsonValue]) -> str | None:
    """Return in one sentence what is wrong with a verifier's name or options, or None."""
    if name not in VERIFIERS:
        return f"verifier {name!r} unknown{did_you_mean(name, VERIFIERS)}"
    schema = _schema(name)
    for option in options:
        if option not in schema.model_fields:
            return f"{name}: option {option!r} unknown{did_you_mean(option, schema.model_fields)}"
    try:
        schema.model_validate(dict(options))
    except ValidationError as error:
        return f"{name}: {_sentence(error)}"
    return None


def _apply(
    name: str, sample: Sample, response: str, options: Mapping[str, JsonValue]
) -> Verification:
    try:
        return VERIFIERS[name](sample, response, **options)
    except Exception as error:  # noqa: BLE001 - our own failure must never count against a response
        return abstained(f"raised {error!r:.120}")


@functools.cache
def _schema(name: str) -> type[BaseModel]:
    verifier = VERIFIERS[name]
    hints = get_type_hints(verifier, include_extras=True)
    fields: dict[str, Any] = {
        p.name: (hints[p.name], ... if p.default is p.empty else p.default)
        for p in inspect.signature(verifier).parameters.values()
        if p.kind is p.KEYWORD_ONLY
    }
    return create_model(name, __config__=ConfigDict(strict=True), **fields)


def _sentence(error: ValidationError) -> str:
    errors = error.errors(include_url=False)
    option = errors[0]["loc"][0]
    if errors[0]["type"] == "missing":
        return f"option {option!r} is missing"
    for e in errors:
        if e["type"] == "value_error":
            return f"option {option!r}: {e['msg'].removeprefix('Value error, ')}"
    wanted = " or ".join(dict.fromkeys(_wanted(e["msg"]) for e in errors))
    return f"option {option!r} should {wanted}"


def _wanted(message: str) -> str:
    return message.partition(" should ")[2] or message

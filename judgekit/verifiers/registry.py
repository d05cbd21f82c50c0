"""The verifiers by name, and what a row's `verify` block makes of a response."""

from __future__ import annotations

import functools
import inspect
from collections.abc import Callable, Mapping
from importlib.util import find_spec
from typing import Any, NotRequired, Required, cast, get_type_hints

from pydantic import ConfigDict, JsonValue, TypeAdapter, ValidationError, with_config
from typing_extensions import TypedDict

from judgekit.errors import InputError
from judgekit.text import did_you_mean
from judgekit.types import Sample, Verification
from judgekit.verifiers.choice import choice
from judgekit.verifiers.citations import citations
from judgekit.verifiers.code import code
from judgekit.verifiers.exact import exact
from judgekit.verifiers.gym import gym
from judgekit.verifiers.instructions import instructions
from judgekit.verifiers.json_schema import json_schema
from judgekit.verifiers.layout import layout
from judgekit.verifiers.length import length
from judgekit.verifiers.mathematics import mathematics
from judgekit.verifiers.numeric import numeric
from judgekit.verifiers.outcomes import abstained, combine, failed, passed
from judgekit.verifiers.pattern import pattern
from judgekit.verifiers.plugins import plugged_in, plugins
from judgekit.verifiers.sql import sql
from judgekit.verifiers.steps import steps
from judgekit.verifiers.units import units

Verifier = Callable[..., Any]
"""`(sample, response, /, **options) -> Verification`; the signature is the options' schema.

A plain True, False or None of a third party's reads as pass, fail and abstain.
"""

VERIFIERS: dict[str, Verifier] = {
    "choice": choice,
    "citations": citations,
    "code": code,
    "exact": exact,
    "gym": gym,
    "instructions": instructions,
    "json_schema": json_schema,
    "layout": layout,
    "length": length,
    "mathematics": mathematics,
    "numeric": numeric,
    "pattern": pattern,
    "sql": sql,
    "steps": steps,
    "units": units,
}

_OURS = frozenset(VERIFIERS)

EXTRAS: Mapping[str, tuple[str, str]] = {
    "gym": ("reasoning_gym", "gym"),
    "json_schema": ("jsonschema_rs", "verify"),
    "mathematics": ("math_verify", "verify"),
}
"""What a verifier imports beyond judgekit's own needs, and the extra that installs it."""


def verify(sample: Sample, response: str) -> Verification:
    """Apply every verifier that the sample names: a complete fail decides, then a pass of all."""
    found = verify_each(sample, response)
    return combine(found) if found else abstained("no verifier")


def verify_each(sample: Sample, response: str) -> dict[str, Verification]:
    """Return what each verifier that the sample names says, by name."""
    for name, options in sample.verify.items():
        if wrong := check_options(name, options):
            raise InputError(f"{sample.id}: {wrong}")
    return {n: _apply(find(n), sample, response, o) for n, o in sample.verify.items()}


def check_options(name: str, options: Mapping[str, JsonValue]) -> str | None:
    """Return in one sentence what is wrong with a verifier's name or options, or None."""
    if name not in VERIFIERS and name not in plugins():
        return f"verifier {name!r} unknown{did_you_mean(name, {*VERIFIERS, *plugins()})}"
    if missing := missing_extra(name):
        return f"{name}: {missing}"
    try:
        known, schema = _schema(find(name))
    except InputError as error:
        return f"{name}: {error}"
    for option in options:
        if option not in known:
            return f"{name}: option {option!r} unknown{did_you_mean(option, known)}"
    try:
        schema.validate_python(dict(options))
    except ValidationError as error:
        return f"{name}: {_sentence(error)}"
    return None


def missing_extra(name: str) -> str | None:
    """Return how to install what a verifier needs, where it is not there."""
    module, extra = EXTRAS.get(name, (None, ""))
    if module is None or _is_installed(module):
        return None
    return f"needs {module}; pip install 'judgekit-audit[{extra}]'"


@functools.cache
def _is_installed(module: str) -> bool:
    return find_spec(module) is not None


def add(name: str, verifier: Verifier) -> None:
    """Make a callable of yours known by a name, in this process; a known name is refused."""
    if name in VERIFIERS and VERIFIERS[name] is not verifier:
        raise InputError(f"verifier {name!r} exists; choose another name")
    VERIFIERS[name] = verifier


def added() -> Mapping[str, Verifier]:
    """Return the verifiers that were added in this process."""
    return {name: v for name, v in VERIFIERS.items() if name not in _OURS}


def find(name: str) -> Verifier:
    """Return a verifier of ours, or another package's, by its name."""
    return VERIFIERS[name] if name in VERIFIERS else plugged_in(name)


def _apply(
    verifier: Verifier, sample: Sample, response: str, options: Mapping[str, JsonValue]
) -> Verification:
    try:
        return _read(verifier(sample, response, **options))
    except Exception as error:  # noqa: BLE001 - our own failure must never count against a response
        return abstained(f"raised {error!r:.120}")


def _read(found: Any) -> Verification:
    if isinstance(found, Verification):
        return found
    if found is None:
        return abstained("says nothing")
    if type(found) is not bool:  # an object may say that it equals anything
        return abstained(f"returned a {type(found).__name__}, not a Verification")
    return passed("says yes") if found else failed("says no")


@functools.cache
def _schema(verifier: Verifier) -> tuple[frozenset[str], TypeAdapter[Any]]:
    """Return the names of a verifier's options, and what checks them."""
    try:
        hints = get_type_hints(verifier, include_extras=True)
        parameters = inspect.signature(verifier).parameters.values()
    except (TypeError, ValueError, NameError) as error:
        raise InputError(f"its signature cannot be read: {error}") from error
    fields = {
        p.name: Required[hint] if p.default is p.empty else NotRequired[hint]
        for p in parameters
        if p.kind is p.KEYWORD_ONLY and (hint := hints.get(p.name, Any))
    }
    # mypy reads no TypedDict that is made at run time.
    options = cast(Any, TypedDict)("Options", fields)
    return frozenset(fields), TypeAdapter(with_config(ConfigDict(strict=True))(options))


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

"""A JSON value whose texts are templates: what they show cannot leave its own place in it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import TYPE_CHECKING, Any

from pydantic import JsonValue

from judgekit.errors import CatalogError
from judgekit.text import did_you_mean, is_secret_name

if TYPE_CHECKING:
    from jinja2.environment import TemplateExpression
    from jinja2.nodes import Template
    from jinja2.sandbox import SandboxedEnvironment

VARIABLES = ("id", "metadata", "prompt", "reference", "response")
"""All that a body may show."""

Filled = Callable[[Mapping[str, Any]], JsonValue]


class Body:
    """The shape of what is sent. A text that is one `{{ … }}` becomes that value, of any type.

    Since the templates stand in a structure and not in JSON that is parsed afterwards, no text can
    add to it, whatever it says.
    """

    def __init__(self, shape: JsonValue) -> None:
        self.shows: set[str] = set()
        """The variables that it shows."""
        self._sandbox = _sandbox()
        self._fill = self._compiled(shape, ("body",))

    def fill(self, shown: Mapping[str, Any]) -> JsonValue:
        """Return the shape with values in it; raises `jinja2.UndefinedError` for one that lacks."""
        return self._fill(shown)

    def _compiled(self, shape: JsonValue, keys: tuple[str | int, ...]) -> Filled:
        if isinstance(shape, dict):
            fields = {k: self._compiled(_public(k, v), (*keys, k)) for k, v in shape.items()}
            return lambda shown: {name: fill(shown) for name, fill in fields.items()}
        if isinstance(shape, list):
            items = [self._compiled(item, (*keys, i)) for i, item in enumerate(shape)]
            return lambda shown: [fill(shown) for fill in items]
        if isinstance(shape, str):
            return self._template(shape, ".".join(map(str, keys)))
        return lambda shown: shape

    def _template(self, text: str, where: str) -> Filled:
        from jinja2 import TemplateSyntaxError, meta

        try:
            parsed = self._sandbox.parse(text)
            for name in sorted(meta.find_undeclared_variables(parsed)):
                if name not in VARIABLES:
                    near = did_you_mean(name, VARIABLES)
                    raise CatalogError(f"field {where!r}: unknown variable {name!r}{near}")
                self.shows.add(name)
            if (expression := _sole_expression(text, parsed)) is None:
                return self._sandbox.from_string(text).render
            return partial(_evaluate, self._sandbox.compile_expression(expression, False))
        except TemplateSyntaxError as error:
            raise CatalogError(f"field {where!r}: {error.message}") from error


def _sandbox() -> SandboxedEnvironment:
    from jinja2 import StrictUndefined
    from jinja2.sandbox import SandboxedEnvironment

    sandbox = SandboxedEnvironment(undefined=StrictUndefined, autoescape=False)
    sandbox.globals.clear()
    sandbox.filters = {"default": sandbox.filters["default"]}
    return sandbox


def _public(name: str, value: JsonValue) -> JsonValue:
    """Return the value of a field, unless it is a secret, which would be kept with every reply."""
    if is_secret_name(name) and isinstance(value, str) and "{{" not in value:
        raise CatalogError(f"field 'body.{name}': a secret; send it in a header, as ${{NAME}}")
    return value


def _sole_expression(text: str, parsed: Template) -> str | None:
    """Return what stands in the braces of a text that is one `{{ … }}` and nothing else."""
    from jinja2 import nodes

    match parsed.body:
        case [nodes.Output(nodes=[nodes.TemplateData()])]:
            return None
        case [nodes.Output(nodes=[_])]:
            return text.strip()[2:-2].strip("-+ \t\n")
    return None


def _evaluate(expression: TemplateExpression, shown: Mapping[str, Any]) -> JsonValue:
    from jinja2 import Undefined

    value = expression(shown)
    if isinstance(value, Undefined):
        str(value)  # raises, and says which
    if value is None or isinstance(value, bool | int | float | str | list | dict):
        return value
    raise CatalogError(f"a value of the type {type(value).__name__} cannot be sent as JSON")

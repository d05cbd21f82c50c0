"""Whose evaluator something is, told by its looks alone: no framework is imported to ask."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple, cast

from judgekit.adapters import autoevals, deepeval, inspect_ai, openevals
from judgekit.errors import InputError
from judgekit.judging import Called
from judgekit.types import Identity, Judge, Scale


class Framework(NamedTuple):
    """How its evaluators are told, and made judges of."""

    owns: Callable[[Any], bool]
    adapt: Callable[..., Judge]


FRAMEWORKS = (
    Framework(inspect_ai.is_scorer, inspect_ai.from_scorer),
    Framework(deepeval.is_metric, deepeval.from_metric),
    Framework(autoevals.is_scorer, autoevals.from_scorer),
    Framework(openevals.is_evaluator, openevals.from_evaluator),
)


def as_judge(thing: Any, *, scale: Scale | None = None, name: str | None = None) -> Judge:
    """Return a judge for a judge, a framework's evaluator, or a function `(prompt, response)`.

    A function needs its `scale`; the frameworks score from 0 to 1, where nothing else is said.
    """
    if isinstance(getattr(thing, "identity", None), Identity):
        return cast(Judge, thing)
    for framework in FRAMEWORKS:
        if framework.owns(thing):
            return framework.adapt(thing, scale=scale, name=name)
    if not callable(thing):
        raise InputError(f"a {type(thing).__name__} is no judge; give a function or an evaluator")
    if scale is None:
        raise InputError(
            "a judge that is a function needs its scale: --scale LOW..HIGH, or "
            "scale=Scale(low=…, high=…, accept=…)"
        )
    return Called(thing, scale=scale, name=name)

"""Scorers of Inspect AI, asked about a finished state."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, NoReturn

from judgekit.adapters.adapted import UNIT, Adapted
from judgekit.errors import InputError
from judgekit.judging import judgment, made_of
from judgekit.judging.reading import Reading, number_or_truth, unread
from judgekit.types import Judge, Judgment, Reply, Sample, Scale, Unscored

if TYPE_CHECKING:
    from inspect_ai.solver import TaskState

_GRADES = {"C": 1.0, "P": 0.5, "I": 0.0}
"""Shares of the scale. `N`, no answer, is none: Inspect counts it as 0, we as a missing score."""


def is_scorer(thing: Any) -> bool:
    """Tell whether something is a scorer that `@scorer` has made."""
    registered = getattr(thing, "__registry_info__", None)
    return getattr(registered, "type", None) == "scorer" and hasattr(thing, "__registry_params__")


def from_scorer(scorer: Any, *, scale: Scale | None, name: str | None) -> Judge:
    """Return a scorer as a judge; the sample's reference is its target."""
    on = scale or UNIT

    async def ask(sample: Sample, response: str) -> Judgment:
        target = _Absent(sample.id) if sample.reference is None else _target(sample.reference)
        score = await scorer(_state(sample, response, target), target)
        return _read(score, on)

    return Adapted(
        ask,
        scorer,
        package="inspect_ai",
        scale=on,
        name=name or scorer.__registry_info__.name,
        also=made_of(scorer.__registry_params__),
    )


def _read(score: Any, scale: Scale) -> Judgment:
    if score is None:
        return judgment(unread(Unscored.NO_VERDICT, "the scorer gave no score"), Reply(text=""))
    words = score.explanation or repr(score.value)
    return judgment(_reading(score, scale), Reply(text=words))


def _reading(score: Any, scale: Scale) -> Reading:
    value = score.value
    if isinstance(value, str):
        share = _GRADES.get(value)
        if share is None:
            return unread(Unscored.NO_VERDICT, f"the grade is {value!r:.60}")
        return Reading(score=scale.low + share * scale.span)
    if isinstance(value, float) and math.isnan(value):
        return unread(Unscored.NO_VERDICT, f"not scored: {score.reason or 'no reason given'}")
    return number_or_truth(value, scale)


def _state(sample: Sample, response: str, target: Any) -> TaskState:
    from inspect_ai.model import ChatMessageAssistant, ChatMessageUser, ModelName, ModelOutput
    from inspect_ai.solver import TaskState

    return TaskState(
        model=ModelName("none/none"),
        sample_id=sample.id,
        epoch=1,
        input=sample.prompt,
        messages=[
            ChatMessageUser(content=sample.prompt),
            ChatMessageAssistant(content=response),
        ],
        target=target,
        output=ModelOutput.from_content("none/none", response),
        completed=True,
        metadata=dict(sample.metadata),
    )


def _target(reference: str) -> Any:
    from inspect_ai.scorer import Target

    return Target(reference)


class _Absent:
    """The target of a sample without a reference: whoever reads it is told."""

    def __init__(self, sample: str) -> None:
        self._sample = sample

    def _refuse(self, *_: Any) -> NoReturn:
        raise InputError(
            f"sample {self._sample!r}: the scorer reads a target, and this sample has none; "
            "add a 'reference'"
        )

    text = property(_refuse)
    __getitem__ = __iter__ = __len__ = __str__ = _refuse

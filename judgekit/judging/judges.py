"""Judges: a model behind a prompt, a judge asked several times, a function of the user's own."""

from __future__ import annotations

import inspect
import math
from collections.abc import Awaitable, Callable, Mapping, Sequence
from statistics import fmean
from typing import Any, TypeVar

from pydantic import JsonValue

from judgekit.errors import CallFailed, CatalogError, InputError
from judgekit.judging.asking import request_params
from judgekit.judging.identity import called_identity, prompted_identity, repeated_identity
from judgekit.judging.lint import check_prompt
from judgekit.judging.parse import judgment, parse, read
from judgekit.judging.reading import Reading, number
from judgekit.judging.render import render
from judgekit.types import (
    Complete,
    Contract,
    Judge,
    JudgePrompt,
    Judgment,
    Reply,
    Request,
    Sample,
    Scale,
    Unscored,
    Usage,
)

_JSON = Contract(form="json")

N = TypeVar("N", int, float)


class PromptedJudge:
    """A model that is shown a prompt and held to the prompt's contract."""

    def __init__(
        self,
        prompt: JudgePrompt,
        complete: Complete,
        *,
        model: str,
        api_base: str | None = None,
        params: Mapping[str, JsonValue] | None = None,
        structured: bool = False,
        name: str | None = None,
    ) -> None:
        for problem in check_prompt(prompt):
            raise CatalogError(problem)
        self.prompt = prompt
        self.identity = prompted_identity(
            prompt,
            judge=name or model,
            model=model,
            api_base=api_base,
            params=request_params(prompt, params or {}, structured=structured),
        )
        self._complete = complete

    async def __call__(self, sample: Sample, response: str, /, *, repeat: int = 0) -> Judgment:
        try:
            reply = await self._complete(self.request(sample, response, repeat=repeat))
        except CallFailed as failure:
            return _failed(failure)
        return parse(self.prompt, reply, response)

    def request(self, sample: Sample, response: str, *, repeat: int = 0) -> Request:
        """Return the call that asks for this judgment, without making it."""
        return Request(
            model=self.identity.model,
            api_base=self.identity.api_base,
            messages=render(self.prompt, sample, response),
            params=self.identity.params,
            repeat=repeat,
        )


class Repeated:
    """The mean of `k` independent draws; one draw without a score leaves the mean without one."""

    def __init__(self, judge: Judge, k: int) -> None:
        if k < 1:
            raise InputError(f"repeats: at least 1, not {k}")
        self.identity = repeated_identity(judge.identity, k)
        self._judge = judge
        self._k = k

    async def __call__(self, sample: Sample, response: str, /, *, repeat: int = 0) -> Judgment:
        draws = range(repeat * self._k, (repeat + 1) * self._k)
        return _mean([await self._judge(sample, response, repeat=draw) for draw in draws])


Answer = float | bool | str | Mapping[str, Any]
"""A number, a truth value, a reply to parse, or a mapping that holds the score."""


class Called:
    """A judge made of a function `(prompt, response) -> answer`, plain or async.

    A truth value stands for an end of the scale; a string is read by the contract `reply`. Code has
    no hash, so give another `version` when the function comes to judge otherwise.
    """

    def __init__(
        self,
        function: Callable[[str, str], Answer | Awaitable[Answer]],
        *,
        scale: Scale,
        reply: Contract = _JSON,
        name: str | None = None,
        version: str = "1",
    ) -> None:
        self.identity = called_identity(
            name or _name(function),
            version=version,
            scale=scale,
            reply=reply,
        )
        self._function = function
        self._scale = scale
        self._reply = reply

    async def __call__(self, sample: Sample, response: str, /, *, repeat: int = 0) -> Judgment:
        try:
            answer = self._function(sample.prompt, response)
            if inspect.isawaitable(answer):
                answer = await answer
        except CallFailed as failure:
            return _failed(failure)
        except Exception as error:  # noqa: BLE001 - a user's code may raise anything; it is data
            return Judgment(unscored=Unscored.TRANSPORT, detail=f"{type(error).__name__}: {error}")
        raw = answer if isinstance(answer, str) else repr(answer)
        return judgment(self._reading(answer, response), Reply(text=raw))

    def _reading(self, answer: Answer, response: str) -> Reading:
        if isinstance(answer, str):
            return read(answer, self._reply, self._scale, response)
        value = answer.get(self._reply.field) if isinstance(answer, Mapping) else answer
        if isinstance(value, bool):
            value = self._scale.high if value else self._scale.low
        return number(value, self._scale)


def _name(function: object) -> str:
    return str(getattr(function, "__qualname__", type(function).__qualname__))


def _failed(failure: CallFailed) -> Judgment:
    """Count a failed call as a missing score, unless no further call can succeed either."""
    if failure.fatal:
        raise failure
    return Judgment(unscored=Unscored.TRANSPORT, detail=str(failure))


def _mean(draws: Sequence[Judgment]) -> Judgment:
    missing = [draw for draw in draws if draw.unscored]
    why = f"{len(missing)} of {len(draws)} draws, first: {missing[0].detail}" if missing else ""
    return Judgment(
        score=None if missing else _fold(fmean, [draw.score for draw in draws]),
        unscored=missing[0].unscored if missing else None,
        detail=why,
        mass=_fold(min, [draw.mass for draw in draws]),
        raw="\n\n".join(draw.raw for draw in draws),
        usage=Usage(
            prompt_tokens=_fold(sum, [draw.usage.prompt_tokens for draw in draws]),
            completion_tokens=_fold(sum, [draw.usage.completion_tokens for draw in draws]),
        ),
        cost_usd=_fold(math.fsum, [draw.cost_usd for draw in draws]),
    )


def _fold(how: Callable[[list[N]], N], values: Sequence[N | None]) -> N | None:
    """Combine values that are all known; one unknown makes the whole unknown."""
    known = [value for value in values if value is not None]
    return how(known) if len(known) == len(values) else None

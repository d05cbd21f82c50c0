"""A model behind a prompt: the judge that is asked in words."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

from pydantic import JsonValue

from judgekit.errors import CallFailed, CatalogError
from judgekit.judging.asking import request_params
from judgekit.judging.identity import prompted_identity
from judgekit.judging.lint import check_prompt
from judgekit.judging.orders import DualOrder, turned
from judgekit.judging.parse import failed, parse
from judgekit.judging.render import render, rival_of
from judgekit.judging.vector import apart, joined
from judgekit.types import (
    Complete,
    Framing,
    Judge,
    JudgePrompt,
    Judgment,
    Order,
    Protocol,
    Request,
    Sample,
    Scale,
)


class PromptedJudge:
    """A model that is shown a prompt and held to the prompt's contract.

    Under a pairwise prompt it compares the response with the sample's rival in one `order`; the
    score is the response's. Attributes asked apart take a call each. `scale` is where scores are
    told, if not on the prompt's own.
    """

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
        order: Order = Order.FIRST,
        scale: Scale | None = None,
    ) -> None:
        for problem in check_prompt(prompt):
            raise CatalogError(problem)
        self.framing = Framing(prompt=prompt, order=order)
        self.identity = prompted_identity(
            prompt,
            judge=name or model,
            model=model,
            api_base=api_base,
            params=request_params(prompt, params or {}, structured=structured),
        )
        self._complete = complete
        self._scale = scale or prompt.scale
        self._anew = partial(
            PromptedJudge,
            complete=complete,
            model=model,
            api_base=api_base,
            params=params,
            structured=structured,
            name=name,
            scale=self._scale,
        )
        self._parts = [self._anew(part, scale=prompt.scale) for part in apart(prompt)]

    @property
    def prompt(self) -> JudgePrompt:
        return self.framing.prompt

    def under(self, framing: Framing) -> Judge:
        """Return the same model asked in another way; its scores stay on this judge's scale."""
        if framing.order is not Order.BOTH:
            return self._anew(framing.prompt, order=framing.order)
        return DualOrder(
            *(self._anew(framing.prompt, order=o) for o in (Order.FIRST, Order.SECOND))
        )

    async def __call__(self, sample: Sample, response: str, /, *, repeat: int = 0) -> Judgment:
        read = await self._read(sample, response, repeat)
        if self.framing.order is Order.SECOND:
            read = turned(read, self.prompt.scale)
        return told_on(self._scale, read, self.prompt.scale)

    async def _read(self, sample: Sample, response: str, repeat: int) -> Judgment:
        if self._parts:
            parts = [await part(sample, response, repeat=repeat) for part in self._parts]
            return joined(self.prompt, parts)
        try:
            reply = await self._complete(self.request(sample, response, repeat=repeat))
        except CallFailed as failure:
            return failed(failure)
        return parse(self.prompt, reply, self._judged(sample, response))

    def request(self, sample: Sample, response: str, *, repeat: int = 0) -> Request:
        """Return the call that asks for this judgment, without making it."""
        return Request(
            model=self.identity.model,
            api_base=self.identity.api_base,
            messages=render(self.prompt, sample, response, order=self.framing.order),
            params=self.identity.params,
            repeat=repeat,
        )

    def _judged(self, sample: Sample, response: str) -> str:
        """Return all that a reply may quote without meaning it."""
        if self.prompt.protocol is not Protocol.PAIRWISE:
            return response
        return f"{response}\n{rival_of(sample)}"


def told_on(scale: Scale, judgment: Judgment, given_on: Scale) -> Judgment:
    """Return the judgment with its scores moved linearly from one scale to another."""
    if scale == given_on:
        return judgment
    score = None if judgment.score is None else moved(judgment.score, given_on, scale)
    grades = {name: moved(grade, given_on, scale) for name, grade in judgment.grades.items()}
    return judgment.model_copy(update={"score": score, "grades": grades})


def moved(score: float, given_on: Scale, to: Scale) -> float:
    """Return the place on a scale that a score has on another."""
    if (to.low, to.high) == (given_on.low, given_on.high):
        return score
    return to.low + (score - given_on.low) / given_on.span * to.span

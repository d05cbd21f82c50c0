"""A function of the user's own as a judge."""

from __future__ import annotations

import inspect
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from judgekit.errors import CallFailed
from judgekit.judging.identity import called_identity
from judgekit.judging.parse import failed, judgment, read
from judgekit.judging.reading import Reading, number
from judgekit.types import Contract, Judgment, Reply, Sample, Scale, Unscored

_JSON = Contract(form="json")

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
            return failed(failure)
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

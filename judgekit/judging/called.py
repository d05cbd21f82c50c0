"""A function of the user's own as a judge."""

from __future__ import annotations

import inspect
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from judgekit.errors import CallFailed, JudgekitError
from judgekit.judging.identity import called_identity
from judgekit.judging.parse import failed, judgment, read
from judgekit.judging.reading import Reading, number_or_truth
from judgekit.judging.sources import made_of, qualified_name
from judgekit.text import known_secrets, scrub
from judgekit.types import Contract, Judgment, Reply, Sample, Scale

_JSON = Contract(form="json")
_LASTING = frozenset({401, 403, 404})

Answer = float | bool | str | Mapping[str, Any]
"""A number, a truth value, a reply to parse, or a mapping that holds the score."""


class Called:
    """A judge made of a function `(prompt, response) -> answer`, plain or async.

    A truth value stands for an end of the scale; a string is read by the contract `reply`. It is
    called in this process, again for every draw, and nothing is recorded. It is known by name,
    source and the values it closes over: where it comes to judge otherwise for another reason,
    give another `version`.
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
            name or qualified_name(function),
            version=version,
            scale=scale,
            made_of={"function": made_of(function), "reply": reply.model_dump()},
        )
        self._function = function
        self._scale = scale
        self._reply = reply

    async def __call__(self, sample: Sample, response: str, /, *, repeat: int = 0) -> Judgment:
        return await caught(self._ask(sample, response))

    async def _ask(self, sample: Sample, response: str) -> Judgment:
        answer = self._function(sample.prompt, response)
        if inspect.isawaitable(answer):
            answer = await answer
        raw = answer if isinstance(answer, str) else repr(answer)
        return judgment(self._reading(answer, response), Reply(text=raw))

    def _reading(self, answer: Answer, response: str) -> Reading:
        if isinstance(answer, str):
            return read(answer, self._reply, self._scale, response)
        value = answer.get(self._reply.field) if isinstance(answer, Mapping) else answer
        return number_or_truth(value, self._scale)


async def caught(judging: Awaitable[Judgment]) -> Judgment:
    """Return a judgment by code that is not ours; what it raises is a missing score.

    Raises what a person must put right, and `CallFailed` where a provider's client says that no
    later call can succeed either.
    """
    try:
        return await judging
    except CallFailed as failure:
        return failed(failure)
    except JudgekitError:
        raise
    except Exception as error:  # noqa: BLE001 - a user's code may raise anything; it is data
        said = scrub(f"{type(error).__name__}: {error}", known_secrets())
        return failed(CallFailed(said, fatal=getattr(error, "status_code", None) in _LASTING))

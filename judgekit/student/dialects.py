"""Two ways to ask for the log-probabilities of a prompt, and a probe that each is understood."""

from __future__ import annotations

import asyncio
import json
import math
from collections.abc import Awaitable, Callable
from typing import Any, TypeAlias

from judgekit.criteria.student import Passage, Reading, Tokens
from judgekit.errors import CallFailed

Ask: TypeAlias = Callable[[str], Awaitable[str]]
"""Sends a body of JSON and returns the answer, which is JSON."""

PROBE = "Seven quiet herons stood beside the old canal, 42 metres apart."
_TELLING = 1
"""The most likely tokens that are asked for beside the given one; some servers refuse 0."""


class Unlike(Exception):  # noqa: N818 - it reads as what happened
    """An answer that is not what was asked for; the message says what it lacks."""


class Vllm:
    """The `prompt_logprobs` of vLLM: tokens are asked for first, so context and target stay apart.

    The server tokenises: what is spelled like a special token in a text is one.
    """

    name = "prompt_logprobs"

    def __init__(self, model: str, complete: Ask, tokenize: Ask, *, max_tokens: int) -> None:
        self._model = model
        self._complete = complete
        self._tokenize = tokenize
        self._max_tokens = max_tokens
        self._begin: list[int] = []
        self._chats = False

    async def probe(self) -> None:
        """Learn what stands before a text, and read a known one; raise Unlike where that fails."""
        plain = await self._ids(prompt=PROBE, add_special_tokens=False)
        if len(plain) < 2:
            raise Unlike(f"{len(plain)} tokens for a text of many")
        whole = await self._ids(prompt=PROBE, add_special_tokens=True)
        self._begin = whole[: whole.index(plain[0])] if plain[0] in whole else []
        try:
            self._chats = bool(await self._asked("?"))
        except (Unlike, CallFailed):  # without a chat template it reads plain text
            self._chats = False
        await self._read([*self._begin, *plain], max(1, len(self._begin)))

    async def read(self, passage: Passage) -> Reading:
        """Return what the student makes of a passage."""
        before, target = await asyncio.gather(
            self._before(passage), self._ids(prompt=passage.target, add_special_tokens=False)
        )
        if len(before) + len(target) > self._max_tokens:
            return f"more than the {self._max_tokens:,} tokens that the student reads"
        if not target or len(before) + len(target) == 1:
            return Tokens((), ())
        return await self._read([*before, *target], max(1, len(before)))

    async def _before(self, passage: Passage) -> list[int]:
        if passage.asked and self._chats:
            return await self._asked(passage.context)
        context = f"{passage.context}\n\n" if passage.asked else passage.context
        if not context:
            return self._begin
        return [*self._begin, *await self._ids(prompt=context, add_special_tokens=False)]

    async def _asked(self, prompt: str) -> list[int]:
        messages = [{"role": "user", "content": prompt}]
        return await self._ids(messages=messages, add_generation_prompt=True)

    async def _ids(self, **asked: Any) -> list[int]:
        answer = await _answer(self._tokenize, {"model": self._model, **asked})
        ids = answer.get("tokens")
        if not isinstance(ids, list) or not all(type(i) is int for i in ids):
            raise Unlike("no list of tokens")
        return ids

    async def _read(self, ids: list[int], start: int) -> Tokens:
        body = {
            "model": self._model,
            "prompt": ids,
            "max_tokens": 1,
            "temperature": 0,
            "prompt_logprobs": _TELLING,
        }
        told = _choice(await _answer(self._complete, body)).get("prompt_logprobs")
        if not isinstance(told, list) or len(told) != len(ids):
            n = len(told) if isinstance(told, list) else 0
            raise Unlike(f"{n} log-probabilities for a prompt of {len(ids)} tokens")
        found = [_of_token(told[i], ids[i]) for i in range(start, len(ids))]
        return Tokens(tuple(p for p, _ in found), tuple(rank for _, rank in found))


class Echoing:
    """The `echo` and `logprobs` of the first completions API: text in, text and tokens back."""

    name = "echo"

    def __init__(self, model: str, complete: Ask) -> None:
        self._model = model
        self._complete = complete

    async def probe(self) -> None:
        """Read a known text; raise Unlike where it does not come back whole."""
        if len((await self._read("", PROBE)).log_probs) < 2:
            raise Unlike("fewer than 2 log-probabilities for a text of many tokens")

    async def read(self, passage: Passage) -> Reading:
        """Return what the student makes of a passage, without ranks."""
        if not passage.target:
            return Tokens(())
        before = f"{passage.context}\n\n" if passage.asked else passage.context
        try:
            return await self._read(before, passage.target)
        except _Straddles:
            return "a token holds the end of the context and the beginning of the text"

    async def _read(self, before: str, target: str) -> Tokens:
        text = before + target
        body = {
            "model": self._model,
            "prompt": text,
            "max_tokens": 1,
            "temperature": 0,
            "echo": True,
            "logprobs": _TELLING,
        }
        told = _choice(await _answer(self._complete, body)).get("logprobs")
        names = ("tokens", "token_logprobs")
        if not isinstance(told, dict) or not all(isinstance(told.get(n), list) for n in names):
            raise Unlike("no log-probabilities of tokens")
        tokens, log_probs = told["tokens"], told["token_logprobs"]
        starts = _starts(tokens, text)
        if len(before) not in starts:
            raise _Straddles(f"no token begins at {len(before)}")
        first = max(1, starts.index(len(before)))
        if len(log_probs) < len(starts):
            raise Unlike(f"{len(log_probs)} log-probabilities for {len(starts)} tokens")
        return Tokens(tuple(map(_log_prob, log_probs[first : len(starts)])))


class _Straddles(Unlike):
    """A token across the end of the context."""


def _starts(tokens: list[Any], text: str) -> list[int]:
    """Return where each token of a text begins; raise Unlike where they are not its tokens."""
    starts, at = [], 0
    for token in tokens:
        if at >= len(text):
            break
        if not isinstance(token, str) or not text.startswith(token, at):
            raise Unlike("the tokens that come back are not those of the text")
        starts.append(at)
        at += len(token)
    if at < len(text):
        raise Unlike(f"{at} of {len(text)} characters of the text come back")
    return starts


async def _answer(ask: Ask, body: dict[str, Any]) -> dict[str, Any]:
    # In ASCII, the one form of JSON in which half a character can be sent.
    answer: Any = json.loads(await ask(json.dumps(body)))
    if not isinstance(answer, dict):
        raise Unlike("the answer is no object")
    return answer


def _choice(answer: dict[str, Any]) -> dict[str, Any]:
    choices = answer.get("choices")
    if not isinstance(choices, list) or not choices or not isinstance(choices[0], dict):
        raise Unlike("no choice in the answer")
    return choices[0]


def _of_token(told: Any, token: int) -> tuple[float, int]:
    of_token = told.get(str(token)) if isinstance(told, dict) else None
    rank = of_token.get("rank") if isinstance(of_token, dict) else None
    if not isinstance(of_token, dict) or type(rank) is not int or rank < 1:
        raise Unlike("a token without its log-probability and rank")
    return _log_prob(of_token.get("logprob")), rank


def _log_prob(told: Any) -> float:
    if isinstance(told, bool) or not isinstance(told, int | float) or not math.isfinite(told):
        raise Unlike("a log-probability that is no number")
    if told > 1e-3:
        raise Unlike(f"a log-probability above 0, {told:g}")
    return min(0.0, float(told))

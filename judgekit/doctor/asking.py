"""What a judge takes, found by asking it: one tiny call for each parameter."""

from __future__ import annotations

from collections.abc import Mapping

from pydantic import JsonValue

from judgekit.doctor.checks import Check, State
from judgekit.errors import CallFailed
from judgekit.types import Complete, Message, Reply, Request

TRIED: Mapping[str, Mapping[str, JsonValue]] = {
    "temperature": {"temperature": 0},
    "top_p": {"top_p": 1},
    "seed": {"seed": 0},
    "log-probabilities": {"logprobs": True, "top_logprobs": 5},
    "structured replies": {"response_format": {"type": "json_object"}},
}

_MAX_TOKENS = 16
"""The least that every provider takes."""
_QUESTION = 'Reply with the JSON object {"score": 1} and nothing else.'


async def ask_judge(
    complete: Complete, model: str, *, api_base: str | None = None
) -> tuple[Check, ...]:
    """Ask once with nothing, then once with each parameter; a judge that is silent is asked once.

    LiteLLM's tables are not always right: new models refuse what older ones took.
    """
    found = [await _try(complete, model, api_base, "answers", {})]
    if found[0].state is State.OK:
        for name, params in TRIED.items():
            found.append(await _try(complete, model, api_base, name, params))
    return tuple(found)


async def _try(
    complete: Complete, model: str, api_base: str | None, name: str, params: Mapping[str, JsonValue]
) -> Check:
    request = Request(
        model=model,
        api_base=api_base,
        messages=(Message(role="user", content=_QUESTION),),
        params={"max_tokens": _MAX_TOKENS, **params},
    )
    try:
        return _on_reply(name, await complete(request))
    except CallFailed as failure:
        state = State.NOTE if params else State.BAD
        return Check(name=name, state=state, text=f"refused: {failure}")


def _on_reply(name: str, reply: Reply) -> Check:
    if name == "log-probabilities" and reply.first_token is None:
        return Check(name=name, state=State.NOTE, text="taken, but none came back")
    who = f" by {reply.model}" if name == "answers" and reply.model else ""
    return Check(name=name, state=State.OK, text=f"taken{who}")

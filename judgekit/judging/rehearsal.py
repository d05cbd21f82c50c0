"""A judgment without a model: what would be asked, and how given replies would be read."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from judgekit.judging.orders import in_both_orders
from judgekit.judging.prompted import PromptedJudge
from judgekit.types import (
    JudgePrompt,
    Judgment,
    Protocol,
    Reply,
    Request,
    Sample,
    TokenChoice,
)


class Rehearsal(NamedTuple):
    """The calls that one judgment takes, and the judgment."""

    requests: tuple[Request, ...]
    judgment: Judgment


async def rehearse(
    prompt: JudgePrompt,
    sample: Sample,
    response: str,
    *,
    replies: Sequence[str] = ("",),
    structured: bool = False,
) -> Rehearsal:
    """Judge a response as an audit would, with the replies in turn and the last one for the rest.

    Where a score is read from token probabilities, a reply stands for a token that is certain.
    """
    asked: list[Request] = []

    async def complete(request: Request) -> Reply:
        asked.append(request)
        text = replies[min(len(asked), len(replies)) - 1]
        return Reply(text=text, first_token=(TokenChoice(text, 0.0),))

    judge = PromptedJudge(prompt, complete, model="rehearsed", structured=structured)
    whole = in_both_orders(judge) if prompt.protocol is Protocol.PAIRWISE else judge
    judgment = await whole(sample, response)
    return Rehearsal(tuple(asked), judgment)

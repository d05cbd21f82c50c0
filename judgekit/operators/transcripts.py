"""Edits that say of a conversation what its messages do not bear out."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from typing import Literal

from judgekit.operators.edits import EMPTY, put_around
from judgekit.operators.wordings import Texts
from judgekit.types import Context, Declined, Edit, Role, Transcript

NO_CONVERSATION = Declined("the sample is no conversation")
NO_TOOL = Declined("no tool was called")


def allege(
    text: str,
    context: Context,
    rng: random.Random,
    /,
    *,
    texts: Texts,
    about: Literal["tool", "user", "system"],
    unless: Texts | None = None,
    separator: str = "\n\n",
) -> Edit | Declined:
    """Put one of the texts after the text; it claims something about tool, user or system.

    `{tool}` becomes the name of a tool that was called. Where what it is about holds a word of
    `unless`, whatever the case, the claim might be true.
    """
    transcript, role = context.sample.transcript, Role(about)
    if not text.strip():
        return EMPTY
    if transcript is None:
        return NO_CONVERSATION
    tools = _tools(transcript)
    if role is Role.TOOL and not tools:
        return NO_TOOL
    if role is Role.USER and all(turn.role is not role for turn in transcript.turns):
        return Declined("no user speaks")
    said = "\n".join(_said(transcript, role)).casefold()
    if any(word.casefold() in said for word in unless or ()):
        return Declined(f"what is claimed of the {about} might be true")
    tool = rng.choice(tools) if tools else ""
    return put_around(text, "", separator + _filled(rng.choice(texts), tool=tool))


def misquote(
    text: str, context: Context, rng: random.Random, /, *, texts: Texts, separator: str = "\n\n"
) -> Edit | Declined:
    """Put one of the texts after the text; it quotes a number that a tool did not give.

    `{tool}` becomes the tool's name and `{number}` a number somewhat above one that it gave.
    """
    transcript = context.sample.transcript
    if not text.strip():
        return EMPTY
    if transcript is None:
        return NO_CONVERSATION
    given = list(_numbers(transcript))
    if not given:
        return Declined("no tool gave a number")
    tool, number = rng.choice(given)
    known = {n for line in (text, transcript.shown) for n in re.findall("[0-9]+", line)}
    wrong = int(number) + rng.randint(2, 9)
    while str(wrong) in known:
        wrong += 1
    said = _filled(rng.choice(texts), tool=tool, number=str(wrong))
    return put_around(text, "", separator + said)


# A number that stands alone: no part of a date, a version, a decimal or an identifier.
_NUMBER = re.compile(r"(?<![\w.,:/+-])[0-9]{1,9}(?![\w%]|[.,:/-]\w)")
_SLOT = re.compile(r"\{(tool|number)\}")


def _tools(transcript: Transcript) -> list[str]:
    calls = (call.name for turn in transcript.turns for call in turn.tool_calls)
    return list(dict.fromkeys(calls))


def _said(transcript: Transcript, role: Role) -> Iterator[str]:
    """Yield the texts of one role; to what tools say belongs what they were asked."""
    yield from (turn.text for turn in transcript.turns if turn.role is role)
    if role is Role.TOOL:
        for turn in transcript.turns:
            yield from (f"{call.name} {call.arguments}" for call in turn.tool_calls)


def _numbers(transcript: Transcript) -> Iterator[tuple[str, str]]:
    for turn in transcript.turns:
        if turn.role is Role.TOOL and turn.name is not None:
            yield from ((turn.name, number) for number in _NUMBER.findall(turn.text))


def _filled(wording: str, **slots: str) -> str:
    """Fill the slots in one pass, for a tool may be named like one."""
    return _SLOT.sub(lambda m: slots.get(m[1], m[0]), wording)

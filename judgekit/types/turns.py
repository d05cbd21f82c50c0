"""The messages of a conversation, and how they are written out so that none can fake another."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from enum import StrEnum
from typing import Annotated

from pydantic import AfterValidator

from judgekit.types.record import Record


class Role(StrEnum):
    """Who speaks."""

    SYSTEM = "system"
    USER = "user"
    ASSISTANT = "assistant"
    TOOL = "tool"


def one_word(name: str) -> str:
    """Return a name or an id as it is if it can stand in a heading, else raise `ValueError`."""
    if not name or " " in name or not name.isprintable():
        raise ValueError(f"{brief(name)} is not one visible word, as names and ids must be")
    return name


def brief(value: object) -> str:
    """Return what was given as a sentence about it can hold it: visible, and not long."""
    spelled = repr(value)
    return spelled if len(spelled) <= 60 else f"{spelled[:57]}..."


Word = Annotated[str, AfterValidator(one_word)]


class ToolCall(Record):
    """A tool as an assistant's message calls it."""

    name: Word
    arguments: str = ""
    """As the model wrote them: JSON, or meant to be."""
    id: Word | None = None


class Turn(Record):
    """One message."""

    role: Role
    text: str = ""
    name: Word | None = None
    """Of the speaker; where a tool speaks, of the tool."""
    tool_calls: tuple[ToolCall, ...] = ()
    tool_call_id: Word | None = None
    """Where a tool speaks, the call that it answers."""


RESPONSE_HERE = "(the response to be judged)"


def show(turns: Sequence[Turn], judged: int | None = None) -> str:
    """Write messages out; of the judged one's text only a mark says where it stands.

    A heading opens its line with a bracket, and every line of a text opens with a bar, whichever
    line break is before it. `text.turns_in` reads the messages back.
    """
    return "\n\n".join("\n".join(_lines(turn, judged=i == judged)) for i, turn in enumerate(turns))


def _lines(turn: Turn, *, judged: bool) -> Iterator[str]:
    yield _heading(turn)
    if judged:
        yield RESPONSE_HERE
    elif turn.text:
        yield _barred(turn.text)
    for call in turn.tool_calls:
        yield f"[calls {call.name}]" if call.id is None else f"[calls {call.name} as {call.id}]"
        if call.arguments:
            yield _barred(call.arguments)


def _heading(turn: Turn) -> str:
    name = "" if turn.name is None else f" {turn.name}"
    answers = "" if turn.tool_call_id is None else f" answers {turn.tool_call_id}"
    return f"[{turn.role}{name}{answers}]"


def _barred(text: str) -> str:
    """Put a bar before every line; a text that ends in a line break ends in an empty line."""
    lines = text.splitlines(keepends=True)
    if lines[-1].splitlines() != [lines[-1]]:
        lines.append("")
    return "".join(f"| {line}" if any(line.splitlines()) else f"|{line}" for line in lines)

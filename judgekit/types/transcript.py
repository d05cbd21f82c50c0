"""A conversation one message of which is judged, and what its messages must agree on."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Annotated, NamedTuple

from pydantic import Field, model_validator

from judgekit.types.record import Record
from judgekit.types.turns import Role, Turn, show


class Transcript(Record):
    """The messages in order; one of them, an assistant's, is judged.

    The text of that one is the sample's response and stands there alone: here it is empty.
    """

    turns: Annotated[tuple[Turn, ...], Field(min_length=1)]
    judged: Annotated[int, Field(ge=0)]

    @model_validator(mode="after")
    def _agree(self) -> Transcript:
        if fault := next(faults(self.turns), None):
            raise ValueError(f"turns.{'.'.join(map(str, fault.keys))}: {fault.what}")
        if self.judged >= len(self.turns) or self.turns[self.judged].role is not Role.ASSISTANT:
            raise ValueError(f"judged: turn {self.judged} is no message of an assistant")
        if self.turns[self.judged].text:
            raise ValueError("the judged turn's text is the sample's response; leave it out here")
        return self

    @property
    def shown(self) -> str:
        """What a judge reads beside the response, with a mark where that stands."""
        return show(self.turns, self.judged)

    @property
    def others(self) -> tuple[Turn, ...]:
        """All messages but the judged one."""
        return self.turns[: self.judged] + self.turns[self.judged + 1 :]

    def saying(self, response: str) -> tuple[Turn, ...]:
        """Return the messages with a text in the judged one."""
        said = self.turns[self.judged].model_copy(update={"text": response})
        return (*self.turns[: self.judged], said, *self.turns[self.judged + 1 :])


class Fault(NamedTuple):
    """What is wrong in a list of messages, and the way there from the list."""

    keys: tuple[int | str, ...]
    what: str

    def under(self, *keys: int | str) -> Fault:
        """Return the fault with the way there from further up."""
        return Fault((*keys, *self.keys), self.what)


def faults(turns: Sequence[Turn]) -> Iterator[Fault]:
    """Yield where messages do what their role cannot, and where calls of tools do not add up."""
    yield from _of_roles(turns)
    yield from _of_calls(turns)
    yield from _of_answers(turns)


def _of_roles(turns: Sequence[Turn]) -> Iterator[Fault]:
    for i, turn in enumerate(turns):
        if turn.tool_calls and turn.role is not Role.ASSISTANT:
            yield Fault((i, "tool_calls"), f"only an assistant calls tools, not a {turn.role}")
        if turn.tool_call_id and turn.role is not Role.TOOL:
            yield Fault((i, "tool_call_id"), f"only a tool answers a call, not a {turn.role}")


def _of_calls(turns: Sequence[Turn]) -> Iterator[Fault]:
    ids: set[str] = set()
    for i, turn in enumerate(turns):
        for j, call in enumerate(turn.tool_calls):
            if call.id in ids:
                yield Fault((i, "tool_calls", j, "id"), f"{call.id!r} already names another call")
            ids |= {call.id} if call.id else set()


def _of_answers(turns: Sequence[Turn]) -> Iterator[Fault]:
    """A tool's message answers a call before it, named by its id or else by the tool."""
    calls: dict[str, str] = {}
    tools: set[str | None] = set()
    answered: set[str] = set()
    for i, turn in enumerate(turns):
        call = turn.tool_call_id
        if turn.role is Role.TOOL and call is None and turn.name not in tools:
            yield Fault((i, "tool_call_id"), "missing; name the call that the tool answers")
        if turn.role is Role.TOOL and call is not None:
            if call in answered:
                yield Fault((i, "tool_call_id"), f"{call!r} is answered already")
            yield from _of_answer(i, turn, calls.get(call))
            answered.add(call)
        tools |= {made.name for made in turn.tool_calls}
        calls |= {made.id: made.name for made in turn.tool_calls if made.id}


def _of_answer(i: int, turn: Turn, tool: str | None) -> Iterator[Fault]:
    if tool is None:
        yield Fault((i, "tool_call_id"), f"{turn.tool_call_id!r} names no call before it")
    elif turn.name not in (None, tool):
        yield Fault((i, "name"), f"{turn.name!r} answers, but {tool!r} was called")

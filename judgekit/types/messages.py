"""Messages as chat APIs spell them, read into a transcript or refused field by field."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NoReturn

from pydantic import ValidationError
from pydantic_core import InitErrorDetails

from judgekit.types.transcript import Fault, Transcript, faults
from judgekit.types.turns import Role, ToolCall, Turn, brief, one_word

ROW_FIELDS = ("messages", "judged")
"""What a row with messages may have beside the fields of a sample."""


def holds_messages(row: Any) -> bool:
    """Say whether a row gives messages where others give a prompt."""
    return isinstance(row, Mapping) and (
        isinstance(row.get("prompt"), list) or not row.keys().isdisjoint(ROW_FIELDS)
    )


def with_transcript(row: Mapping[str, Any]) -> dict[str, Any]:
    """Return a row with its messages read into `prompt`, `response` and `transcript`.

    A `response` follows all the messages. Without one the last message is judged, or the one that
    `judged` names by its place, counted from 0, or by its `id`.
    """
    field = "messages" if "messages" in row else "prompt"
    rest = {key: value for key, value in row.items() if key not in (field, "judged")}
    if twice := {"prompt", "transcript"} & rest.keys():
        _refuse(Fault((field,), f"beside {min(twice)!r}; give the messages once"))
    turns = _turns(row.get(field), field)
    if rest.get("response") is None:
        judged = _place(row, field)
        rest["response"] = _text_to_judge(turns, judged, field)
        turns[judged] = turns[judged].model_copy(update={"text": ""})
    elif row.get("judged") is None:
        judged = len(turns)
        turns.append(Turn(role=Role.ASSISTANT))
    else:
        _refuse(Fault(("judged",), "beside 'response'; say in one way what is judged"))
    transcript = Transcript(turns=tuple(turns), judged=judged)
    return {**rest, "prompt": transcript.shown, "transcript": transcript}


def _refuse(*found: Fault) -> NoReturn:
    """Raise what records raise, so that whoever reads rows meets one kind of error."""
    details = [
        InitErrorDetails(
            type="value_error", loc=f.keys, input=None, ctx={"error": ValueError(f.what)}
        )
        for f in found
    ]
    raise ValidationError.from_exception_data("Sample", details)


def _place(row: Mapping[str, Any], field: str) -> int:
    name, ids = row.get("judged"), [message.get("id") for message in row[field]]
    if name is None:
        return len(ids) - 1
    if type(name) is int and 0 <= name < len(ids):
        return name
    if isinstance(name, str) and name in ids:
        return ids.index(name)
    known = f"give its place, from 0 to {len(ids) - 1}, or its id"
    _refuse(Fault(("judged",), f"{brief(name)} names no message; {known}"))


def _text_to_judge(turns: Sequence[Turn], judged: int, field: str) -> str:
    turn, instead = turns[judged], "give a 'response', or name an assistant's with 'judged'"
    if turn.role is not Role.ASSISTANT:
        _refuse(Fault((field, judged, "role"), f"a {turn.role}'s message is not judged; {instead}"))
    if not turn.text:
        _refuse(Fault((field, judged, "content"), f"no text that could be judged; {instead}"))
    return turn.text


def _turns(messages: Any, field: str) -> list[Turn]:
    if not isinstance(messages, list) or not messages:
        _refuse(Fault((field,), "no list of messages; a conversation has at least one"))
    turns: list[Turn] = []
    found: list[Fault] = []
    for i, message in enumerate(messages):
        try:
            turns.append(_turn(message))
        except _Wrong as wrong:
            found.append(wrong.fault.under(i))
    if not found:
        turns = _named(turns)
        found = [*_same_ids(messages), *faults(turns)]
    if found:
        _refuse(*(fault.under(field) for fault in found))
    return turns


def _named(turns: Sequence[Turn]) -> list[Turn]:
    """Give each tool's message the name of the tool whose call it answers."""
    tools = {call.id: call.name for turn in turns for call in turn.tool_calls if call.id}
    return [
        turn.model_copy(update={"name": turn.name or tools.get(turn.tool_call_id or "")})
        for turn in turns
    ]


def _same_ids(messages: Sequence[Mapping[str, Any]]) -> Iterator[Fault]:
    places: dict[Any, int] = {}
    for i, name in ((i, m["id"]) for i, m in enumerate(messages) if m.get("id") is not None):
        if name in places:
            yield Fault((i, "id"), f"{brief(name)} already names message {places[name]}")
        places.setdefault(name, i)


class _Wrong(ValueError):  # noqa: N818 - it reads as what happened
    """A fault met while a message was read."""

    def __init__(self, what: str, *keys: int | str) -> None:
        super().__init__(what)
        self.fault = Fault(keys, what)


_FIELDS = ("role", "content", "name", "tool_calls", "tool_call_id", "id")


def _turn(message: Any) -> Turn:
    """Read one message; fields that hold nothing, as APIs return many, are not there."""
    if not isinstance(message, Mapping):
        raise _Wrong("not a message; a message is an object with 'role' and 'content'")
    given = {key: value for key, value in message.items() if value is not None and value != []}
    for key in given:
        if key not in _FIELDS:
            raise _Wrong(f"unknown field; a message has {', '.join(_FIELDS)}", str(key))
    _word(given, "id")
    return Turn(
        role=_role(given),
        text=_text(given),
        name=_word(given, "name"),
        tool_calls=_calls(given.get("tool_calls", [])),
        tool_call_id=_word(given, "tool_call_id"),
    )


def _role(given: Mapping[str, Any]) -> Role:
    role = given.get("role")
    if role not in [*Role]:
        raise _Wrong(f"{brief(role)} is no role; known: {', '.join(sorted(Role))}", "role")
    return Role(str(role))


def _text(given: Mapping[str, Any]) -> str:
    content = given.get("content", "" if "tool_calls" in given else None)
    if isinstance(content, list):
        return "\n".join(_part(part, i) for i, part in enumerate(content))
    if not isinstance(content, str):
        raise _Wrong(f"{brief(content)} is neither text nor a list of parts of text", "content")
    return content


def _part(part: Any, i: int) -> str:
    kind = part.get("type") if isinstance(part, Mapping) else part
    if kind != "text" or not isinstance(part.get("text"), str):
        what = f"{brief(kind)} is no part of text, and a judge is shown text alone"
        raise _Wrong(f"{what}; say in words what it holds, or leave the row out", "content", i)
    return str(part["text"])


def _calls(calls: Any) -> tuple[ToolCall, ...]:
    if not isinstance(calls, list):
        raise _Wrong("not a list of calls", "tool_calls")
    return tuple(_call(call, "tool_calls", j) for j, call in enumerate(calls))


def _call(call: Any, *at: int | str) -> ToolCall:
    function = call.get("function") if isinstance(call, Mapping) else None
    if not isinstance(function, Mapping) or call.get("type", "function") != "function":
        raise _Wrong("not a call of a function; a call has an 'id' and a 'function'", *at)
    arguments = function.get("arguments", "")
    if isinstance(arguments, Mapping):
        arguments = json.dumps(arguments, ensure_ascii=False, default=str)
    if not isinstance(arguments, str):
        raise _Wrong(
            f"{brief(arguments)} is neither text nor an object", *at, "function", "arguments"
        )
    name = _word(function, "name", *at, "function")
    if name is None:
        raise _Wrong("missing; a call names its tool", *at, "function", "name")
    return ToolCall(name=name, arguments=arguments, id=_word(call, "id", *at))


def _word(given: Mapping[str, Any], key: str, *at: int | str) -> str | None:
    word = given.get(key)
    try:
        return None if word is None else one_word(word if isinstance(word, str) else "")
    except ValueError:
        what = f"{brief(word)} is not one visible word, as names and ids must be"
        raise _Wrong(what, *at, key) from None

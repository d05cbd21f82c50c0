"""The messages in a conversation that was written out."""

from __future__ import annotations

import re
from typing import NamedTuple

from pydantic import ValidationError

from judgekit.types import RESPONSE_HERE, Role, ToolCall, Turn, show


class Shown(NamedTuple):
    """The messages read back, and which of them only a mark stands for."""

    turns: tuple[Turn, ...]
    judged: int | None


def turns_in(text: str) -> Shown | None:
    """Read back what `show` wrote; None for any other text, however like it."""
    try:
        found = _read(text)
    except ValidationError:
        # A heading with a name that no message can have: nothing that `show` wrote.
        return None
    return found if found and show(*found) == text else None


_TURN = re.compile(rf"\[({'|'.join(Role)})(?: (\S+))?(?: answers (\S+))?\]")
_CALL = re.compile(r"\[calls (\S+)(?: as (\S+))?\]")


def _read(text: str) -> Shown | None:
    turns: list[Turn] = []
    judged = None
    for opener, body in _blocks(text):
        if m := _TURN.fullmatch(opener):
            turns.append(Turn(role=Role(m[1]), name=m[2], tool_call_id=m[3], text=body))
        elif turns and opener == RESPONSE_HERE:
            judged = len(turns) - 1
        elif turns and (m := _CALL.fullmatch(opener)):
            calls = (*turns[-1].tool_calls, ToolCall(name=m[1], id=m[2], arguments=body))
            turns[-1] = turns[-1].model_copy(update={"tool_calls": calls})
        else:
            return None
    return Shown(tuple(turns), judged) if turns else None


def _blocks(text: str) -> list[tuple[str, str]]:
    """Return each line without a bar, with the text that the barred lines below it make."""
    blocks: list[tuple[str, list[str]]] = [("", [])]
    for line in f"{text}\n".splitlines(keepends=True):
        if line.startswith("|"):
            blocks[-1][1].append(line[1:].removeprefix(" "))
        elif line != "\n":
            blocks.append((line.removesuffix("\n"), []))
    return [(opener, "".join(body).removesuffix("\n")) for opener, body in blocks[1:]]

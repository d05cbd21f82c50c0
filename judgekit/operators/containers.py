"""Edits that put the whole text into a container it can be taken out of again."""

from __future__ import annotations

import json
import random
import re
from typing import Annotated

from pydantic import Field

from judgekit.operators.code.programs import is_program
from judgekit.operators.edits import EMPTY, PROGRAM, edit, insert, put_around
from judgekit.types import Context, Declined, Edit, Splice


def code_fence(text: str, context: Context, rng: random.Random, /) -> Edit | Declined:
    """Put the text into a code block whose fence is longer than any inside."""
    if not text.strip():
        return EMPTY
    longest = max((len(run) for run in re.findall(r"`+", text)), default=0)
    fence = "`" * max(3, longest + 1)
    return put_around(text, f"{fence}\n", f"\n{fence}")


def wrap_json(
    text: str, context: Context, rng: random.Random, /, *, key: str = "answer"
) -> Edit | Declined:
    """Make the text the one value of a JSON object."""
    if not text.strip():
        return EMPTY
    escapes = (Splice(m.start(), m.end(), json.dumps(m[0])[1:-1]) for m in _ESCAPED.finditer(text))
    start = Splice(0, 0, f'{{{json.dumps(key, ensure_ascii=False)}: "')
    return edit(text, (start, *escapes, Splice(len(text), len(text), '"}')))


def wrap_yaml(
    text: str,
    context: Context,
    rng: random.Random,
    /,
    *,
    key: Annotated[str, Field(pattern=r"^[a-z]+$")] = "answer",
) -> Edit | Declined:
    """Make the text the one value of a YAML mapping, as a block that keeps its lines."""
    if not text.strip():
        return EMPTY
    if _NOT_IN_YAML.search(text):
        return Declined("the text has characters that no YAML block can hold as they are")
    indent = "2" if text[0].isspace() else ""
    chomp = "+" if text.endswith("\n") else "-"
    lines = ((m.start(), "  ") for m in re.finditer(r"^(?=[^\n])", text, re.M))
    return insert(text, ((0, f"{key}: |{indent}{chomp}\n"), *lines))


def wrap_tag(
    text: str,
    context: Context,
    rng: random.Random,
    /,
    *,
    tag: Annotated[str, Field(pattern=r"^[A-Za-z][\w-]*$")],
) -> Edit | Declined:
    """Put the text between an opening and a closing tag."""
    if not text.strip():
        return EMPTY
    if is_program(text):
        return PROGRAM
    if f"</{tag}>" in text:
        return Declined(f"the text already closes a tag {tag!r}")
    return put_around(text, f"<{tag}>\n", f"\n</{tag}>")


def quote_lines(text: str, context: Context, rng: random.Random, /) -> Edit | Declined:
    """Quote every line."""
    if not text.strip():
        return EMPTY
    return insert(text, ((m.start(), "> ") for m in re.finditer(r"^", text, re.M)))


_ESCAPED = re.compile(r'["\\\x00-\x1f]')
# Control characters, other breaks of lines, marks of byte order, halves of characters.
_NOT_IN_YAML = re.compile(
    "[^\n\t -\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]"
)

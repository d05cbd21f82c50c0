"""Hostile text as something a person can look at: nothing hidden, nothing active, cuts stated."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from typing import Literal, NamedTuple

import regex

# Controls, format characters, surrogates, unassigned; whatever a font draws as nothing; every
# space that is not the space. Newline, tab and space are left to the layout.
_UNSEEN = r"[[\p{C}\p{Z}\p{Default_Ignorable_Code_Point}\u2800]--[\n\t ]]"
# A Cyrillic letter, or a Greek one that looks Latin, inside a Latin word is there to deceive.
_ALIKE = r"[\p{Cyrillic}ΑΒΕΖΗΙΚΜΝΟΡΤΥΧο]"
_LOOK_ALIKE = rf"{_ALIKE}(?=\p{{L}}{{0,20}}\p{{Latin}})|(?<=\p{{Latin}}\p{{L}}{{0,20}}){_ALIKE}"
_SPACES = r"\n|\t+|\A\ +\Z|\ {2,}"

UNSEEN = regex.compile(_UNSEEN, regex.VERSION1)
MARKED = regex.compile(rf"{_UNSEEN}+|{_LOOK_ALIKE}", regex.VERSION1)
MARKED_AND_SPACED = regex.compile(rf"{_UNSEEN}+|{_LOOK_ALIKE}|{_SPACES}", regex.VERSION1)

ESCAPES = 250
"""Escapes shown of a text up to 2,000 characters; each takes the room of thirty."""
_FEW = 3
"""Times that the same escape is written; beyond, it is written once and counted."""
_DRAWN = {" ": "·", "\t": "⇥", "\n": "↵"}


class Piece(NamedTuple):
    """A run of text, an escape that stands for something unseen, or a note about a cut."""

    kind: Literal["text", "escape", "note"]
    text: str


def plain(text: str) -> str:
    """Return text with every unseen character written as ⟨U+200B⟩."""
    return UNSEEN.sub(lambda found: escape(found[0]), text)


def one_line(text: str) -> str:
    """Return text in one line and no white space that runs on, with nothing unseen."""
    return " ".join(plain(text).split())


def escape(char: str) -> str:
    """Return the visible name of a code point."""
    return f"⟨U+{ord(char):04X}⟩"


def cut(text: str, limit: int) -> tuple[str, str]:
    """Return at most `limit` characters, and the note that says what was cut ("" for nothing)."""
    missing = len(text) - limit
    return (text[:limit], f"[{missing:,} more characters]") if missing > 0 else (text, "")


def short(text: str, limit: int = 120) -> str:
    """Return a name as far as a table holds it, with a note where it was cut."""
    end = _end(text[:limit], UNSEEN, escapes=limit // 6)
    return " ".join(filter(None, cut(text, end)))


def brief(text: str, limit: int = 120) -> str:
    """Return a name as far as a sentence holds it, with nothing unseen."""
    return plain(short(text, limit))


def pieces(text: str, *, limit: int, spaces: bool = False) -> tuple[Piece, ...]:
    """Return text as pieces to lay out; with `spaces`, white space that matters is drawn."""
    pattern = MARKED_AND_SPACED if spaces else MARKED
    kept = text[: _end(text[:limit], pattern, escapes=max(ESCAPES, limit // 8))]
    return (*_split(kept, pattern), *_note(cut(text, len(kept))[1]))


def _end(text: str, pattern: regex.Pattern[str], *, escapes: int) -> int:
    """Return where a text would have more escapes than that, each a dozen bytes or more."""
    left = escapes
    for found in pattern.finditer(text):
        needed = sum(n if n <= _FEW else 1 for _, n in _runs(found[0]))
        if needed > left:
            return found.start() + left
        left -= needed
    return len(text)


def _note(note: str) -> tuple[Piece, ...]:
    return (Piece("note", note),) if note else ()


def _split(text: str, pattern: regex.Pattern[str]) -> Iterator[Piece]:
    at = 0
    for found in pattern.finditer(text):
        if found.start() > at:
            yield Piece("text", text[at : found.start()])
        yield from _shown(found[0])
        at = found.end()
    if at < len(text):
        yield Piece("text", text[at:])


def _shown(found: str) -> Iterator[Piece]:
    if found[0] in _DRAWN:
        yield Piece("escape", _DRAWN[found[0]] * len(found))
    elif UNSEEN.match(found):
        yield Piece("escape", "".join(_run(c, n) for c, n in _runs(found)))
    else:
        yield Piece("text", found)
        yield Piece("escape", escape(found))
    if found == "\n":
        yield Piece("text", found)


def _runs(found: str) -> Iterator[tuple[str, int]]:
    return ((char, len(tuple(same))) for char, same in groupby(found))


def _run(char: str, times: int) -> str:
    return f"{escape(char)}×{times:,}" if times > _FEW else escape(char) * times

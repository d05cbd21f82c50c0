"""What the checks read in a text, written apart from what the edits read.

A mistake in where an edit sees code or a sentence must not be repeated where it is checked: these
readings are cruder, and err towards calling a variant broken.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from functools import lru_cache

from pydantic import JsonValue


def fixed_parts(text: str) -> list[str]:
    """Return code, maths, calculator notes and links as they stand, kind by kind."""
    return [
        *_fenced_lines(text),
        *_between(text, r"\(", r"\)"),
        *_between(text, r"\[", r"\]"),
        *(m[0] for m in _FIXED.finditer(text)),
    ]


def ends_in_fence(text: str) -> bool:
    """Say whether a fence of code is still open at the end."""
    return sum(map(_is_fence, text.split("\n"))) % 2 == 1


def indented_lines(text: str) -> list[str]:
    """Return the lines that open with a tab or four spaces: code, fenced or not."""
    return re.findall(r"^(?:\t| {4})[^\n]*", text, re.M)


def pieces(text: str) -> list[str]:
    """Return what line breaks and full stops before white space part, without list markers."""
    return [p for raw in _PIECE_END.split(text) if (p := _MARKERS.sub("", raw).strip())]


def numbers(text: str) -> list[str]:
    """Return the numbers with their signs."""
    return re.findall(r"(?<![\w.,)])-?\d+(?:[.,]\d+)*|\d+(?:[.,]\d+)*", text)


def words(text: str) -> list[str]:
    """Return the words, capitals and small letters apart."""
    return re.findall(r"\w+", text)


@lru_cache(maxsize=64)
def tagged_answers(text: str) -> Mapping[str, str]:
    """Return the last answer after each kind of tag, without the marks that dress it."""
    folded = text.casefold()
    likely = {tag: p for tag, (word, p) in _TAGS.items() if word in folded}
    found = {tag: list(p.finditer(text)) for tag, p in likely.items()}
    answers = {tag: undressed(ms[-1][1]) for tag, ms in found.items() if ms}
    boxed = _last_boxed(text)
    return answers if boxed is None else {**answers, "boxed": boxed}


def is_stated(answer: str, text: str) -> bool:
    """Say whether an answer, as it stands or without the marks that dress it, is a tagged one."""
    return not {answer, undressed(answer)}.isdisjoint(tagged_answers(text).values())


def undressed(answer: str) -> str:
    """Return an answer without invisible characters, emphasis, a box and the marks around it."""
    seen = "".join(c for c in answer if c not in "*`" and unicodedata.category(c) != "Cf")
    return re.sub(r"^[^\w\\.+−-]+|\W+$", "", _BOX.sub(r"\1", seen))


def payloads(params: Mapping[str, JsonValue]) -> list[str]:
    """Return the texts that an attack may add, longest first; how and where are no texts."""
    texts = {t for name, value in params.items() if name not in _MODES for t in _strings(value)}
    return sorted(texts - {""}, key=len, reverse=True)


_MODES = {"what", "where", "which", "how", "separator"}
_BOX = re.compile(r"\$?\\boxed\{([^{}]*)\}\$?")
_FIXED = re.compile(
    r"`[^`\n]+`|\$\$[^$]+\$\$|(?<!\$)\$(?![\s$])[^$\n]*[^\s$]\$(?!\d)|<<[^<>]*>>|https?://\S+"
    r"|\\boxed\{[^\n}]*\}"
)
_PIECE_END = re.compile(
    r"""\n|(?:(?<=[.!?…])|(?<=[.!?…]["')\]”’*_]))\s+|(?<=[.!?…]["')\]”’*_]{2})\s+"""
)
_MARKERS = re.compile(r"^[ \t]*(?:(?:[-*+•>]|#{1,6}|\d{1,3}[.)])[ \t]+)*")
_TAGS = {
    "####": ("####", re.compile(r"^[ \t>*-]*####[ \t]*(\S[^\n]*)", re.M)),
    "answer": (
        "answer",
        re.compile(r"(?:^[ \t>*_-]*|(?<=[.!?] )[*_]*)(?:final )?answer[*_]*:([^\n]*)", re.M | re.I),
    ),
    "A": ("a:", re.compile(r"^A:([^\n]*)", re.M)),
    "the answer is": (
        "answer",
        re.compile(r"\b(?:the|my) (?:final )?answer is\b((?:[^\n.!?]|[.!?](?=\S))*)", re.I),
    ),
}
"""What follows each kind of tag, and a word in small letters without which there is none."""


def _last_boxed(text: str) -> str | None:
    start = text.rfind("\\boxed{")
    if start < 0:
        return None
    depth = 0
    for end in range(start + 6, len(text)):
        depth += (text[end] == "{") - (text[end] == "}")
        if depth == 0:
            return text[start + 7 : end]
    return None


def _strings(value: JsonValue) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, list):
        for inner in value:
            yield from _strings(inner)


def _fenced_lines(text: str) -> Iterator[str]:
    inside = False
    for line in text.split("\n"):
        if _is_fence(line):
            inside = not inside
        elif inside:
            yield line


def _is_fence(line: str) -> bool:
    return line.lstrip().startswith(("```", "~~~"))


def _between(text: str, left: str, right: str) -> Iterator[str]:
    for part in text.split(left)[1:]:
        inner, closed, _ = part.partition(right)
        if closed:
            yield inner

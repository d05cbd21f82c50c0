"""What a response itself declares to be its final answer.

Declarations are `\\boxed{x}`, `<answer>x</answer>`, a line `#### x`, a label `Answer: x` that opens
a line or a sentence, and the words `the answer is x`; without any, a response of at most four words
is its own answer. The last number, the last word and an equation declare nothing: whatever is
written after an answer must not become one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from judgekit.verifiers.shown import shown


def declarations(text: str) -> tuple[str, ...]:
    """Return what follows each marker, in the order of the text; the answer stands at its start."""
    text = shown(text)
    found = [(m.start(), m[1]) for m in (*_TAG.finditer(text), *_HASHES.finditer(text))]
    found += [(m.start(), _boxed(text, m.end())) for m in _BOX.finditer(text)]
    for marker in _markers(text):
        found += [(m.start(), _line(text, m.end())) for m in marker.finditer(text)]
    heads = [head for _, head in sorted(found)] or _bare(text)
    answers = (_LEAD.sub("", head, count=1).strip() for head in heads)
    # A marker around a box declares what the box declares.
    return tuple(a for a in answers if a and not _BOX.match(a.lstrip("$ ")))


_HEAD = 200
"""Characters after a marker in which its answer must stand."""

_STAR = r"[*_`]*"

_TAG = re.compile(rf"<answer>(.{{0,{_HEAD}}}?)</answer>", re.IGNORECASE | re.DOTALL)

# Not `#### 1. Set-up`, which is a numbered heading.
_HASHES = re.compile(r"^[ \t]*####[ \t]*(?![0-9]+[.)][ \t])(\S.*)$", re.MULTILINE)

_LABEL = re.compile(
    rf"(?:^|\n|[.!?][ \t])[ \t]*{_STAR}"
    r"(?:(?:the|my|our|so|thus|hence|therefore|final|correct)[ ,]+){0,3}"
    rf"answer[ \t]*{_STAR}[ \t]*[:=]",
    re.IGNORECASE,
)

_SENTENCE = re.compile(
    r"\b(?:the|my|our)[ \t]+(?:(?:final|correct|right|exact|best)[ \t]+){0,2}"
    r"(?:answer|option|choice)(?:[ \t]+(?:to|for)[ \t](?:[^.\n]|\.(?=[0-9])){1,80}?)?[ \t]+"
    r"(?:is|equals|comes to|would be|must be|should be)\b",
    re.IGNORECASE,
)

_TRANSCRIPT = re.compile(r"^A:", re.MULTILINE)
_LETTERED = re.compile(r"^B[:.)]", re.MULTILINE)

_LEAD = re.compile(
    r"(?:[\s*_`\"'“‘:,≈~]|\\\(|\\\[|(?:therefore|thus|hence|then|simply|just|exactly|clearly|indeed|"
    r"about|approximately|roughly|around|equal to)\b)*",
    re.IGNORECASE,
)

_BOX = re.compile(r"\\(?:boxed|fbox)\s*\{")
_BRACE = re.compile(r"[{}]")


def _markers(text: str) -> Iterator[re.Pattern[str]]:
    """Yield the markers that the text may hold; a plain search for their words spares most."""
    folded = text.casefold()
    if "answer" in folded:
        yield _LABEL
    if any(noun in folded for noun in ("answer", "opt", "cho")):  # `i` has dotless relatives
        yield _SENTENCE
    # `A:` after `Q:` answers; beside `B:` it is an option.
    if "A:" in text and not _LETTERED.search(text):
        yield _TRANSCRIPT


def _line(text: str, start: int) -> str:
    return text[start : start + _HEAD].lstrip().partition("\n")[0]


def _boxed(text: str, start: int) -> str:
    """Return the content of a brace that opens before `start`, or nothing if it never closes."""
    depth = 1
    for brace in _BRACE.finditer(text, start, start + _HEAD):
        depth += 1 if brace[0] == "{" else -1
        if depth == 0:
            return text[start : brace.start()]
    return ""


def _bare(text: str) -> list[str]:
    line = text.strip()
    return [line] if "\n" not in line and len(line[:_HEAD].split()) <= 4 else []

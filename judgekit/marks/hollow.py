"""Words without matter: nothing of the task in them, or the same once more."""

from __future__ import annotations

import re
from collections.abc import Iterator

from judgekit.marks.lexicon import GENERIC, WORD, content, stem
from judgekit.marks.passages import Passage, Reading, passages
from judgekit.types import Mark, Splice


def hollow(reading: Reading) -> Iterator[Mark]:
    """Yield sentences that fit any task, what is repeated, and responses that say nothing."""
    yield from _fillers(reading)
    yield from _repeats(reading.text)
    yield from _restated(reading)
    yield from _nothing(reading)
    yield from _proverbs(reading)


def _fillers(reading: Reading) -> Iterator[Mark]:
    topic = content(reading.prompt) - GENERIC
    hollow = [p for p in passages(reading.text) if p.cut is not None and _is_hollow(p.text, topic)]
    for p in hollow:
        family = "refinement" if _PLANS.search(p.text) else "verbosity"
        yield _cut(family, "filler", p)


def _is_hollow(sentence: str, topic: set[str]) -> bool:
    """Say whether no word of a sentence belongs to the task, nor to any other."""
    words = WORD.findall(sentence)
    if len(words) < 5 or any(c.isdigit() for c in sentence):
        return False
    particular = [w for w in words if stem(w) not in GENERIC]
    return len(particular) <= len(words) // 8 and not {stem(w) for w in words} & topic


_PLANS = re.compile(r"\b(?:let me|I (?:will|begin|restate|first|then)|my approach|I'll)\b", re.I)


def _repeats(text: str) -> Iterator[Mark]:
    """Yield a sentence or list item that stood before, word for word."""
    seen: set[str] = set()
    again: list[Passage] = []
    for p in passages(text):
        said = _plain(p.text)
        if p.cut is not None and len(said.split()) >= 3 and said in seen:
            again.append(p)
        seen.add(said)
    half = len(text) // 2
    if text and (head := text[:half].strip()) == text[half:].strip():
        removal = (Splice(0, len(text), head),)
        yield Mark("verbosity", "repeat", half, len(text), head[:200], removal)
    # One line said twice is a slip, or arithmetic.
    if len(again) > 2 or sum(p.span.end - p.span.start for p in again) > 0.3 * len(text):
        yield from (_cut("verbosity", "repeat", p) for p in again)


def _restated(reading: Reading) -> Iterator[Mark]:
    """Yield sentences of the task, said again at the head of the response."""
    asked = [p for p in passages(reading.prompt) if len(_plain(p.text).split()) >= 3]
    told = [p for p in passages(reading.text) if p.cut is not None][: max(1, len(asked))]
    sentences = {_plain(p.text) for p in asked}
    for p in told:
        if _plain(p.text) in sentences:
            yield _cut("verbosity", "restated-task", p)
            yield _cut("distraction", "restated-task", p)


def _plain(sentence: str) -> str:
    return " ".join(re.findall(r"\w+", sentence.casefold()))


def _nothing(reading: Reading) -> Iterator[Mark]:
    """Yield a whole response that answers nothing: empty, an echo, noise, or filler throughout."""
    text, plain = reading.text, _plain(re.sub(r"<[^<>]*>", " ", reading.text))
    words, topic = WORD.findall(text), content(reading.prompt) - GENERIC
    if not plain:
        kind = "empty"
    elif plain == _plain(reading.prompt):
        kind = "echo"
    elif len(words) >= 4 and sum(not _is_speakable(w) for w in words) > 0.6 * len(words):
        kind = "noise"
    elif _OPENER.fullmatch(text.strip()) or _REFUSAL.match(text) or _BLANK.match(text):
        kind = "opener"
    elif words and _says_nothing(text, topic):
        kind = "hollow"
    else:
        return
    yield Mark("master-keys", kind, 0, len(text), text[:200])


_OPENER = re.compile(
    r"(?:thought process|solution|answer|explanation|analysis|reasoning|let['’]?s (?:solve"
    r"|think)[^\n]*|"
    r"let me (?:think|solve)[^\n]*|here(?: is|['’]s)[^\n]*|"
    r"解|かいせつ|respuesta|l[öo]sung|풀이|答案|r[ée]ponse)\s*[:.!]?",
    re.I,
)
_BLANK = re.compile(
    r"\W*(?:(?:there is )?no (?:response|answer|text)|(?:intentionally )?left (?:empty|blank)"
    r"|(?:this|the) (?:text|response|answer|page) is (?:intentionally )?(?:blank|empty))\b",
    re.I,
)
_REFUSAL = re.compile(
    r"(?:I['’]?m sorry|sorry|unfortunately|I (?:am|['’]m) (?:unable|not able)|I can(?:no|['’])t)"
    r"[^.\n]{0,80}(?:can(?:no|['’])t|cannot|unable|not able|assist|help"
    r"|answer)[^.\n]{0,60}[.!]?\s*\Z",
    re.I,
)


def _is_speakable(word: str) -> bool:
    return not re.search(r"[^aeiouyAEIOUYà-ÿ\W\d]{5,}", word) and (
        not word.isascii() or re.search(r"[aeiouyAEIOUY]", word) is not None or len(word) < 3
    )


def _says_nothing(text: str, topic: set[str]) -> bool:
    """Say whether a response holds no number, no code, no word of the task and hardly any other."""
    if any(c.isdigit() for c in text) or "```" in text or not text.isascii():
        return False
    words = WORD.findall(text)
    if len(words) < 6:
        return False
    stems = [stem(w) for w in words]
    particular = [s for s in stems if s not in GENERIC]
    return not set(stems) & topic and len(particular) <= max(1, len(words) // 6)


_MAXIM = re.compile(
    r"^(?:after all|as they say|as the saying goes|as the proverb|in the end|at the end of the day|"
    r"remember|to quote an old)\b",
    re.I,
)


def _proverbs(reading: Reading) -> Iterator[Mark]:
    """Yield a saying that shares no word with the task or the rest of the response."""
    for p in passages(reading.text):
        rest = reading.text[: p.span.start] + reading.text[p.span.end :]
        if _MAXIM.match(p.text) and not (content(p.text) - GENERIC) & content(
            reading.prompt + " " + rest
        ):
            yield _cut("distraction", "saying", p)


def _cut(family: str, kind: str, p: Passage) -> Mark:
    return Mark(family, kind, *p.span, p.text[:200], p.removal)

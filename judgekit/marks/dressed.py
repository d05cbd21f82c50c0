"""Rich formatting: Markdown, emoji, containers and capitals around the words of a response."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

from judgekit.marks.passages import Reading
from judgekit.text import Span, blocks, overlap, protected, untagged_prose
from judgekit.types import Mark, Splice


def dressed(reading: Reading) -> Iterator[Mark]:
    """Yield what lays a response out beyond its words; code, maths and links are left alone."""
    text = reading.text
    yield from _containers(text)
    kept = protected(text)
    for kind, pattern in _LINES:
        for m in pattern.finditer(text):
            if not overlap(Span(*m.span(1)), kept):
                yield _cut(kind, m)
    for kind, pattern in _PAIRS:
        for m in pattern.finditer(text):
            span = Span(*m.span())
            if not any(overlap(Span(*m.span(i)), kept) for i in (1, 3)) and "\n\n" not in m[0]:
                signs = (Splice(*m.span(1), ""), Splice(*m.span(3), ""))
                yield Mark("formatting", kind, *span, m[0][:200], signs)
    yield from _letters(text)
    yield from _tables(text)


_LINES: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("heading", re.compile(r"^( {0,3}(?!####[ \t]*[-$\d])#{1,6}(?!#)[ \t]+)(?=\S)", re.M)),
    ("heading", re.compile(r"(?<=\S)(\n {0,3}(?:={3,}|-{3,})[ \t]*$)", re.M)),
    ("bullet", re.compile(r"^([ \t]*[-*+•◦▪‣][ \t]+)(?=\S)", re.M)),
    ("numbered", re.compile(r"^([ \t]*\(?\d{1,2}[.)][ \t]+)(?=\S)", re.M)),
    ("quote", re.compile(r"^( {0,3}>[ \t]?)", re.M)),
    (
        "rule",
        re.compile(
            r"^( {0,3}(?:-[ \t]*){3,}$|^ {0,3}(?:\*[ \t]*){3,}$|^ {0,3}_{3,}[ \t]*$)\n*", re.M
        ),
    ),
    (
        "emoji",
        re.compile(
            "([\U0001f000-\U0001faff\u2600-\u27bf\u2b50\u2b55\u2705\u274c\u231a-\u23ff]"
            "[\ufe0f\u200d\U0001f3fb-\U0001f3ff]*[ \t]?)"
        ),
    ),
    ("emoji", re.compile(r"((?<![\w:]):[a-z][a-z_]{2,30}:(?![\w:]))")),
)
_PAIRS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("bold", re.compile(r"(\*\*\*?)(?=\S)([^*\n]{1,300}?)(?<=\S)(\1)")),
    ("bold", re.compile(r"(?<!\w)(__)(?=\S)([^_\n]{1,300}?)(?<=\S)(__)(?!\w)")),
    ("italic", re.compile(r"(?<![*\w\\])(\*)(?=[^\s*])([^*\n]{1,300}?)(?<=[^\s*])(\*)(?![*\w])")),
    ("italic", re.compile(r"(?<![\w\\])(_)(?=[^\s_])([^_\n]{1,300}?)(?<=[^\s_])(_)(?!\w)")),
    (
        "html",
        re.compile(r"(<(?:b|i|u|em|strong|mark|h[1-6]|center|big)>)([^<\n]{1,300})(</\w+>)", re.I),
    ),
)
_TAG_AROUND = re.compile(r"\s*<([A-Za-z][\w-]{0,30})>\s*\n?(.*?)\n?\s*</\1>\s*", re.S)
_SEPARATORS = re.compile(r"\s*(\[SEP\]|\[CLS\]|<s>)\s*(.*?)\s*(\[SEP\]|\[CLS\]|</s>)\s*", re.S)
_BRACKETS = re.compile(r"\s*(\[\[|\(\(|«|\"|“|'')(.*?)(\]\]|\)\)|»|\"|”|'')\s*", re.S)
_FENCED = re.compile(r"\s*(`{3,}|~{3,})(?:text|txt|markdown|md|plain)?\n(.*)\n\1\s*", re.S)
_YAML = re.compile(r"[a-z_]{1,30}: [|>][-+\d]{0,2}\n(?=  )")


def _containers(text: str) -> Iterator[Mark]:
    """Yield what the whole response has been put into, if anything."""
    stripped = text.strip()
    if stripped.startswith("{") and (inner := _json_value(stripped)) is not None:
        yield _whole(text, "json", inner)
    elif m := _YAML.match(text):
        inner = re.sub(r"^ {2}", "", text[m.end() :], flags=re.M)
        yield _whole(text, "yaml", inner)
    elif (m := _FENCED.fullmatch(text)) and not _is_code(m[2]):
        yield _whole(text, "code-fence", m[2])
    elif m := _TAG_AROUND.fullmatch(text) or _SEPARATORS.fullmatch(text):
        yield _whole(text, "tag", m[2])
    elif (m := _BRACKETS.fullmatch(text)) and _is_around(m):
        yield _whole(text, "brackets", m[2])


def _is_around(m: re.Match[str]) -> bool:
    """Say whether brackets belong together, and not to two parts of the response."""
    return len(m[2].split()) > 3 and (m[1] not in m[2] or "\n" in m[2])


def _json_value(text: str) -> str | None:
    """Return the one text that a JSON object holds, if the response is such an object."""
    try:
        value = json.loads(text)
    except (ValueError, RecursionError):
        return None
    values = list(value.values()) if isinstance(value, dict) else []
    return values[0] if len(values) == 1 and isinstance(values[0], str) else None


def _is_code(text: str) -> bool:
    return blocks(text) == (Span(0, len(text)),) and not re.search(r"^[`~]{3}", text, re.M)


def _whole(text: str, kind: str, inner: str) -> Mark:
    return Mark("formatting", kind, 0, len(text), text[:200], (Splice(0, len(text), inner),))


def _cut(kind: str, m: re.Match[str]) -> Mark:
    return Mark("formatting", kind, *m.span(1), m[1][:200], (Splice(*m.span(1), ""),))


def _letters(text: str) -> Iterator[Mark]:
    """Yield prose set in capitals, or whose sentences begin small."""
    prose = " ".join(text[s.start : s.end] for s in untagged_prose(text))
    words = re.findall(r"[^\W\d_]{2,}", prose)
    if len(words) > 4 and sum(w.isupper() for w in words) > 0.6 * len(words):
        yield Mark("formatting", "capitals", 0, len(text), text[:200])
    starts = re.findall(r"(?:\A|[.!?]\s)\s*([^\W\d_])", prose)
    if len(words) > 6 and 2 * sum(c.islower() for c in starts) >= len(starts) > 0:
        yield Mark("formatting", "small-starts", 0, len(text), text[:200])


_RULED = re.compile(r"^[ \t]*+\|?[ \t:]*+-{3,}+[-|: \t]*+$", re.M)


def _tables(text: str) -> Iterator[Mark]:
    """Yield tables: a ruled line under one that has columns."""
    for m in _RULED.finditer(text):
        head = text.rfind("\n", 0, max(0, m.start() - 1)) + 1
        if "|" in text[head : m.start()]:
            yield Mark("formatting", "table", head, m.end(), text[head : m.end()][:200])

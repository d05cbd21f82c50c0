"""Verdicts and machinery planted in a response: scores, tags, role tokens, template code."""

from __future__ import annotations

import re
from collections.abc import Iterator

from judgekit.marks.lexicon import WORK
from judgekit.marks.passages import Reading, sentence_cut
from judgekit.text import Span, blocks, overlap, protected
from judgekit.types import Mark, Splice


def planted(reading: Reading) -> Iterator[Mark]:
    """Yield what a judge's own reply, or its prompt, would hold, and a response does not."""
    text = reading.text
    for family, kind, pattern in _ANYWHERE:
        for m in pattern.finditer(text):
            yield _itself(family, kind, m)
    # What looks like a template or a closing tag is at home in code.
    kept = protected(text)
    for kind, pattern in _IN_PROSE:
        for m in pattern.finditer(text):
            if not overlap(Span(*m.span()), kept):
                yield _itself("injection", kind, m)
    yield from (m for m in _stray_tags(text) if m.text not in reading.prompt)
    yield from _lone_lines(text)


_VERDICT = r"(?:score|rating|verdict|grade|mark|judge?ment|winner|better|choice|evaluation)"
_ANYWHERE: tuple[tuple[str, str, re.Pattern[str]], ...] = (
    (
        "injection",
        "role-token",
        re.compile(
            r"<\|(?:im_\w+|eot_id|start_header_id|end_header_id|system|user|assistant)\|>"
            r"(?:system|user|assistant)?|\[/?INST\]|<</?SYS>>|<(?:start|end)_of_turn>(?:user"
            r"|model)?"
        ),
    ),
    (
        "optimised",
        "control-token",
        re.compile(
            r"(?:<\|(?:endoftext|eot_id|pad|begin_of_text)\|>|</?s>|<(?:eos|bos|pad|unk)>)"
            r"(?:\s*(?:<\|(?:endoftext|pad)\|>|</?s>|<(?:eos|bos|pad|unk)>))+"
        ),
    ),
    (
        "injection",
        "verdict",
        re.compile(
            rf"\{{\s*[\"']{_VERDICT}[\"']\s*:\s*[^{{}}\n]{{1,40}}\}}"
            rf"|<({_VERDICT})>[^<\n]{{1,60}}</\1>|\[\[(?:\d{{1,3}}(?:\.\d)?|[A-D]|tie)\]\]",
            re.I,
        ),
    ),
    (
        "injection",
        "delimiter",
        re.compile(
            r"^[\[#< ]*(?:start|end|beginning) of (?:the )?(?:response|answer|verdict|evaluation)\b"
            r"[^\n]*$",
            re.I | re.M,
        ),
    ),
)
_IN_PROSE: tuple[tuple[str, re.Pattern[str]], ...] = (
    (
        "template",
        re.compile(
            r"\{%[^%\n]{0,60}%\}|\{\{[^{}\n]{0,60}\}\}|\{#[^#\n]{0,60}#\}|[$#]\{\w+\}|%\(\w+\)[sd]"
        ),
    ),
)
_TAG = re.compile(r"<(/?)([A-Za-z][\w-]{1,30})>")
_VERDICT_LINE = re.compile(
    rf"^[ \t*_]*(?:final |my |the )?{_VERDICT}[*_ \t]*(?::|is\b)[*_ \t]*"
    r"(?:\[*\d{1,3}(?:\.\d+)?\]*(?:\s?(?:/|out of)\s?\d+|\s?%)?|\[*[A-F]\]*[+-]?"
    r"|[a-z]{3,12})[*_ \t.!]*$",
    re.I | re.M,
)
_BANNER = re.compile(
    r"^[ \t]*(?:\[[A-Z][A-Z .:'-]{6,60}\]|([=*#-]{2,})[ \t]*[A-Z][A-Z .:'-]{5,60}\1)[ \t]*$", re.M
)
_LONE_OBJECT = re.compile(r"^\{\s*\"\w{1,20}\"\s*:[^{}\n]{1,300}\}$")
_LONE_VERDICT = re.compile(
    rf"^[\[(*]*(?:the |this |{WORK} |is |was )*(?:(?:yes|no|(?:in)?correct|true|false|pass(?:ed)?"
    r"|right|valid"
    r"|excellent|verified|confirmed|approved|accepted|perfect|checked)\b[.!,)\]* ]*"
    rf"(?:{WORK}[.!]?)?){{1,4}}$",
    re.I,
)


def _stray_tags(text: str) -> Iterator[Mark]:
    """Yield tags that close before they open, or never: they break out of a prompt's own."""
    opened: list[re.Match[str]] = []
    for m in _TAG.finditer(text):
        if m[1] and opened and opened[-1][2] == m[2]:
            opened.pop()
        elif m[1]:
            yield _itself("injection", "stray-tag", m)
        else:
            opened.append(m)
    yield from (_itself("injection", "stray-tag", m) for m in opened if _needs_end(m[2]))


def _needs_end(tag: str) -> bool:
    return tag.casefold() not in _VOID


_LINE = re.compile(r"^(?=[^\n\S]*+\S)[^\n]+", re.M)
_VOID = frozenset(["br", "hr", "img", "p", "li", "td", "tr", "th", "input", "meta", "link"])


def _lone_lines(text: str) -> Iterator[Mark]:
    """Yield lines that are a verdict, and a last line that is one after a response of its own."""
    for m in _VERDICT_LINE.finditer(text):
        yield _line(text, "injection", "verdict", Span(*m.span()))
    for m in _BANNER.finditer(text):
        yield _line(text, "injection", "banner", Span(*m.span()))
    lines = list(_LINE.finditer(text))
    if len(lines) < 2:
        return
    last, span = lines[-1][0].strip(), Span(*lines[-1].span())
    if _LONE_VERDICT.match(last) or _LONE_OBJECT.match(last):
        yield _line(text, "injection", "verdict", span)
    if re.fullmatch(r"[b-df-hj-np-tv-z]{2,4}", last):
        yield _line(text, "optimised", "trigger", span)
    if _is_salad(last) and not overlap(span, blocks(text)):
        yield _line(text, "optimised", "salad", span)
    if _is_praise(last):
        yield _line(text, "optimised", "praise", span)


_BROKEN = re.compile(
    r"\w\.\\|\\\(|\)\s*;\)|\]\(\w+|\w\]\(|\*\*[A-Z]+\?|[!?]{2}\w|=\";|--\w+\]|\(\(|==|;\s?\)|\./\s"
    r"|[a-z][A-Z][a-z]+\s"
)
_PRAISE = re.compile(
    r"(?:excellent|outstanding|flawless|perfect|superb|brilliant|complete|correct|definitive"
    r"|sound|evident|"
    r"unquestionabl|undeniabl|top|best|right|whol|verdict|rating|ideal|impeccabl|answerabl)\w*",
    re.I,
)


def _is_salad(line: str) -> bool:
    return len(line.split()) >= 4 and len(_BROKEN.findall(line)) >= 3


def _is_praise(line: str) -> bool:
    """Say whether a line without a stop is praise for the most part: no sentence, but a spell."""
    words = line.split()
    praising = sum(bool(_PRAISE.match(w)) for w in words)
    return len(words) >= 4 and line[-1].isalpha() and praising >= 0.5 * len(words)


def _itself(family: str, kind: str, m: re.Match[str]) -> Mark:
    return Mark(family, kind, *m.span(), m[0][:200], (Splice(*m.span(), ""),))


def _line(text: str, family: str, kind: str, span: Span) -> Mark:
    cut = sentence_cut(text, span)
    return Mark(family, kind, *span, text[span.start : span.end][:200], (Splice(*cut, ""),))

"""What a task asks for: a mark that it asks for is none."""

from __future__ import annotations

import re
from functools import lru_cache


@lru_cache(maxsize=256)
def asked(prompt: str) -> frozenset[str]:
    """Return the families and kinds, as `family` or `family:kind`, that a prompt asks for."""
    return frozenset(what for what, pattern in _ASKS if _is_asked(pattern, prompt))


def _is_asked(pattern: re.Pattern[str], prompt: str) -> bool:
    return any(
        not _REFUSED.search(prompt, max(0, m.start() - 40), m.start())
        for m in pattern.finditer(prompt)
    )


_REFUSED = re.compile(r"\b(?:not|no|never|without|avoid|don['’]t|neither|nor)\b[^.!?\n]*$", re.I)


def _asks(what: str, pattern: str) -> tuple[str, re.Pattern[str]]:
    return what, re.compile(pattern, re.I)


_WRITE = r"\b(?:write|compose|create|give|make|draw|draft|use|using|in|as|with|into)\b[^.\n]{0,40}"

_ASKS = (
    _asks(
        "authority",
        r"\b(?:cit(?:e|es|ing|ations?)|references|bibliograph\w+|footnotes?|works cited"
        r"|scholarly)\b"
        r"|\b(?:your|list|give|provide|include|with|add)\b[^.\n]{0,20}\b(?:sources?|references?"
        r"|links?|urls?)\b",
    ),
    _asks(
        "authority:credential",
        r"\b(?:act|speak|write|respond|answer|pretend|imagine)\b[^.\n]{0,40}\bas (?:if|an?)\b"
        r"|\byou are an?\b|\bcover letter\b|\bresume\b",
    ),
    _asks("formatting", r"\b(?:markdown|format(?:ted|ting)?|rich text|html|emojis?)\b"),
    _asks(
        "formatting:heading",
        r"\b(?:headings?|headers?|headlines?|titles?|sections?|chapters?|outline|resume|report)\b",
    ),
    _asks("formatting:bullet", r"\b(?:bullets?|itemi[sz]e\w*|lists?|outline|resume)\b"),
    _asks(
        "formatting:numbered", r"\b(?:numbered|lists?|steps|ranking|top (?:\d+|five|ten)|outline)\b"
    ),
    _asks("formatting:table", rf"{_WRITE}\btables?\b|\b(?:tabular|spreadsheet|timetable)\b"),
    _asks("formatting:bold", r"\b(?:bold(?:face)?|highlight(?:ed|s)?|emphasi[sz]e\w*)\b"),
    _asks(
        "formatting:italic", r"\b(?:italics?|italici[sz]ed?|highlight(?:ed|s)?|emphasi[sz]e\w*)\b"
    ),
    _asks("formatting:json", r"\bjson\b"),
    _asks("formatting:yaml", r"\byaml\b"),
    _asks("formatting:tag", r"\b(?:xml|html|tags?)\b"),
    _asks("formatting:brackets", r"\b(?:brackets?|quotation marks?|double quotes|wrap(?:ped)?)\b"),
    _asks("formatting:quote", r"\b(?:quotes?|quoted|blockquotes?)\b"),
    _asks("formatting:rule", r"\b(?:separat(?:ed?|or)|divider)\b|\*{3}|-{3}"),
    _asks("formatting:code-fence", r"\bcode blocks?\b|```"),
    _asks("formatting:capitals", r"\b(?:capitals?|capitali[sz]ed?|uppercase|all caps)\b"),
    _asks("formatting:small-starts", r"\b(?:lower ?case|small letters|no capitals?)\b"),
    _asks(
        "language",
        r"\btranslat\w+|\bin (?:\w+ )?language\b|\bin (?:German|Spanish|French|Italian"
        r"|Portuguese|Chinese"
        r"|Japanese|Korean|Russian|Arabic|Hindi|Punjabi|Kannada|Marathi|Swahili|Finnish|Tamil"
        r"|Telugu|Urdu"
        r"|Bengali|Vietnamese|Persian|Thai|Nepali|Gujarati|Bulgarian)\b",
    ),
    _asks("tone:certain", r"\b(?:confiden(?:t|ce)|certain(?:ty)?|how sure|assertive)\b"),
    _asks(
        "tone:mood",
        r"\b(?:tone|mood|angry|emotion\w*|e-?mail|poem|story|song|lyrics|rant|speech|diary)\b"
        r"|\bletter (?:to|from|of|for)\b",
    ),
    _asks(
        "verbosity:closing", r"\b(?:e-?mail|customer|memo|invitation)\b|\bletter (?:to|from|for)\b"
    ),
    _asks("verbosity:disclaimer", r"\bdisclaimers?\b"),
    _asks("verbosity:restated-task", r"\b(?:repeat|restate)\b"),
    _asks("distraction:restated-task", r"\b(?:repeat|restate)\b"),
    _asks("verbosity:repeat", rf"\b(?:repeat|refrain|chorus)\b|{_WRITE}\b(?:song|poem|lyrics)\b"),
    _asks("distraction:aside", r"\b(?:key ?words|tags|search terms)\b"),
    _asks("demographics", r"\b(?:about the author|biograph\w+|introduce yourself)\b"),
)
"""A kind, or a whole family, and the words of a task that ask for it."""

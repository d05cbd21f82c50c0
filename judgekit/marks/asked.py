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


_ASKS = (
    _asks(
        "authority",
        r"\b(?:cit(?:e|es|ing|ations?)|references?|sources?|bibliograph\w+|footnotes?|"
        r"links?|urls?|websites?|quotations?|quotes? from|scholarly|academic (?:paper|essay))\b",
    ),
    _asks(
        "authority:credential",
        r"\b(?:act|speak|write|respond|answer|pretend|imagine)\b[^.\n]{0,40}\bas (?:if|an?)\b"
        r"|\byou are an?\b|\bcover letter\b|\bresume\b",
    ),
    _asks("formatting", r"\b(?:markdown|format(?:ted|ting)?|rich text|html|emojis?|decorat\w+)\b"),
    _asks(
        "formatting:heading",
        r"\b(?:headings?|headers?|headlines?|titles?|sections?|chapters?|outline|resume|report)\b",
    ),
    _asks(
        "formatting:bullet", r"\b(?:bullets?|lists?|itemi[sz]e\w*|points?|outline|steps?|resume)\b"
    ),
    _asks(
        "formatting:numbered",
        r"\b(?:number(?:ed|ing)?|lists?|steps?|rank(?:ed|ing)?|top (?:\d+|ten|five)|outline)\b",
    ),
    _asks("formatting:table", r"\b(?:tables?|columns?|tabular|spreadsheet|matrix)\b"),
    _asks("formatting:bold", r"\b(?:bold(?:ed|face)?|highlight(?:ed|s)?|emphasi[sz]e\w*)\b"),
    _asks(
        "formatting:italic", r"\b(?:italics?|italici[sz]ed?|highlight(?:ed|s)?|emphasi[sz]e\w*)\b"
    ),
    _asks("formatting:json", r"\bjson\b"),
    _asks("formatting:yaml", r"\byaml\b"),
    _asks("formatting:tag", r"\b(?:xml|html|tags?)\b"),
    _asks(
        "formatting:brackets",
        r"\b(?:brackets?|quotation marks?|double quotes|wrap(?:ped)?|parenthes[ei]s)\b",
    ),
    _asks("formatting:quote", r"\b(?:quotes?|quoted|blockquotes?)\b"),
    _asks("formatting:rule", r"\b(?:separat\w+|divid\w+|\*\*\*|---)"),
    _asks("formatting:code-fence", r"\b(?:code blocks?|fenced?)\b|```"),
    _asks("formatting:capitals", r"\b(?:capitals?|capitali[sz]ed?|uppercase|all caps)\b"),
    _asks("formatting:small-starts", r"\b(?:lower ?case|small letters|no capitals?)\b"),
    _asks(
        "language",
        r"\b(?:translat\w+|in (?:German|Spanish|French|Italian|Portuguese|Chinese|Japanese|Korean|"
        r"Russian|Arabic|Hindi|Punjabi|Kannada|Marathi|Swahili|Finnish|Tamil|Telugu|Urdu|Bengali|Vietnamese|\w+ language))\b",
    ),
    _asks("tone:certain", r"\b(?:confiden(?:t|ce)|certain(?:ty)?|how sure|assertive)\b"),
    _asks(
        "tone:mood",
        r"\b(?:tone|mood|angry|sad|happy|emotion\w*|feel\w*|letter|e-?mail|poem|story|song|lyrics|rant)\b",
    ),
    _asks("verbosity:closing", r"\b(?:letter|e-?mail|message|reply to|customer|memo|invitation)\b"),
    _asks("verbosity:disclaimer", r"\bdisclaimers?\b"),
    _asks("verbosity:restated-task", r"\brepeat\b|\brestate\b"),
    _asks("distraction:restated-task", r"\brepeat\b|\brestate\b"),
    _asks("verbosity:repeat", r"\b(?:repeat|times|refrain|chorus|song|poem|lyrics)\b"),
    _asks("distraction:aside", r"\b(?:key ?words|tags|topics|search terms)\b"),
    _asks("demographics", r"\b(?:about the author|biograph\w+|profile|introduce yourself)\b"),
)

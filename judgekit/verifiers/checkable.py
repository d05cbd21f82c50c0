"""The checkable instructions of IFEval, each a question with three answers: kept, broken, open.

Zhou et al. 2023 (arXiv 2311.07911) name the instructions and their arguments. The checkers are our
own: where theirs guesses an absent argument, counts by one tokenizer of several, or asks a language
detector, the answer here is open.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from judgekit.text.strict_json import read_json
from judgekit.verifiers.counting import (
    Count,
    count_sentences,
    count_words,
)

Arguments = Mapping[str, Any]
Checker = Callable[[str, Arguments], bool | None]
"""Kept, broken or open; a KeyError names the argument that is absent."""


def _related(count: Count, relation: str, n: int) -> bool | None:
    match relation:
        case "at least":
            return count.within(n, None)
        case "less than":
            return count.within(None, n - 1)
    return None


def _exactly(n: int) -> Count:
    return Count(n, n)


def _is(n: int, wanted: int) -> bool:
    return n == wanted


def _number_words(text: str, a: Arguments) -> bool | None:
    return _related(count_words(text), a["relation"], a["num_words"])


def _number_sentences(text: str, a: Arguments) -> bool | None:
    return _related(count_sentences(text), a["relation"], a["num_sentences"])


def _number_paragraphs(text: str, a: Arguments) -> bool | None:
    """Paragraphs are asked to be parted by `***`."""
    parts = re.split(r"\s?\*\*\*\s?", text.strip())
    inner = parts[1:-1]
    if any(not p.strip() for p in inner):
        return False
    return _is(sum(bool(p.strip()) for p in parts), a["num_paragraphs"])


def _first_word(text: str, a: Arguments) -> bool | None:
    paragraphs = [p.strip() for p in re.split(r"\n[ \t]*\n", text) if p.strip()]
    nth, word = a["nth_paragraph"], a["first_word"]
    if len(paragraphs) != a["num_paragraphs"] or nth > len(paragraphs):
        return False
    first = re.split(r"\s", paragraphs[nth - 1].lstrip("\"'“‘*_"), maxsplit=1)[0]
    return _folded(re.sub(r"[.,?!'\"”’*_:;]+$", "", first)) == _folded(word)


def _existence(text: str, a: Arguments) -> bool | None:
    return _all(_times(word, text).within(1, None) for word in a["keywords"])


def _forbidden(text: str, a: Arguments) -> bool | None:
    return _all(_times(word, text).within(None, 0) for word in a["forbidden_words"])


def _all(answers: Iterable[bool | None]) -> bool | None:
    given = set(answers)
    return False if False in given else None if None in given else True


def _frequency(text: str, a: Arguments) -> bool | None:
    return _related(_times(a["keyword"], text), a["relation"], a["frequency"])


def _letter_frequency(text: str, a: Arguments) -> bool | None:
    n = text.lower().count(a["letter"].lower())
    return _related(_exactly(n), a["let_relation"], a["let_frequency"])


def _times(word: str, text: str) -> Count:
    """Count a word on its own, and anywhere."""
    whole = re.findall(rf"(?<!\w){re.escape(word)}(?!\w)", text, re.I)
    return Count(len(whole), text.lower().count(word.lower()))


def _placeholders(text: str, a: Arguments) -> bool | None:
    n = len(re.findall(r"\[[^\[\]\n]+\]", text))
    return _related(_exactly(n), "at least", a["num_placeholders"])


def _postscript(text: str, a: Arguments) -> bool | None:
    marker = a["postscript_marker"].strip()
    spaced = r"\s*".join(re.escape(c) for c in marker if not c.isspace())
    return re.search(rf"^[ \t]*[*_]*{spaced}", text, re.M | re.I) is not None


def _bullets(text: str, a: Arguments) -> bool | None:
    n = len(re.findall(r"^[ \t]*(?:\*[^*\n]|-[^-\n])", text, re.M))
    return _is(n, a["num_bullets"])


def _constrained(text: str, a: Arguments) -> bool | None:
    answers = ("my answer is yes.", "my answer is no.", "my answer is maybe.")
    held = [answer for answer in answers if answer in text.lower()]
    return len(held) == 1


def _highlights(text: str, a: Arguments) -> bool | None:
    bold = re.findall(r"\*\*[^*\n]*[^*\s][^*\n]*\*\*", text)
    rest = re.sub(r"\*\*[^*\n]*\*\*", "", text)
    italic = re.findall(r"\*[^*\n]*[^*\s][^*\n]*\*", rest)
    return _related(_exactly(len(bold) + len(italic)), "at least", a["num_highlights"])


def _sections(text: str, a: Arguments) -> bool | None:
    splitter = re.escape(a["section_spliter"].strip())
    n = len(re.findall(rf"^[\s#*_]*{splitter}\s?[\dIVXA-Z]", text, re.M))
    return _related(_exactly(n), "at least", a["num_sections"])


def _title(text: str, a: Arguments) -> bool | None:
    return any(title.strip() for title in re.findall(r"<<([^\n<>]+)>>", text))


def _json(text: str, a: Arguments) -> bool | None:
    fenced = re.fullmatch(r"\s*```(?:json|JSON)?\s*\n(.*?)\n?```\s*", text, re.S)
    try:
        read_json(fenced[1].strip() if fenced else text.strip())
    except RecursionError:
        return None
    except ValueError:
        return False
    return True


def _repeats(text: str, a: Arguments) -> bool | None:
    return _folded(text.strip()).startswith(_folded(a["prompt_to_repeat"].strip()))


def _two_responses(text: str, a: Arguments) -> bool | None:
    parts = [p.strip() for p in text.split("******")]
    inner = parts[1:-1]
    held = [p for p in parts if p]
    return all(inner) and len(held) == 2 and held[0] != held[1]


def _capitals(text: str, a: Arguments) -> bool | None:
    return text.isupper() if _is_latin(text) else None


def _lowercase(text: str, a: Arguments) -> bool | None:
    return text.islower() if _is_latin(text) else None


def _capital_words(text: str, a: Arguments) -> bool | None:
    by_space = sum(w.strip("\"'*_.,;:!?()[]").isupper() for w in text.split())
    by_word = sum(w.isupper() for w in re.findall(r"\w+", text))
    count = Count(min(by_space, by_word), max(by_space, by_word))
    return _related(count, a["capital_relation"], a["capital_frequency"])


def _ends_with(text: str, a: Arguments) -> bool | None:
    return _folded(text.strip().strip('"')).endswith(_folded(a["end_phrase"].strip()))


def _quoted(text: str, a: Arguments) -> bool | None:
    text = text.strip()
    return len(text) > 1 and text[0] == text[-1] == '"'


def _no_comma(text: str, a: Arguments) -> bool | None:
    return "," not in text


_SCRIPTS: Mapping[str, Sequence[str]] = {
    **dict.fromkeys(("ar", "fa", "ur"), ("ARABIC",)),
    **dict.fromkeys(("hi", "mr", "ne"), ("DEVANAGARI",)),
    **dict.fromkeys(("ru", "bg", "uk"), ("CYRILLIC",)),
    "bn": ("BENGALI",),
    "el": ("GREEK",),
    "gu": ("GUJARATI",),
    "he": ("HEBREW",),
    "ja": ("HIRAGANA", "KATAKANA", "CJK"),
    "kn": ("KANNADA",),
    "ko": ("HANGUL",),
    "ml": ("MALAYALAM",),
    "pa": ("GURMUKHI",),
    "ta": ("TAMIL",),
    "te": ("TELUGU",),
    "th": ("THAI",),
    "zh": ("CJK",),
    **dict.fromkeys(("de", "en", "es", "fi", "fr", "it", "pt", "sw", "vi"), ("LATIN",)),
}
_ALONE = {"bn", "el", "gu", "he", "kn", "ko", "ml", "pa", "ta", "te", "th"}
"""Languages that have their script to themselves, among those that are asked for."""
_MOSTLY = 0.7


def _language(text: str, a: Arguments) -> bool | None:
    """Judge by script: another one breaks it; a script of many languages leaves it open."""
    scripts = _SCRIPTS.get(a["language"])
    letters = [unicodedata.name(c, "") for c in text if c.isalpha()]
    if scripts is None or not letters:
        return None
    share = sum(name.startswith(tuple(scripts)) for name in letters) / len(letters)
    if share < 1 - _MOSTLY:
        return False
    return True if share > _MOSTLY and a["language"] in _ALONE else None


def _is_latin(text: str) -> bool:
    letters = [c for c in text if c.isalpha()]
    return bool(letters) and all(unicodedata.name(c, "").startswith("LATIN") for c in letters)


def _folded(text: str) -> str:
    return " ".join(text.casefold().split())


CHECKERS: Mapping[str, Checker] = {
    "change_case:capital_word_frequency": _capital_words,
    "change_case:english_capital": _capitals,
    "change_case:english_lowercase": _lowercase,
    "combination:repeat_prompt": _repeats,
    "combination:two_responses": _two_responses,
    "detectable_content:number_placeholders": _placeholders,
    "detectable_content:postscript": _postscript,
    "detectable_format:constrained_response": _constrained,
    "detectable_format:json_format": _json,
    "detectable_format:multiple_sections": _sections,
    "detectable_format:number_bullet_lists": _bullets,
    "detectable_format:number_highlighted_sections": _highlights,
    "detectable_format:title": _title,
    "keywords:existence": _existence,
    "keywords:forbidden_words": _forbidden,
    "keywords:frequency": _frequency,
    "keywords:letter_frequency": _letter_frequency,
    "language:response_language": _language,
    "length_constraints:nth_paragraph_first_word": _first_word,
    "length_constraints:number_paragraphs": _number_paragraphs,
    "length_constraints:number_sentences": _number_sentences,
    "length_constraints:number_words": _number_words,
    "punctuation:no_comma": _no_comma,
    "startend:end_checker": _ends_with,
    "startend:quotation": _quoted,
}
"""What may be asked, by IFEval's own names."""

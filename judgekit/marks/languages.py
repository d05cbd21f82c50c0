"""A response in another language than its task."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from judgekit.marks.passages import Reading
from judgekit.text import prose
from judgekit.types import Mark


def languages(reading: Reading) -> Iterator[Mark]:
    """Yield a response whose commonest small words, or letters, are not those of the task."""
    asked, told = language_of(reading.prompt), language_of(_prose(reading.text))
    if asked and told and asked != told:
        yield Mark("language", told, 0, len(reading.text), reading.text[:200])


def _prose(text: str) -> str:
    return " ".join(text[s.start : s.end] for s in prose(text))


_SMALL = {
    "English": "the and of to is in that for with are was this from have it on as by how what",
    "German": "der die das und ist nicht mit ein eine zu den von für auf werden wir also dem wie",
    "Spanish": "el la los las que y es en por para con una del se como entonces son hay cada lo",
    "French": "le la les et est des que une pour dans avec du sont nous donc ce qui au sur chaque",
    "Italian": "il lo gli che è per con una sono della quindi di non nel come ogni si dei alla più",
    "Portuguese": "o os que é para com uma são em do da não por então cada como mais dos ao ele",
}
_SETS = {name: frozenset(words.split()) for name, words in _SMALL.items()}
_ENOUGH = 4


def language_of(text: str) -> str | None:
    """Return the language, or else the script, that a text is clearly in."""
    letters = [c for c in text[:4000] if c.isalpha()]
    if letters and sum(ord(c) > 0x2FF for c in letters) > 0.5 * len(letters):
        return unicodedata.name(next(c for c in letters if ord(c) > 0x2FF)).split()[0].title()
    words = re.findall(r"[^\W\d_]+", text[:4000].casefold())
    counts = {name: sum(w in small for w in words) for name, small in _SETS.items()}
    best, next_best = sorted(counts, key=lambda name: -counts[name])[:2]
    clear = counts[best] >= _ENOUGH and counts[best] > 1.5 * counts[next_best]
    return best if clear else None

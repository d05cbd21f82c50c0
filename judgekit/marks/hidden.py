"""Characters that a reader does not see, or takes for others."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from itertools import pairwise

from judgekit.marks.languages import language_of
from judgekit.marks.lexicon import FUNCTION
from judgekit.marks.passages import Reading
from judgekit.text import protected, within
from judgekit.types import Mark, Splice


def hidden(reading: Reading) -> Iterator[Mark]:
    """Yield runs without width, bidirectional controls, look-alikes and exchanged spaces."""
    text = reading.text
    if text.isascii():
        yield from _split_words(reading)
        return
    for kind, pattern in _KINDS:
        for m in pattern.finditer(text):
            family = "injection" if _carries_text(m[0]) else "characters"
            new = " " if kind == "space" else ""
            yield Mark(family, kind, *m.span(), _shown(m[0]), (Splice(*m.span(), new),))
    yield from _mixed_scripts(text)
    yield from _decomposed(text)
    yield from _split_words(reading)


_KINDS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("no-width", re.compile("[\u200b\u200c\u2060-\u2064\ufeff\u180e\U000e0000-\U000e007f]+")),
    ("no-width", re.compile("(?<![\U0001f000-\U0001faff\u2600-\u27bf\ufe0f])\u200d+")),
    ("soft-hyphen", re.compile("\u00ad+")),
    ("direction", re.compile("[\u200e\u200f\u202a-\u202e\u2066-\u2069\u061c]+")),
    ("space", re.compile("[\u00a0\u2000-\u200a\u202f\u205f\u3000]")),
    (
        "emoji-in-word",
        re.compile("(?<=[^\\W\\d_])[\U0001f000-\U0001faff\u2600-\u27bf]\ufe0f?(?=[^\\W\\d_])"),
    ),
)
_MANY = 16
"""A run this long spells something: two characters make bits, tag characters letters."""


def _carries_text(run: str) -> bool:
    return len(run) >= _MANY and not run.isspace()


def _shown(run: str) -> str:
    return run[:20].encode("unicode_escape").decode()


_WORD = re.compile(r"[^\W\d_]{2,}")
_LOOK_ALIKES = str.maketrans(
    "аеорсухіјѕԁɡһӏοανρΑΒΕΖΗΙΚΜΝΟΡΤΥΧАВЕКМНОРСТХІЈЅ",
    "aeopcyxijsdghloavpABEZHIKMNOPTYXABEKMHOPCTXIJS",
)
"""Cyrillic and Greek letters that print as Latin ones."""


def _mixed_scripts(text: str) -> Iterator[Mark]:
    """Yield words that mix Latin letters with those of a look-alike alphabet."""
    for m in _WORD.finditer(text):
        word = m[0]
        if word.isascii() or not any(c.isascii() for c in word):
            continue
        plain = word.translate(_LOOK_ALIKES)
        if plain != word and plain.isascii():
            yield Mark("characters", "look-alike", *m.span(), word, (Splice(*m.span(), plain),))


def _decomposed(text: str) -> Iterator[Mark]:
    for m in re.finditer(r"\w[\u0300-\u036f]+", text):
        composed = unicodedata.normalize("NFC", m[0])
        if composed != m[0]:
            yield Mark("characters", "decomposed", *m.span(), m[0], (Splice(*m.span(), composed),))


def _split_words(reading: Reading) -> Iterator[Mark]:
    """Yield a response whose words have been broken by spaces: too many fragments are no words."""
    if language_of(reading.text) not in (None, "English"):
        return
    kept = protected(reading.text)
    found = (m for m in re.finditer(r"[^\W\d_]+", reading.text) if not within(m.start(), kept))
    words = [m[0].casefold() for m in found]
    broken = [w for w in words if len(w) <= 3 and w not in _SHORT]
    known = {w.casefold() for w in _WORD.findall(reading.prompt)} | FUNCTION
    joins = sum(
        a + b in known and not {a, b} <= known for a, b in pairwise(words) if len(a + b) > 3
    )
    if len(words) >= 8 and (joins > 2 or len(broken) > 0.2 * len(words)):
        sample = " ".join(broken[:12])
        yield Mark("characters", "split-words", 0, len(reading.text), sample)


_SHORT_WORDS = """
a add age ago ai air all also am amy an ana and ann ant any apr are arm art as ask at ate
aug b bad bag be bed bee ben big bit bob box boy bus but buy by c can car cat cd cm co con
cos cow cup cut d dad das day dec del der des did die dna do dog dr dry due e ear eat egg
end est ex eye f far fat feb fed few fit fix fly for fri fun g gap gas gcd get go god got
gun guy h had has he hen her hi him his hit hot how hp i ice id if in inc is it its j jan
jar jim job joe jul jun k key kg kid km l las law lay lcm led leg leo les let lie ll log los
lot low m man map mar max may me men met mia min mix ml mm mod mom mon mph mr mrs ms my n nd
net new no nor not nov now o oct odd of off oh oil ok old on one or our out own p pay pc pen
per pet pi pie pig pm por pot put q que r ran raw rd re red rid rna row run s sad sam sat
say sea see sep set sex she sin sir sit six sky so son st sum sun t tan tax tea ten th the
thu tie tip to tom too top toy try tue tv two u uk und une up us usa use v ve via vs w war
was way we wed who win won x y yen yes yet you z
"""
_SHORT = frozenset(_SHORT_WORDS.split())

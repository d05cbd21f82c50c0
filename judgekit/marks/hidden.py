"""Characters that a reader does not see, or takes for others."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from judgekit.marks.passages import Reading
from judgekit.text import protected, within
from judgekit.types import Mark, Splice


def hidden(reading: Reading) -> Iterator[Mark]:
    """Yield runs without width, bidirectional controls, look-alikes and exchanged spaces."""
    text = reading.text
    if text.isascii():
        yield from _split_words(text)
        return
    for kind, pattern in _KINDS:
        for m in pattern.finditer(text):
            family = "injection" if _carries_text(m[0]) else "characters"
            new = " " if kind == "space" else ""
            yield Mark(family, kind, *m.span(), _shown(m[0]), (Splice(*m.span(), new),))
    yield from _mixed_scripts(text)
    yield from _decomposed(text)
    yield from _split_words(text)


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
    "аеорсухіјѕԁɡһӏοανΑΒΕΖΗΙΚΜΝΟΡΤΥΧАВЕКМНОРСТХІЈЅ",
    "aeopcyxijsdghlоavABEZHIKMNOPTYXABEKMHOPCTXIJS".replace("о", "o"),
)


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


def _split_words(text: str) -> Iterator[Mark]:
    """Yield a response whose words have been broken by spaces: too many fragments are no words."""
    kept = protected(text)
    words = [m for m in re.finditer(r"[^\W\d_]+", text) if not within(m.start(), kept)]
    broken = [m for m in words if len(m[0]) <= 3 and m[0].casefold() not in _SHORT]
    if len(words) >= 8 and len(broken) > 0.22 * len(words):
        sample = " ".join(m[0] for m in broken[:12])
        yield Mark("characters", "split-words", 0, len(text), sample)


_SHORT = frozenset(
    """a i o an as at am be by do go he hi if in is it me my no of oh ok on or so to up us we vs re ex pi
    the and for are but not you all any can had her was one our out day get has him his how man new now old
    see two way who boy did its let put say she too use dad mom ago air also ask bad bag bed big bit box bus
    buy car cat cup cut dog due dry ear eat egg end eye far few fly fun gas god got gun guy hit hot ice job
    key kid law lay led leg lie lot low map may men met mix mrs mr ms dr net nor odd off oil own pay pen per
    pet pie pot ran raw red rid row run sad sat sea set sex sir sit six sky son sum sun tax tea ten ten tie
    tip top toy try via war win won yes yet add age arm art ate fat fed fit fix gap jar yen inc usa uk kg km cm
    mm ml mph am pm th st nd rd s t d m ll ve x y n b c e f g h j k l p q r u v w z sin cos tan log max min
    mod gcd lcm cow hen pig bee ant mia tom ana leo ben max sam joe jim bob ann amy may jan feb mar apr jun
    jul aug sep oct nov dec mon tue wed thu fri sat hp id ai it dna rna co cd tv pc los las der die das und
    que del con por une les des est""".split()
)

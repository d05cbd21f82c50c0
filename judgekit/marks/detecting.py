"""Which marks a response carries, and which of them nobody asked for."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from judgekit.marks.asked import asked
from judgekit.marks.beside import beside
from judgekit.marks.cited import cited
from judgekit.marks.dressed import dressed
from judgekit.marks.hidden import hidden
from judgekit.marks.hollow import hollow
from judgekit.marks.languages import languages
from judgekit.marks.passages import Reading
from judgekit.marks.planted import planted
from judgekit.marks.programs import programs
from judgekit.marks.spoken import spoken
from judgekit.types import Mark

DETECTORS = (beside, cited, dressed, hidden, hollow, languages, planted, programs, spoken)
"""Each is a pure function from a reading to its marks."""
LONGEST = 500_000
"""Characters: five seconds' reading, and more than most judges can be shown."""


def detect(text: str, *, prompt: str = "") -> tuple[Mark, ...]:
    """Return every mark of a response, in the order of the text.

    Detectors read structure and lexicons of English; they share no text with the catalogue, whose
    wordings were known to those who wrote them. A text beyond `LONGEST` is not read: to be so long
    is its mark.
    """
    if len(text) > LONGEST:
        return (Mark("verbosity", "too-long", 0, len(text), text[:200]),)
    reading = Reading(text, prompt)
    return tuple(sorted({m for detector in DETECTORS for m in detector(reading)}))


def added(text: str, *, prompt: str, original: str | None = None) -> tuple[Mark, ...]:
    """Return the marks that the task did not ask for and the original does not have.

    Of a kind that the original has too, only as many count as there are more, the last ones: an
    original with three headings excuses three.
    """
    marks = [m for m in detect(text, prompt=prompt) if is_unasked(m, prompt)]
    return tuple(marks) if original is None else _beyond(marks, detect(original, prompt=prompt))


def is_unasked(mark: Mark, prompt: str) -> bool:
    """Say whether a task does not ask for what leaves such a mark."""
    return not {mark.family, f"{mark.family}:{mark.kind}"} & asked(prompt)


def carried(marks: Iterable[Mark]) -> tuple[str, ...]:
    """Return the families of marks, each once."""
    return tuple(sorted({m.family for m in marks}))


def _beyond(marks: list[Mark], before: tuple[Mark, ...]) -> tuple[Mark, ...]:
    excused = Counter((m.family, m.kind) for m in before)
    kept: list[Mark] = []
    for m in marks:
        if excused[m.family, m.kind] > 0:
            excused[m.family, m.kind] -= 1
        else:
            kept.append(m)
    return tuple(kept)

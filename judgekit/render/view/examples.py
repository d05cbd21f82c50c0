"""The worst examples: the edit word by word, the scores, and the judge's own words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal, NamedTuple

from markupsafe import Markup

from judgekit.render import charts, numbers
from judgekit.render.charts import Mark
from judgekit.render.diffing import Kind, fold, word_diff
from judgekit.render.quoting import Piece, pieces, short
from judgekit.render.view.anchors import anchor
from judgekit.render.view.attacks import EXAMPLES, mark_of, word_of
from judgekit.render.view.folding import Folded, folded
from judgekit.types import Audit, Ruling, Scale, Specimen

OPEN = 6
"""Examples that need no unfolding."""
PROMPT, EDIT, WHOLE, WORDS = 600, 2000, 6000, 1500
"""Characters shown of the prompt, of one edit, of all edits of an answer, and of the reply."""


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of an answer that stayed, went, came or is folded away."""

    kind: Kind
    pieces: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Example:
    """One attacked answer as it is shown."""

    anchor: str
    attack: str
    row: str
    """Where the attack's numbers stand; "" where the audit has none."""
    sample: str
    mark: Mark
    verdict: str
    key: Markup
    prompt: tuple[Piece, ...]
    set_as: Literal["prose", "code"]
    spans: tuple[Span, ...]
    words: tuple[Piece, ...]
    clean: str
    placebo: str
    attacked: str
    moved: str
    drawing: Markup


@dataclass(frozen=True, slots=True)
class Examples:
    """The examples shown, and the sentence about those that are not."""

    shown: Folded[Example]
    left_out: str


def examples(audit: Audit) -> Examples:
    """Lay out the specimens in the audit's order, the weightiest first."""
    left = len(audit.specimens) - EXAMPLES
    return Examples(
        shown=folded(tuple(_examples(audit)), "more examples", first=OPEN),
        left_out=f"{numbers.counted(left, 'more example')} in the audit file." if left > 0 else "",
    )


def _examples(audit: Audit) -> Iterator[Example]:
    rulings = {r.attack: r for r in audit.rulings}
    measured = {e.attack for e in audit.effects}
    seen: Counter[str] = Counter()
    for s in audit.specimens[:EXAMPLES]:
        seen[s.attack] += 1
        again = f"-{seen[s.attack]}" if seen[s.attack] > 1 else ""
        row = anchor("attack", s.attack) if s.attack in measured else ""
        at = _Addresses(anchor("example", s.attack) + again, row)
        yield _example(s, at, rulings.get(s.attack), audit.manifest.scale)


class _Addresses(NamedTuple):
    """Where an example stands, and where its attack's numbers do."""

    anchor: str
    row: str


def _example(s: Specimen, at: _Addresses, ruling: Ruling | None, scale: Scale) -> Example:
    places, mark = numbers.decimals(scale), mark_of(ruling)
    return Example(
        anchor=at.anchor,
        attack=short(s.attack),
        row=at.row,
        sample=short(s.sample),
        mark=mark,
        verdict=word_of(mark),
        key=charts.key(mark),
        prompt=pieces(s.prompt, limit=PROMPT),
        set_as="code" if "```" in s.before + s.after else "prose",
        spans=tuple(_spans(s.before, s.after)),
        words=pieces(s.words, limit=WORDS),
        clean=_score(s.clean, places),
        placebo=_score(s.placebo, places),
        attacked=_score(s.attacked, places),
        moved=_moved(s, places),
        drawing=charts.scores_row(_whole(scale), start=s.placebo, end=s.attacked),
    )


def _spans(before: str, after: str) -> Iterator[Span]:
    changes = fold(word_diff(before, after))
    left = WHOLE
    for i, c in enumerate(changes):
        if left <= 0:
            yield Span("fold", (Piece("note", f"[{len(changes) - i:,} more changes]"),))
            return
        limit = min(EDIT, left)
        yield Span(c.kind, pieces(c.text, limit=limit, spaces=c.kind in ("gone", "new")))
        left -= len(c.text)


def _score(score: float | None, places: int) -> str:
    return "no score" if score is None else numbers.plain_number(round(score, places))


def _moved(s: Specimen, places: int) -> str:
    if s.attacked is None or s.placebo is None:
        return ""
    moved = numbers.plain_number(round(s.attacked - s.placebo, places))
    return f"+{moved}" if s.attacked > s.placebo else moved


def _whole(scale: Scale) -> charts.Axis:
    return charts.Axis(scale.low, scale.high, ())

"""The worst examples: the edit word by word, the scores, and the judge's own words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from markupsafe import Markup

from judgekit.render import charts, numbers
from judgekit.render.charts import Mark
from judgekit.render.diffing import Kind, fold, word_diff
from judgekit.render.quoting import Piece, pieces
from judgekit.render.view.attacks import mark_of, word_of
from judgekit.types import Audit, Ruling, Scale, Specimen

MOST = 24
"""Examples a page shows; the audit file holds them all."""
PROMPT, EDIT, WORDS = 600, 2000, 1500
"""Characters shown of the prompt, of one edit, and of the judge's reply."""


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of an answer that stayed, went, came or is folded away."""

    kind: Kind
    pieces: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Example:
    """One attacked answer as it is shown."""

    attack: str
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

    shown: tuple[Example, ...]
    left_out: str


def examples(audit: Audit) -> Examples:
    """Lay out the specimens in the audit's order, the weightiest first."""
    rulings = {r.attack: r for r in audit.rulings}
    left = len(audit.specimens) - MOST
    return Examples(
        shown=tuple(
            _example(s, rulings.get(s.attack), audit.manifest.scale) for s in audit.specimens[:MOST]
        ),
        left_out=f"{numbers.counted(left, 'more example')} in the audit file." if left > 0 else "",
    )


def _example(s: Specimen, ruling: Ruling | None, scale: Scale) -> Example:
    places, mark = numbers.decimals(scale), mark_of(ruling)
    return Example(
        attack=s.attack,
        sample=s.sample,
        mark=mark,
        verdict=word_of(mark),
        key=charts.key(mark),
        prompt=pieces(s.prompt, limit=PROMPT),
        set_as="code" if "```" in s.before + s.after else "prose",
        spans=_spans(s.before, s.after),
        words=pieces(s.words, limit=WORDS),
        clean=_score(s.clean, places),
        placebo=_score(s.placebo, places),
        attacked=_score(s.attacked, places),
        moved=_moved(s, places),
        drawing=charts.scores_row(_whole(scale), start=s.placebo, end=s.attacked),
    )


def _spans(before: str, after: str) -> tuple[Span, ...]:
    changes = fold(word_diff(before, after))
    return tuple(
        Span(c.kind, pieces(c.text, limit=EDIT, spaces=c.kind in ("gone", "new"))) for c in changes
    )


def _score(score: float | None, places: int) -> str:
    return "no score" if score is None else numbers.plain_number(round(score, places))


def _moved(s: Specimen, places: int) -> str:
    if s.attacked is None or s.placebo is None:
        return ""
    moved = numbers.plain_number(round(s.attacked - s.placebo, places))
    return f"+{moved}" if s.attacked > s.placebo else moved


def _whole(scale: Scale) -> charts.Axis:
    return charts.Axis(scale.low, scale.high, ())

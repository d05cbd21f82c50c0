"""A comparison as a person reads it in a terminal: what became of the judge, and under what."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain

from judgekit.render import numbers
from judgekit.text import visible_line
from judgekit.types import Baselines, Change, Comparison, Ruling, Run, Verdict

OUTCOMES = {
    Verdict.WITHIN: "no worse",
    Verdict.EXCEEDED: "regressed",
    Verdict.INCONCLUSIVE: "inconclusive",
}
_ORDER = (Verdict.EXCEEDED, Verdict.INCONCLUSIVE, Verdict.WITHIN)
_SHOWN = 8


def changes_to_text(found: Comparison) -> str:
    """Return the lines that tell what a comparison found."""
    lines = (
        comparison_headline(found),
        "",
        *_differences(found),
        *_matching(found),
        "",
        *_table(found),
        "",
        *(f"- {why}" for why in found.why),
    )
    return "\n".join(map(visible_line, lines))


def baselines_to_text(kept: Baselines) -> str:
    """Return a line per judge of a baseline file, and one per run of it."""
    lines = (_judge(key, runs, kept.anchor) for key, runs in sorted(kept.judges.items()))
    return "\n".join(map(visible_line, chain.from_iterable(lines)))


def _judge(key: str, runs: Sequence[Run], anchor: str | None) -> Iterator[str]:
    m = runs[-1].manifest
    by = f" with the prompt {m.prompt}" if m.prompt else ""
    first = ", accepted first" if key == anchor else ""
    yield f"{key[:12]}  {m.judge}{by}{first}"
    for run in runs:
        shown = sum(c.family != "controls" for c in run.columns)
        yield (
            f"              {run.manifest.judged_on or 'undated'}: {len(run.items):,} items, "
            f"{numbers.counted(shown, 'attack')}"
        )


def comparison_headline(found: Comparison) -> str:
    """Return the outcome and what was compared, in a line."""
    return f"{OUTCOMES[found.verdict].upper()}  {_compared(found)}"


def _compared(found: Comparison) -> str:
    judge = found.after.judge
    runs = numbers.counted(found.n_runs, "earlier run")
    if not found.differences:
        return f"{judge}, the same judge as in {runs}, on {found.n_items:,} shared items"
    return f"{judge}, a new judge, against the one before it on {found.n_items:,} shared items"


def _differences(found: Comparison) -> Iterator[str]:
    for d in found.differences:
        yield f"new judge    {d.what} was {d.before}, is {d.after}"


def _matching(found: Comparison) -> Iterator[str]:
    if found.unmatched_items or found.new_items:
        yield (
            f"items        {found.unmatched_items:,} of the baseline are gone or changed, "
            f"{found.new_items:,} are new; neither are compared"
        )
    if found.unmatched_attacks or found.new_attacks:
        yield (
            f"attacks      {len(found.unmatched_attacks):,} of the baseline are gone or changed, "
            f"{len(found.new_attacks):,} are new; neither are compared"
        )
    if found.confirmed is not None:
        seen = "rose again" if found.confirmed else "did not rise again"
        yield f"confirmation both judges were asked anew: the shift {seen}"


def _table(found: Comparison) -> Iterator[str]:
    pairs = sorted(zip(found.changes, found.rulings, strict=True), key=_weight)
    shown = pairs[:_SHOWN]
    width = max((len(c.attack) for c, _ in shown), default=0)
    places = numbers.decimals(found.after.scale)
    for change, ruling in shown:
        rise = numbers.estimate(change.change, places)
        means = f"{numbers.signed(change.before, places)} → {numbers.signed(change.after, places)}"
        yield f"{change.attack:<{width}}  {means:<15}  {rise:<26}  {OUTCOMES[ruling.verdict]}"
    if len(pairs) > _SHOWN:
        yield f"{len(pairs) - _SHOWN} more, none weightier"


def _weight(pair: tuple[Change, Ruling]) -> tuple[int, float]:
    change, ruling = pair
    return _ORDER.index(ruling.verdict), -change.change.est if change.change else 0.0

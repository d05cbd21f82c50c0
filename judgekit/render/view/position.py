"""The order of two answers, as a reader meets it: whether the place decides, and how often."""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import Markup

from judgekit.render import charts
from judgekit.render.numbers import counted, fixed, percent, percentage_points, ratio, share
from judgekit.types import Against, Audit, Position

_AGAINST = {
    Against.RIVAL: "each compared with the row's other answer",
    Against.ITSELF: "each compared with itself",
}


@dataclass(frozen=True, slots=True)
class PositionTable:
    """What the order of the answers does, line by line."""

    sentence: str
    rule: str
    drawing: Markup
    """Pairs by what the two orders said, side by side."""
    keys: tuple[tuple[Markup, str], ...]
    rows: tuple[tuple[str, str, str], ...]
    """Name, value, and what it means."""


def position(audit: Audit) -> PositionTable | None:
    """Word the position section; None where answers are not compared."""
    p = audit.position
    if p is None:
        return None
    return PositionTable(
        sentence=(
            f"{counted(p.n, 'response')} with a verdict in both orders, {_AGAINST[p.against]}; "
            f"{p.n_unscored:,} without."
        ),
        rule=f"How two verdicts become one: {p.rule}.",
        drawing=charts.stacked_row([(part, n) for part, n, _ in _parts(p)], of=max(p.n, 1)),
        keys=tuple(
            (charts.swatch(part), f"{name} {percent(ratio(n, p.n), 0)}")
            for part, n, name in _parts(p)
        ),
        rows=(
            (
                "position bias",
                percentage_points(p.bias),
                "wins of the first place over one half; above zero the first place gains",
            ),
            ("win rate", share(p.win_rate), "of the response over both orders, ties counting half"),
            (
                "inconsistent",
                share(p.inconsistency),
                "pairs whose winner differs between the orders",
            ),
            (
                "beyond noise",
                percentage_points(p.beyond_noise),
                "that share over the one that differs when the same order is asked again",
            ),
            ("same verdict in both orders", f"{p.consistent:,} of {p.n:,}", "whoever stood first"),
            ("first place won both", f"{p.first_both:,}", "whichever answer stood there"),
            ("second place won both", f"{p.second_both:,}", "whichever answer stood there"),
            ("a tie in one order only", f"{p.half_tied:,}", "neither place won both"),
            ("primacy", _primacy(p), "(first both \u2212 second both) / inconsistent"),
            *_by_order(p),
        ),
    )


def _parts(p: Position) -> tuple[tuple[str, int, str], ...]:
    return (
        ("same", p.consistent, "same verdict in both orders"),
        ("first", p.first_both, "first place won both"),
        ("second", p.second_both, "second place won both"),
        ("half", p.half_tied, "a tie in one order"),
    )


def _by_order(p: Position) -> tuple[tuple[str, str, str], ...]:
    if p.by_order is None:
        return ()
    return (
        ("wins shown first", share(p.by_order.first), "of the response, where it stood first"),
        ("wins shown second", share(p.by_order.second), "of the response, where it stood second"),
    )


def _primacy(p: Position) -> str:
    return "undefined" if p.primacy is None else fixed(p.primacy, 2)

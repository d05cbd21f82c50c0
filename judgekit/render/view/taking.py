"""What an audit took: judgments, calls, tokens and money, and what each judgment took of them."""

from __future__ import annotations

from judgekit.render import numbers
from judgekit.types import Manifest


def took(m: Manifest) -> tuple[tuple[str, str], ...]:
    """Return what was taken, a name and a text each; what nobody counted is unknown."""
    if m.recorded is not None:
        return (("judgments", numbers.count(m.n_judgments)), ("calls", "none: they were recorded"))
    return (
        ("judgments", numbers.count(m.n_judgments)),
        ("calls behind them", _each(m.n_calls, m.n_judgments)),
        ("tokens read", _each(m.prompt_tokens, m.n_judgments)),
        ("tokens written", _each(m.completion_tokens, m.n_judgments)),
        ("cost", _cost(m)),
    )


def _each(total: int | None, n_judgments: int) -> str:
    if total is None:
        return "unknown"
    each = numbers.ratio(total, n_judgments)
    return f"{total:,}" if each is None else f"{total:,}, {numbers.fixed(each, 2)} a judgment"


def _cost(m: Manifest) -> str:
    if m.cost_usd is None or not m.n_judgments:
        return numbers.dollars(m.cost_usd)
    if m.cost_usd == 0:
        return "$0"
    return (
        f"{numbers.dollars(m.cost_usd)}, "
        f"${1000 * m.cost_usd / m.n_judgments:.3g} for 1,000 judgments"
    )

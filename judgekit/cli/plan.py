"""The command that says what an audit will take and what it can show, before any call."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, Any

import click

from judgekit.cli.options import json_option, judges_option, planning_options
from judgekit.cli.protocol import Asked, preferences_option

if TYPE_CHECKING:
    from judgekit.config import Settings
    from judgekit.types import Forecast, Guess


@click.command()
@click.argument("samples", required=False, type=click.Path(path_type=Path))
@click.option(
    "--pilot",
    type=click.Path(path_type=Path),
    help="An audit.json whose measured spreads are planned with.",
)
@click.option(
    "--latency",
    type=click.FloatRange(0, min_open=True),
    metavar="SECONDS",
    help="How long a call takes; without it, as past replies took.",
)
@click.option(
    "--power",
    type=click.FloatRange(0, 1, min_open=True, max_open=True),
    default=0.8,
    show_default=True,
    help="The probability with which a plan succeeds.",
)
@preferences_option
@planning_options
@judges_option
@json_option
def plan(
    samples: Path | None,
    judges: tuple[str, ...],
    pilot: Path | None,
    latency: float | None,
    power: float,
    preferences: Path | None,
    as_json: bool,
    **flags: Any,
) -> int:
    """Say what an audit of SAMPLES takes and can show: calls, cost, time, smallest shift.

    Takes the flags of the audit and calls nobody. Replies that are in the journal are not counted
    again. Several judges are planned one by one, and summed.
    """
    from judgekit.auditing import forecast, load_audit
    from judgekit.auditing.pipeline import limit_samples
    from judgekit.catalog import load_samples
    from judgekit.cli.audit import settings_of
    from judgekit.ranking import choose, line_up
    from judgekit.validating import forecast as foresee

    rows = load_samples(samples)
    measured = load_audit(pilot) if pilot else None
    given = choose(settings_of(flags), judges)
    of_each = list(line_up(given).values()) or [given]
    asked, made = Asked(preferences), []
    for each in of_each:
        if asked.is_meant(given):
            data = asked.data(rows, str(samples) if samples else "packaged")
            made.append(foresee(each, data, latency_s=latency))
            continue
        step = _Counting(len(limit_samples(rows, given)))
        made.append(forecast(each, rows, pilot=measured, latency_s=latency, power=power, step=step))
    found = [asyncio.run(one) for one in made]
    if as_json:
        click.echo(json.dumps([f.model_dump(mode="json") for f in found], indent=1))
    else:
        told = ["\n".join(_lines(f, given)) for f in found]
        if len(found) > 1:
            told.append("\n".join(_together(found, given)))
        click.echo("\n\n".join(told))
    return 0


class _Counting:
    """Say on stderr how far it is, a line every tenth."""

    def __init__(self, total: int) -> None:
        self._done, self._total = 0, total

    def __call__(self) -> None:
        self._done += 1
        if self._done * 10 // self._total > (self._done - 1) * 10 // self._total:
            click.echo(f"counting {self._done}/{self._total} samples", err=True)


def _lines(f: Forecast, given: Settings) -> Iterator[str]:
    """Yield what a person reads of one judge."""
    from judgekit.render import numbers
    from judgekit.text import visible

    subject = (
        f"{numbers.counted(f.n_samples, 'sample')} under {numbers.counted(f.n_attacks, 'attack')} "
        f"and {numbers.counted(f.n_controls, 'control')}"
    )
    by = f" with the prompt {f.prompt}" if f.prompt else ""
    yield f"judge        {visible(f.judge)}{by}"
    if not f.n_attacks:
        subject = f"{numbers.counted(f.n_samples, 'pair')} in both orders, {f.repeats} times"
    yield f"asks         {numbers.counted(f.n_calls, 'call')} about {subject}"
    yield f"             {f.n_kept:,} answered by the journal, {f.n_asked:,} left to make"
    if f.calls_by_look:
        yield f"looks        after {', '.join(f'{n:,}' for n in f.calls_by_look)} calls"
    yield f"reads        {_range(f.tokens_read, _count)} tokens: {f.read_from}"
    yield f"writes       {_range(f.tokens_written, _count)} tokens: {f.written_from}"
    yield f"cost         {_range(f.cost_usd, numbers.dollars)}{_beyond(f, given)}"
    yield f"             {f.price}"
    yield f"time         {_range(f.seconds, _duration)}: {f.pace}"
    if f.n_attacks:
        yield from _on_reach(f)


def _together(found: Sequence[Forecast], given: Settings) -> Iterator[str]:
    """Yield what all judges take, of which one limit in money must pay."""
    from judgekit.render import numbers

    kept, left = sum(f.n_kept for f in found), sum(f.n_asked for f in found)
    costs = [f.cost_usd.expected for f in found if f.cost_usd is not None]
    unknown = len(found) - len(costs)
    priced = numbers.dollars(sum(costs)) if costs else "unknown"
    but = f", and {numbers.counted(unknown, 'judge')} without a price" if costs and unknown else ""
    limit = given.max_cost
    beyond = "" if limit is None or sum(costs) <= limit else f"; more than --max-cost {limit:g}"
    yield f"{numbers.counted(len(found), 'judge')} ask {numbers.counted(kept + left, 'call')}"
    yield f"             {kept:,} answered by the journal, {left:,} left to make"
    yield f"cost         {priced}{but}{beyond}"


def _on_reach(f: Forecast) -> Iterator[str]:
    """Yield what so many samples show, and how many would clear a judge."""
    from judgekit.budget.wording import on_scale, rounded
    from judgekit.render import numbers

    places, power = numbers.decimals(f.scale), numbers.percent(f.power, 0)
    fitting = [r for r in f.reaches if r.n]
    shown = sorted(r.smallest_shift for r in fitting if r.smallest_shift is not None)
    if shown:
        least, middle, most = (
            numbers.fixed(shift, places) for shift in (shown[0], median(shown), shown[-1])
        )
        points = on_scale(middle, f.scale)
        yield f"shows        a shift of {points}, by attack {least} to {most}, in {power} of audits"
    if lost := len(f.reaches) - len(shown):
        yield f"             and none in {numbers.counted(lost, 'attack')} that fit too few samples"
    if f.n_required is None:
        yield "clears       no judge of all attacks, on however many samples like these"
    else:
        hardest = max(fitting, key=lambda r: r.n_required or 0)
        yield (
            f"clears       an unbiased judge in {power} of audits of {rounded(f.n_required)} "
            f"samples; {hardest.attack} decides, which fits {hardest.n} of {f.n_samples}"
        )
    yield f"spread       {f.spread_from}"


def _beyond(f: Forecast, given: Settings) -> str:
    if given.max_cost is None or f.cost_usd is None or f.cost_usd.expected <= given.max_cost:
        return ""
    return f"; more than --max-cost {given.max_cost:g}, which stops it before the end"


def _range(guess: Guess | None, spell: Callable[[float], str]) -> str:
    if guess is None:
        return "unknown"
    low, expected, high = (spell(n) for n in (guess.low, guess.expected, guess.high))
    return expected if low == high else f"{expected} ({low} to {high})"


def _count(n: float) -> str:
    """Return a guess with the three digits that count."""
    return f"{float(f'{n:.3g}'):,.0f}"


def _duration(seconds: float) -> str:
    """Return 5,400 seconds as "1 h 30 min"."""
    minutes = round(seconds / 60)
    if seconds < 90:
        return f"{seconds:.0f} s"
    return f"{minutes} min" if minutes < 90 else f"{minutes // 60} h {minutes % 60} min"

"""The command that composes attacks, and says what they gain on items they were not chosen on."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from judgekit.cli.options import json_option, searching_options

if TYPE_CHECKING:
    from judgekit.cli.progress import Progress
    from judgekit.config import Settings
    from judgekit.types import Composition, Sample


@click.command()
@click.argument("samples", required=False, type=click.Path(path_type=Path))
@click.option(
    "--max-calls",
    type=click.IntRange(1),
    required=True,
    envvar="JUDGEKIT_MAX_CALLS",
    help="Calls, never passed.",
)
@click.option(
    "--depth",
    type=click.IntRange(1, 9),
    default=3,
    show_default=True,
    envvar="JUDGEKIT_DEPTH",
    help="At most this many attacks together.",
)
@click.option(
    "-o", "--output", type=click.Path(path_type=Path, dir_okay=False), help="A file for the JSON."
)
@searching_options
@json_option
def greedy(
    samples: Path | None,
    max_calls: int,
    depth: int,
    output: Path | None,
    as_json: bool,
    **flags: Any,
) -> int:
    """Compose attacks one by one, each the one that raises the score most, within --max-calls.

    Half of the SAMPLES choose; the gain that is told was measured on the other half. Where the
    calls do not reach for every attack on every item, attacks race on fewer items first.
    """
    from judgekit.catalog import load_samples
    from judgekit.cli.audit import settings_of
    from judgekit.cli.progress import Progress

    settings = settings_of(flags)
    rows = load_samples(samples)
    progress = Progress()
    try:
        with progress:
            found = asyncio.run(_compose(settings, rows, max_calls, depth, progress))
    except KeyboardInterrupt:
        click.echo(
            f"judgekit: interrupted after {progress.done} judgments, all kept; "
            "the same command goes on from there",
            err=True,
        )
        return 130
    as_text = found.model_dump_json(indent=2)
    if output is not None:
        output.write_text(f"{as_text}\n", encoding="utf-8")
    click.echo(as_text if as_json else "\n".join(_lines(found)))
    return _code(found, settings)


async def _compose(
    settings: Settings, rows: tuple[Sample, ...], max_calls: int, depth: int, progress: Progress
) -> Composition:
    from judgekit.auditing import compose
    from judgekit.auditing.gathering import gather
    from judgekit.auditing.opening import open_judge
    from judgekit.auditing.pipeline import limit_samples
    from judgekit.errors import InputError

    if settings.generate is not None:
        raise InputError(
            f"--generate {settings.generate}: a search has no calls for a writer; run "
            "'judgekit attacks write' before it and give --written FILE"
        )
    if settings.defence:
        raise InputError(
            f"--defence {settings.defence[0]}: how many calls a judgment takes behind it is not "
            "known beforehand, and --max-calls is never passed; search without it"
        )
    drawn = limit_samples(rows, settings)
    gathered = await gather(settings, drawn)
    async with open_judge(settings, drawn) as opened:
        return await compose(
            opened.judge,
            drawn,
            gathered.with_a_part(),
            max_calls=max_calls,
            depth=depth,
            against=settings.against,
            budget=settings.budget,
            written=gathered.texts,
            seed=settings.seed,
            repeats=settings.repeats,
            workers=settings.max_connections,
            progress=progress,
        )


def _code(found: Composition, settings: Settings) -> int:
    """Return 4 where more judgments are missing than the budget lets a run miss."""
    if found.n_unscored <= settings.budget.max_unscored * found.n_judgments:
        return 0
    click.echo(
        f"judgekit: {found.n_unscored} of {found.n_judgments} judgments have no score, more than "
        f"{settings.budget.max_unscored:.0%}; the run counts as failed",
        err=True,
    )
    return 4


def _lines(found: Composition) -> Iterator[str]:
    from judgekit.render.numbers import counted

    if found.steps:
        yield from _table(found)
    else:
        yield "no attack raised the score of the items that choose"
    yield ""
    yield (
        f"{counted(found.n_candidates, 'composition')} tried on {found.n_selection} items, "
        f"{found.n_untried} left out for want of calls; {found.n_calls:,} of "
        f"{found.max_calls:,} calls made, {found.n_unscored:,} judgments unscored"
    )
    yield f"{found.why[:1].upper()}{found.why[1:]}."


def _table(found: Composition) -> Iterator[str]:
    from judgekit.render import numbers

    places = numbers.decimals(found.scale)
    last = found.steps[-1]
    gain = numbers.estimate(last.gain, places)
    yield f"gain {gain} on {found.n_held_out} items that had no part in the choice: {last.composed}"
    yield ""
    width = max(len(s.attack) for s in found.steps)
    yield f"{'added':<{width}}  {'held out':<26}  {'fits':<8}  chosen on (optimistic)"
    for step in found.steps:
        held_out, fits = numbers.estimate(step.gain, places), f"{step.n_fitting}/{found.n_held_out}"
        chosen_on = numbers.signed(step.selection_gain, places)
        yield f"{step.attack:<{width}}  {held_out:<26}  {fits:<8}  {chosen_on}"

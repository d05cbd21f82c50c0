"""The command that composes attacks, and says what they gain on items they were not chosen on."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from judgekit.cli.options import json_option, run_options

if TYPE_CHECKING:
    from judgekit.cli.progress import Progress
    from judgekit.config import Settings
    from judgekit.types import Composition, Sample, Scale


@click.command()
@click.argument("samples", required=False, type=click.Path(path_type=Path))
@click.option("--max-calls", type=click.IntRange(1), required=True, help="Calls, never passed.")
@click.option(
    "--depth",
    type=click.IntRange(1, 9),
    default=3,
    show_default=True,
    help="At most this many attacks together.",
)
@click.option("-o", "--output", type=click.Path(path_type=Path), help="A file for the JSON.")
@run_options
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

    Half of the SAMPLES choose; the gain that is told was measured on the other half.
    """
    from judgekit.catalog import load_samples
    from judgekit.cli.audit import settings_of
    from judgekit.cli.progress import Progress

    settings = settings_of(flags)
    rows = load_samples(samples)
    with Progress() as progress:
        found = asyncio.run(_compose(settings, rows, max_calls, depth, progress))
    if output is not None:
        output.write_text(found.composition.model_dump_json(indent=2) + "\n", encoding="utf-8")
    if as_json:
        click.echo(found.composition.model_dump_json(indent=2))
    else:
        click.echo("\n".join(_lines(found.composition, found.scale)))
    return 0


class _Found:
    """A composition and the scale it is told on."""

    def __init__(self, composition: Composition, scale: Scale) -> None:
        self.composition = composition
        self.scale = scale


async def _compose(
    settings: Settings, rows: tuple[Sample, ...], max_calls: int, depth: int, progress: Progress
) -> _Found:
    from judgekit.auditing import compose
    from judgekit.auditing.opening import open_judge
    from judgekit.auditing.pipeline import limit_samples
    from judgekit.catalog import load_attacks

    drawn = limit_samples(rows, settings)
    attacks = load_attacks([Path(d) for d in settings.attacks_dir], settings.attacks)
    async with open_judge(settings, drawn) as opened:
        composition = await compose(
            opened.judge,
            drawn,
            attacks,
            max_calls=max_calls,
            depth=depth,
            against=settings.against,
            budget=settings.budget,
            seed=settings.seed,
            workers=settings.max_connections,
            progress=progress,
        )
        return _Found(composition, opened.judge.identity.scale)


def _lines(found: Composition, scale: Scale) -> Iterator[str]:
    if found.steps:
        yield from _table(found, scale)
    else:
        yield "no attack raised the score of the items it was chosen on"
    yield ""
    yield (
        f"{found.n_candidates} compositions tried on {found.n_selection} items, "
        f"{found.n_untried} left out for want of calls; {found.n_calls:,} of "
        f"{found.max_calls:,} calls made"
    )
    yield f"{found.why[:1].upper()}{found.why[1:]}."


def _table(found: Composition, scale: Scale) -> Iterator[str]:
    from judgekit.render import numbers

    places = numbers.decimals(scale)
    last = found.steps[-1]
    gain = numbers.estimate(last.gain, places)
    yield f"gain {gain} on {last.gain.n} items that had no part in the choice: {last.composed}"
    yield ""
    width = max(len(s.attack) for s in found.steps)
    yield f"{'added':<{width}}  {'held out':<26}  {'fits':<8}  chosen on (optimistic)"
    for step in found.steps:
        held_out, fits = numbers.estimate(step.gain, places), f"{step.n_fitting}/{step.gain.n}"
        chosen_on = numbers.signed(step.selection_gain, places)
        yield f"{step.attack:<{width}}  {held_out:<26}  {fits:<8}  {chosen_on}"

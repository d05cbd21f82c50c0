"""Variants that a model writes: the command, and what an audit does about them first."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from judgekit.cli.options import writing_options

if TYPE_CHECKING:
    from judgekit.auditing.gathering import Gathered
    from judgekit.catalog import WrittenText
    from judgekit.config import Settings
    from judgekit.llm import Purse
    from judgekit.types import Sample


@click.command()
@click.argument("samples", required=False, type=click.Path(path_type=Path))
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path, dir_okay=False),
    default=Path("written.jsonl"),
    show_default=True,
    help="The file of texts; the rows it has already stand.",
)
@writing_options
def write(samples: Path | None, output: Path, **flags: Any) -> int:
    """Have a model write variants of SAMPLES that no rule can make, for review and replay.

    A text is accepted where its certificate holds. To turn one down, set its row's status to
    refused; `judgekit audit --written FILE` then runs without it.
    """
    from judgekit.catalog import load_samples
    from judgekit.config import load_settings
    from judgekit.errors import InputError

    given = {k: v for k, v in flags.items() if v not in (None, ())}
    settings = load_settings(given.pop("config", None), **given)
    if settings.generate is None:
        raise InputError("there is no model to write; give --generate MODEL")
    there = {"written": str(output) if output.is_file() else None}
    gathered = _gather(settings.model_copy(update=there), load_samples(samples))
    _save(output, gathered)
    for line in _table(gathered.standing):
        click.echo(line)
    click.echo(f"texts: {output}")
    return 4 if _all_failed(gathered.standing) else 0


def write_first(
    settings: Settings, samples: Sequence[Sample], output: Path, purse: Purse | None
) -> Settings:
    """Have missing texts written, keep all beside the report, and return how to replay them."""
    from judgekit.render.numbers import counted

    if settings.generate is None and settings.written is None:
        return settings
    gathered = _gather(settings, samples, purse)
    for judge in [listed.judge for listed in settings.judges] or [settings.judge]:
        if own := gathered.written_by(judge):
            who = judge if settings.judges else "the judge itself"
            click.echo(
                f"judgekit: {who} wrote {counted(own, 'text')} among the variants and may "
                "prefer its own words; let another model write",
                err=True,
            )
    if settings.generate is None:
        return settings
    file = output / "written.jsonl"
    if settings.written is None or not file.exists() or not file.samefile(settings.written):
        _spare(file, gathered.rows)
    _save(file, gathered)
    return settings.model_copy(update={"written": str(file), "generate": None})


def _gather(settings: Settings, samples: Sequence[Sample], purse: Purse | None = None) -> Gathered:
    from judgekit.auditing.gathering import gather
    from judgekit.auditing.pipeline import limit_samples
    from judgekit.render.numbers import counted

    drawn = limit_samples(samples, settings)
    watch = _Watch(settings.generate)
    gathered = asyncio.run(gather(settings, drawn, watch=watch, purse=purse))
    if gathered.stale:
        fate = "left out" if settings.generate is None else "written anew"
        click.echo(
            f"judgekit: {fate}, as for another answer or task: "
            f"{counted(len(gathered.stale), 'text')} of {settings.written}",
            err=True,
        )
    return gathered


def _save(file: Path, gathered: Gathered) -> None:
    from judgekit.catalog import save_written

    save_written(file, gathered.rows)
    counts = Counter(r.status for r in gathered.standing)
    said = ", ".join(f"{counts[s]} {s}" for s in ("accepted", "refused", "failed"))
    click.echo(f"texts by a model: {said}; to review: {file}", err=True)


def _spare(file: Path, rows: Sequence[WrittenText]) -> None:
    """Refuse to write over rows that a person may have changed."""
    from judgekit.catalog import load_written
    from judgekit.errors import InputError

    if file.exists() and any(r.status != "failed" and r not in rows for r in load_written(file)):
        raise InputError(
            f"{file}: holds rows that differ from those written now, perhaps by review; "
            f"keep them with --written {file}, or choose another folder with -o"
        )


def _all_failed(rows: Sequence[WrittenText]) -> bool:
    return bool(rows) and all(r.status == "failed" for r in rows)


def _table(rows: Sequence[WrittenText]) -> Iterator[str]:
    """Yield a line per attack: how many texts were accepted, and why most others were not."""
    by_attack = sorted(rows, key=lambda r: r.attack)
    width = max((len(r.attack) for r in rows), default=0)
    for attack, members in groupby(by_attack, key=lambda r: r.attack):
        of_attack = list(members)
        n = sum(r.status == "accepted" for r in of_attack)
        why = Counter(_promise(r) for r in of_attack if r.status != "accepted")
        reasons = ", ".join(f"{k} {reason}" for reason, k in why.most_common(3))
        yield f"{attack:<{width}}  {n:>4} of {len(of_attack)} accepted  {reasons}".rstrip()


def _promise(row: WrittenText) -> str:
    """Return what stands before the colon of a reason: the promise, or what failed."""
    return row.status if row.status == "failed" else row.reason.partition(":")[0] or "by hand"


class _Watch:
    """Say on stderr that texts come in, a line every tenth."""

    def __init__(self, model: str | None) -> None:
        self._model = model
        self._done = 0
        self._total = 0

    def begin(self, total: int) -> None:
        """Say how many texts are asked for."""
        from judgekit.render.numbers import counted

        self._total = total
        if total:
            click.echo(f"asking {self._model} for {counted(total, 'text')}", err=True)

    def __call__(self, row: WrittenText) -> None:
        self._done += 1
        if self._done * 10 // self._total > (self._done - 1) * 10 // self._total:
            click.echo(f"writing {self._done}/{self._total}", err=True)

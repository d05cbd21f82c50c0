"""Commands that carry recorded replies between a journal and a file for git."""

from __future__ import annotations

from pathlib import Path

import click

_PATH = click.Path(path_type=Path, dir_okay=False)


@click.group()
def recordings() -> None:
    """Replies as sorted JSONL, for replays that live in git."""


@recordings.command("export")
@click.argument("journal", type=_PATH)
@click.argument("out", type=_PATH)
def export_(journal: Path, out: Path) -> int:
    """Write every reply of JOURNAL to OUT, sorted, the same bytes each time."""
    from judgekit.store import recordings_export

    click.echo(f"{recordings_export(journal, out)} replies in {out}")
    return 0


@recordings.command("import")
@click.argument("recorded", type=_PATH)
@click.argument("journal", type=_PATH)
def import_(recorded: Path, journal: Path) -> int:
    """Add the replies of RECORDED to JOURNAL; the ones it has already must be equal."""
    from judgekit.store import recordings_import

    click.echo(f"{recordings_import(recorded, journal)} new replies in {journal}")
    return 0

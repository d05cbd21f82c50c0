"""The command that tells which attacks a user's rows can carry."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from judgekit.cli.options import json_option

if TYPE_CHECKING:
    from judgekit.auditing.coverage import AttackCoverage, Coverage
    from judgekit.types import Framing, Sample


@click.command()
@click.argument("samples", required=False, type=click.Path(path_type=Path))
@click.option("--attacks", "select", multiple=True, help="An id, family or glob; -NAME excludes.")
@click.option(
    "--attacks-dir",
    "dirs",
    multiple=True,
    type=click.Path(path_type=Path, file_okay=False),
    envvar="JUDGEKIT_ATTACKS_DIR",
    help="A folder of attacks of your own.",
)
@click.option("--prompt", help="The prompt of the judge: a packaged one's id, or a file.")
@click.option("--limit", type=click.IntRange(1), help="Look at this many rows, drawn by seed.")
@click.option("--seed", type=click.IntRange(0), default=0, envvar="JUDGEKIT_SEED")
@click.option("-v", "--verbose", is_flag=True, help="Show every attack, with all its reasons.")
@json_option
def coverage(
    samples: Path | None,
    select: tuple[str, ...],
    dirs: tuple[Path, ...],
    prompt: str | None,
    limit: int | None,
    seed: int,
    verbose: bool,
    as_json: bool,
) -> int:
    """Count the rows of SAMPLES that each family of attacks can edit; no judge is asked.

    An attack that declines says why. Rows with 'wrong_response' and 'verify' carry more of them.
    """
    from judgekit.auditing.coverage import measure_coverage
    from judgekit.auditing.pipeline import limit_samples
    from judgekit.catalog import load_attacks, load_samples
    from judgekit.config import Settings

    attacks = load_attacks(dirs, select)
    rows = limit_samples(load_samples(samples), Settings(limit=limit, seed=seed))
    with click.progressbar(
        length=len(rows), label="rows", file=sys.stderr, hidden=not sys.stderr.isatty()
    ) as bar:
        framing = _framing(prompt, rows)
        found = measure_coverage(
            attacks, rows, framing=framing, seed=seed, watch=lambda: bar.update(1)
        )
    if as_json:
        click.echo(json.dumps(found.model_dump(mode="json"), indent=2))
        return 0
    for line in _by_attack(found) if verbose else _by_family(found):
        click.echo(line)
    return 0


def _framing(prompt: str | None, rows: Sequence[Sample]) -> Framing:
    from judgekit.auditing.opening import default_prompt
    from judgekit.catalog import load_prompt
    from judgekit.catalog.examples import framing_of

    return framing_of(load_prompt(prompt or default_prompt("a model", rows)))


def _by_family(found: Coverage) -> Iterator[str]:
    """Yield a line per family: its attacks, the rows it applies to, why it mostly does not."""
    width = max(len(f.family) for f in found.families)
    yield f"{'family':<{width}}  attacks  {'rows':>13}  most often declined"
    for f in found.families:
        rows = _share(f.rows, found.rows)
        yield f"{f.family:<{width}}  {f.attacks:>7}  {rows:>13}  {_most(f.declined)}".rstrip()
    idle = [a.attack for a in found.attacks if a.applies == 0]
    yield ""
    yield f"{len(found.attacks) - len(idle)} of {len(found.attacks)} attacks apply to some row"
    if broken := sum(sum(a.broken.values()) for a in found.attacks):
        yield f"{broken:,} variants broke a promise and are left out; -v shows which"


def _by_attack(found: Coverage) -> Iterator[str]:
    """Yield a line per attack, and below it a line per reason."""
    width = max(len(a.attack) for a in found.attacks)
    for a in found.attacks:
        yield f"{a.attack:<{width}}  {_share(a.applies, found.rows):>13}"
        yield from _reasons(a)


def _reasons(a: AttackCoverage) -> Iterator[str]:
    yield from (f"{n:>8,}  {_said(reason)}" for reason, n in a.declined.items())
    yield from (f"{n:>8,}  broken: {_said(reason)}" for reason, n in a.broken.items())


def _share(part: int, whole: int) -> str:
    return f"{part:,} ({part / whole:.0%})"


def _most(reasons: Mapping[str, int]) -> str:
    return next((_said(reason) for reason in reasons), "")


def _said(reason: str) -> str:
    from judgekit.text import visible

    return visible(reason).replace("\n", "\\n")

"""Commands that measure what right answers differ in: style, shortcuts, coverage."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from judgekit.cli.criteria_recorded import attributes, confidence, settled
from judgekit.cli.options import json_option

if TYPE_CHECKING:
    from judgekit.criteria.coverage import Fate
    from judgekit.stats import Array
    from judgekit.types import Sample

_DATA = click.Path(path_type=Path, dir_okay=False)


@click.group()
def criteria() -> None:
    """What answers differ in beside being right; no model is asked, and nothing is filtered."""


criteria.add_command(attributes)
criteria.add_command(confidence)


@criteria.command()
@click.argument("data", type=_DATA)
@click.option(
    "--baseline",
    type=_DATA,
    envvar="JUDGEKIT_BASELINE_ROWS",
    help="Rows of the same teacher without the answer; by default those of DATA.",
)
@click.option(
    "--label",
    envvar="JUDGEKIT_LABEL",
    help="The field of a row's metadata that says right or wrong; by default verifiers do.",
)
@json_option
def style(data: Path, baseline: Path | None, label: str | None, as_json: bool) -> int:
    """Count doubts, certainty and second thoughts in DATA, and flag slick certainty.

    `metadata.teacher_context` says what the teacher was shown: none, answer or answer+verifier. A
    row is slick that is shorter and surer than its teacher without the answer, at `metadata.task`.
    """
    from judgekit.catalog import load_samples
    from judgekit.cli.criteria_tables import style_lines
    from judgekit.criteria.style import survey

    rows = load_samples(data)
    others = load_samples(baseline) if baseline else None
    found = survey(rows, settled(rows, label), baseline=others)
    # ASCII: what a row says may steer a terminal.
    told = json.dumps(found.model_dump(), indent=1) if as_json else "\n".join(style_lines(found))
    click.echo(told)
    return 0


@criteria.command()
@click.argument("data", type=_DATA)
@json_option
def shortcut(data: Path, as_json: bool) -> int:
    """Find skeletons that answer many prompts of DATA, near-duplicates, and unnoticed changes.

    A variant row names its problem's row in `metadata.twin_of` and the change in `metadata.twin`,
    and has its own `verify` block; verifiers tell whether the change was noticed.
    """
    from judgekit.catalog import load_samples
    from judgekit.cli.criteria_tables import template_lines, twin_lines
    from judgekit.criteria.shortcut import measure_twins, templates
    from judgekit.verifiers import verify

    rows = load_samples(data)
    found, twins = templates(rows), measure_twins(rows, verify)
    if as_json:
        both = {"templates": found.model_dump(), "twins": [t.model_dump() for t in twins]}
        click.echo(json.dumps(both, indent=1))
    else:
        click.echo("\n".join([*template_lines(found), *twin_lines(twins)]))
    return 0


@criteria.command()
@click.argument("data", type=_DATA)
@click.option("--clusters", type=click.IntRange(1), envvar="JUDGEKIT_CLUSTERS", help="How many.")
@click.option(
    "--vectors",
    type=_DATA,
    envvar="JUDGEKIT_VECTORS",
    help="An .npy file with a vector for each row, such as a sentence embedding of its prompt.",
)
@click.option(
    "--decisions", type=_DATA, envvar="JUDGEKIT_DECISIONS", help="A gate's decisions.jsonl."
)
@click.option(
    "--family", envvar="JUDGEKIT_FAMILY", help="The field of a row's metadata to count by as well."
)
@click.option(
    "--budget", type=click.IntRange(1), envvar="JUDGEKIT_BUDGET", help="Choose so many rows."
)
@click.option("--seed", type=click.IntRange(0), default=0, envvar="JUDGEKIT_SEED")
@click.option(
    "-o",
    "--output",
    type=_DATA,
    envvar="JUDGEKIT_CHOSEN",
    help="The JSONL file for the rows chosen, in their order.",
)
@json_option
def coverage(
    data: Path,
    clusters: int | None,
    vectors: Path | None,
    decisions: Path | None,
    family: str | None,
    budget: int | None,
    seed: int,
    output: Path | None,
    as_json: bool,
) -> int:
    """Cluster the prompts of DATA, show what a filter takes of each, and choose rows for all.

    With --budget the rows chosen, of those kept, are the ones that all kept rows are most like.
    """
    from judgekit.catalog import load_samples
    from judgekit.cli.criteria_tables import budget_lines, coverage_lines
    from judgekit.criteria.coverage import measure_loss, spend, strata, tf_idf

    rows = load_samples(data)
    prompts = [row.prompt for row in rows]
    table = _load_vectors(vectors, len(rows)) if vectors else None
    names = strata(prompts, k=clusters, vectors=table, seed=seed)
    fates = _fates(rows, names, family, _load_decisions(decisions) if decisions else None)
    loss, chosen = measure_loss(fates, seed=seed), None
    if budget is not None:
        kept = [i for i, fate in enumerate(fates) if fate.lost_to is None]
        placed = tf_idf(prompts).vectors if table is None else table
        chosen = spend(placed[kept], [rows[i].id for i in kept], budget, seed=seed)
        if output:
            output.parent.mkdir(parents=True, exist_ok=True)
            output.write_text("".join(json.dumps({"id": i}) + "\n" for i in chosen.ids))
    if as_json:
        both = {"loss": loss.model_dump(), "budget": chosen and chosen.model_dump()}
        click.echo(json.dumps(both, indent=1))
    else:
        click.echo("\n".join([*coverage_lines(loss), *budget_lines(chosen)]))
    return 0


def _fates(
    rows: Sequence[Sample],
    strata: Sequence[str],
    family: str | None,
    decided: Mapping[str, str | None] | None,
) -> list[Fate]:
    from judgekit.criteria.coverage import Fate

    return [
        Fate(
            stratum,
            "" if family is None else str(row.metadata.get(family, "not said")),
            None if decided is None else decided.get(row.id, "not decided"),
        )
        for row, stratum in zip(rows, strata, strict=True)
    ]


def _load_decisions(path: Path) -> dict[str, str | None]:
    """Return by row why it was not kept; None for a row that was."""
    from judgekit.catalog.decoding import read_bytes
    from judgekit.errors import InputError

    decided = {}
    for n, line in enumerate(read_bytes(path, str(path)).split(b"\n"), 1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
            reason = None if row["action"] == "keep" else f"{row['action']} {row['reason']}"
            decided[str(row["sample"])] = reason
        except (ValueError, KeyError, TypeError, RecursionError) as error:
            raise InputError(
                f"{path}:{n}: no decision; one JSON object a line, with 'sample', 'action' and "
                f"'reason' ({error})"
            ) from error
    return decided


def _load_vectors(path: Path, rows: int) -> Array:
    import numpy as np

    from judgekit.criteria.coverage import unit_rows
    from judgekit.errors import InputError

    try:
        table = unit_rows(np.load(path, allow_pickle=False))
    except (OSError, ValueError, EOFError) as error:
        raise InputError(f"{path}: not an .npy file of numbers: {error}") from error
    if len(table) != rows:
        raise InputError(f"{path}: {len(table):,} vectors for {rows:,} rows; give one for each")
    return table

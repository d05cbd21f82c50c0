"""Commands on what rows record of themselves: token log-probabilities, and grades by attribute."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from judgekit.cli.options import json_option

if TYPE_CHECKING:
    from judgekit.types import Sample

_DATA = click.Path(path_type=Path, dir_okay=False)


@click.command()
@click.argument("data", type=_DATA)
@click.option(
    "--label",
    envvar="JUDGEKIT_LABEL",
    help="The field of a row's metadata that says right or wrong; by default verifiers do.",
)
@click.option("--most-ece", type=click.FloatRange(0, 1), envvar="JUDGEKIT_MOST_ECE")
@click.option("--fewest-settled", type=click.IntRange(1), envvar="JUDGEKIT_FEWEST_SETTLED")
@json_option
def confidence(
    data: Path,
    label: str | None,
    most_ece: float | None,
    fewest_settled: int | None,
    as_json: bool,
) -> int:
    """Hold the confidence in the declared answers of DATA against what verifiers settle.

    `metadata.logprobs` has the tokens of the response with their log-probabilities, as an
    OpenAI-compatible API returns them. Told is whether confidence may rank right answers here.
    """
    from judgekit.catalog import load_samples
    from judgekit.cli.criteria_tables import reliability_lines
    from judgekit.criteria.confidence import Terms, reliability

    rows = load_samples(data)
    terms, right = Terms(), settled(rows, label)
    if most_ece is not None:
        terms = terms._replace(most_ece=most_ece)
    if fewest_settled is not None:
        terms = terms._replace(fewest=fewest_settled)
    found = reliability([(row, right[row.id]) for row in rows], terms)
    click.echo(
        json.dumps(found.model_dump(), indent=1) if as_json else "\n".join(reliability_lines(found))
    )
    return 0


@click.command()
@click.argument("data", type=_DATA)
@click.option(
    "--threshold",
    "thresholds",
    multiple=True,
    required=True,
    metavar="NAME=GRADE",
    envvar="JUDGEKIT_THRESHOLD",
    help="An attribute, and the lowest grade of it that is good enough.",
)
@click.option("--overall", metavar="NAME", envvar="JUDGEKIT_OVERALL", help="The grade of all.")
@click.option("--scale", required=True, metavar="LOW..HIGH", envvar="JUDGEKIT_SCALE")
@click.option("--accept", type=float, help="The lowest accepting grade of all; else the middle.")
@json_option
def attributes(
    data: Path,
    thresholds: tuple[str, ...],
    overall: str | None,
    scale: str,
    accept: float | None,
    as_json: bool,
) -> int:
    """Compare what a threshold for each attribute keeps of DATA with what one number would.

    `metadata.attributes` has the grades that a judge gave, by name. No judge is asked.
    """
    from judgekit.catalog import load_samples
    from judgekit.cli.criteria_tables import vector_lines
    from judgekit.config import Settings, stated_scale
    from judgekit.estimating import compare_vectors

    rows = load_samples(data)
    ends = stated_scale(Settings.model_validate({"scale": scale, "accept": accept}))
    assert ends is not None
    found = compare_vectors(
        [_grades(row) for row in rows],
        _thresholds(thresholds),
        overall,
        scale=ends,
        clusters=[row.cluster or row.prompt for row in rows],
    )
    told = json.dumps(found.model_dump(), indent=1) if as_json else "\n".join(vector_lines(found))
    click.echo(told)
    return 0


def _thresholds(given: Sequence[str]) -> dict[str, float]:
    from judgekit.errors import InputError

    read = {}
    for one in given:
        name, _, least = one.rpartition("=")
        try:
            read[name.strip()] = float(least)
        except ValueError:
            name = ""
        if not name:
            raise InputError(f"--threshold {one}: is not NAME=GRADE, as in clarity=4")
    return read


def _grades(row: Sample) -> dict[str, float | None] | None:
    """Return the grades that a row records; what is no number is no grade."""
    given = row.metadata.get("attributes")
    if not isinstance(given, dict):
        return None
    numbers = {n: g for n, g in given.items() if isinstance(g, (int, float))}
    return {n: float(g) for n, g in numbers.items() if not isinstance(g, bool)}


def settled(rows: Sequence[Sample], label: str | None) -> dict[str, bool | None]:
    """Return by id whether a row is right, as its label or its verifiers say."""
    from judgekit.criteria.correctness import is_right
    from judgekit.verifiers import verify
    from judgekit.verifiers.tally import read_label

    if label is not None:
        return {row.id: read_label(row, label) for row in rows}
    return {row.id: is_right(verify(row, row.response)) if row.verify else None for row in rows}

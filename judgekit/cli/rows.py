"""The command that writes anyone's rows as the rows that every other command reads."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

from judgekit.cli.pairs import pairs

if TYPE_CHECKING:
    from pydantic import JsonValue

    from judgekit.ingest import Written


@click.command()
@click.argument("data", type=click.Path(path_type=Path, exists=True))
@click.option(
    "--map",
    "mapped",
    multiple=True,
    metavar="FIELD=COLUMN",
    help="Which column is prompt, response, original, verify.numeric.answer and so on; a.b is a "
    "column inside a column. Or a YAML file of rules.",
)
@click.option(
    "--set",
    "fixed",
    multiple=True,
    metavar="FIELD=JSON",
    help="A field that is the same in all rows, such as verify.steps={} or metadata.teacher=acme.",
)
@click.option("--each", metavar="COLUMN", help="The column with a list of answers, a row each.")
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path, dir_okay=False),
    default=Path("rows.jsonl"),
    show_default=True,
)
def rows(
    data: Path, mapped: tuple[str, ...], fixed: tuple[str, ...], each: str | None, output: Path
) -> int:
    """Write the rows of DATA, whatever its columns are called, for audit, gate and verify.

    DATA is JSONL, JSON, Parquet, CSV or TSV. A column that goes by a field's own name needs no
    word; one that is not named goes under 'metadata'.
    """
    from judgekit.catalog.mapping import load_mapping
    from judgekit.ingest import write_rows

    values = {field: _value(text) for field, text in pairs("--set", fixed).items()}
    written = write_rows(data, load_mapping(mapped, values), output, each=each)
    click.echo(_summary(written, output))
    return 0


def _value(text: str) -> JsonValue:
    """Read JSON; what is none is a text, so that a word needs no quotation marks."""
    try:
        value: JsonValue = json.loads(text)
    except ValueError:
        return text
    return value


def _summary(written: Written, output: Path) -> str:
    from judgekit.render.numbers import counted
    from judgekit.text import visible

    lines = [f"{counted(written.rows, 'row')} in {output}"]
    lines += [f"! {n:,} without {visible(column)}" for column, n in written.unmapped.most_common(5)]
    if written.wrong:
        lines.append(f"! {counted(written.wrong, 'row')} that no audit reads, such as")
        lines += [f"  {visible(problem)}" for problem in written.problems]
    return "\n".join(lines)

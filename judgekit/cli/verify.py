"""The command that runs the verifiers of rows, and nothing else."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import IO, TYPE_CHECKING

import click

from judgekit.cli.options import json_option, verifier_option

if TYPE_CHECKING:
    from judgekit.types import Sample
    from judgekit.verifiers.running import Verified
    from judgekit.verifiers.tally import Outcomes, Tally

_SHOWN = 10
_ROWS_A_PROCESS = 32


@click.command()
@click.argument("data", type=click.Path(path_type=Path, dir_okay=False))
@click.option(
    "--label", envvar="JUDGEKIT_LABEL", help="The field of a row's metadata to agree with."
)
@verifier_option(", for rows that name it")
@click.option(
    "--processes",
    type=click.IntRange(1),
    envvar="JUDGEKIT_PROCESSES",
    help="Rows verified at once; one a core by default.",
)
@click.option("--limit", type=click.IntRange(1), envvar="JUDGEKIT_LIMIT", help="Only so many rows.")
@click.option("--seed", type=click.IntRange(0), default=0, envvar="JUDGEKIT_SEED")
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path, file_okay=False),
    envvar="JUDGEKIT_OUTPUT",
    help="The folder for verified.jsonl, a row each with the evidence, and verify.json.",
)
@json_option
def verify(
    data: Path,
    label: str | None,
    own: tuple[str, ...],
    processes: int | None,
    limit: int | None,
    seed: int,
    output: Path | None,
    as_json: bool,
) -> int:
    """Verify the response of every row of DATA by the verifiers that it names.

    Exit 0 where no response fails, 1 where one does; with --label, 1 where a verification
    contradicts a label. 3 where nothing is settled, 4 where code needs a sandbox that is not there.
    """
    from judgekit.auditing.pipeline import limit_samples
    from judgekit.catalog import load_samples
    from judgekit.cli.verifiers import add_own
    from judgekit.config import Settings
    from judgekit.verifiers.running import verify_all
    from judgekit.verifiers.tally import tally

    add_own(own)
    rows = limit_samples(load_samples(data), Settings(limit=limit, seed=seed))
    _refuse_without_verifiers(rows, data)
    with ExitStack() as open_files:
        found = verify_all(rows, processes=processes or _enough(len(rows)))
        found = _watched(found, len(rows))
        if output:
            output.mkdir(parents=True, exist_ok=True)
            part = output / "verified.jsonl.part"
            found = _written(found, open_files.enter_context(part.open("w", encoding="utf-8")))
        counted = tally(found, label=label)
    if output:
        part.replace(output / "verified.jsonl")
        (output / "verify.json").write_text(_as_json(counted), encoding="utf-8")
    click.echo(_as_json(counted) if as_json else "\n".join(_table(counted)))
    return _exit_code(counted)


def _enough(rows: int) -> int:
    """Return a process a core, but none for few rows: to begin one takes half a second."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    return min(cores or 1, 1 + rows // _ROWS_A_PROCESS)


def _refuse_without_verifiers(rows: Sequence[Sample], data: Path) -> None:
    from judgekit.errors import InputError

    if not any(row.verify for row in rows):
        raise InputError(
            f"{data}: no row has a 'verify' block; give rows one, as "
            '"verify": {"numeric": {"answer": 42}}'
        )


def _watched(found: Iterable[Verified], total: int) -> Iterator[Verified]:
    with click.progressbar(
        length=total, label="rows", file=sys.stderr, hidden=not sys.stderr.isatty()
    ) as bar:
        for verified in found:
            yield verified
            bar.update(1)


def _written(found: Iterable[Verified], file: IO[str]) -> Iterator[Verified]:
    for verified in found:
        sample, each, together = verified
        row = {
            "id": sample.id,
            **together.model_dump(mode="json"),
            "verifiers": {name: v.model_dump(mode="json") for name, v in each.items()},
        }
        file.write(json.dumps(row) + "\n")  # ASCII: a response may hold half a character
        yield verified


def _as_json(counted: Tally) -> str:
    return json.dumps(counted.model_dump(mode="json"), indent=1)


def _table(counted: Tally) -> Iterator[str]:
    """Yield a line per verifier, one for all together, the labels, and who contradicts them."""
    from judgekit.render.numbers import counted as number_of
    from judgekit.text import visible
    from judgekit.verifiers.sandbox import memory_limit, sandbox_level

    yield number_of(counted.rows, "row")
    if "code" in counted.verifiers:
        yield f"sandbox: {sandbox_level()}, {memory_limit()}"
    yield ""
    lines = {**counted.verifiers, "together": counted.together}
    yield from _rows("verifier", lines)
    if counted.labelled is not None:
        yield ""
        yield from _rows("label", {n: o for n, o in counted.labelled.items() if _total(o)})
        contradicting = number_of(len(counted.contradictions), "verification")
        yield f"{contradicting} contradicting a label"
        for c in counted.contradictions[:_SHOWN]:
            label = "right" if c.label else "wrong"
            yield visible(f"  {c.id} is labelled {label}; {c.reason} {c.evidence}").replace(
                "\n", " "
            )


_COLUMNS = ("passed", "necessary", "failed", "unproved", "abstained")


def _rows(head: str, lines: dict[str, Outcomes]) -> Iterator[str]:
    width = max(len(name) for name in (head, *lines))
    yield f"{head:<{width}}" + "".join(f"{column:>11}" for column in _COLUMNS)
    for name, outcomes in lines.items():
        counts = "".join(f"{getattr(outcomes, column):>11,}" for column in _COLUMNS)
        yield f"{name:<{width}}{counts}   {_why(outcomes)}".rstrip()


def _why(outcomes: Outcomes) -> str:
    from judgekit.text import visible

    most = list(outcomes.reasons.items())[:2]
    return visible(", ".join(f"{n:,} {reason:.60}" for reason, n in most)).replace("\n", " ")


def _total(outcomes: Outcomes) -> int:
    return sum(getattr(outcomes, column) for column in _COLUMNS)


def _exit_code(counted: Tally) -> int:
    if "no_sandbox" in counted.verifiers.get("code", counted.together).reasons:
        click.echo(
            "judgekit: code was not run, for want of a sandbox; install bubblewrap", err=True
        )
        return 4
    if counted.contradictions or (counted.labelled is None and counted.together.failed):
        return 1
    return 0 if counted.settled or counted.together.necessary else 3

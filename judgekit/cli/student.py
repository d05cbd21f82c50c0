"""Commands that measure responses under a student: its own, for a profile, and a teacher's."""

from __future__ import annotations

import asyncio
import json
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

import click

from judgekit.cli.options import json_option

if TYPE_CHECKING:
    from judgekit.criteria.student import Profile, Statistic, Values
    from judgekit.types import Sample

Command = TypeVar("Command", bound=Callable[..., Any])

_FILE = click.Path(path_type=Path, dir_okay=False)
_DATA = click.Path(path_type=Path, exists=True)


@click.group()
def student() -> None:
    """How likely a student finds responses; likely is not right, and right may be unlikely."""


def _asking(command: Command) -> Command:
    for option in reversed(
        (
            click.option(
                "--student",
                "named",
                default="local",
                show_default=True,
                envvar="JUDGEKIT_STUDENT",
                help="A folder of weights, a .gguf file, local, or a model that is served.",
            ),
            click.option(
                "--student-api-base",
                envvar="JUDGEKIT_STUDENT_API_BASE",
                help="Where the student is served, if not here; JUDGEKIT_STUDENT_KEY is its key.",
            ),
            click.option(
                "--max-tokens",
                type=click.IntRange(1),
                default=4096,
                show_default=True,
                envvar="JUDGEKIT_MAX_TOKENS",
                help="Longer texts are counted and not measured; a profile brings its own limit.",
            ),
            click.option(
                "--statistic",
                "statistics",
                multiple=True,
                envvar="JUDGEKIT_STATISTIC",
                help="Of log-prob, rank-surprisal, low-share, local, ifd, reversed-ifd.",
            ),
            click.option(
                "--journal",
                envvar="JUDGEKIT_JOURNAL",
                help="The file that keeps every reply; readings are kept beside it.",
            ),
        )
    ):
        command = option(command)
    return command


@student.command()
@click.argument("outputs", type=_DATA)
@_asking
@click.option(
    "--level",
    type=click.FloatRange(0, 0.5, min_open=True, max_open=True),
    default=0.05,
    show_default=True,
    envvar="JUDGEKIT_LEVEL",
    help="The share of the student's further outputs that may lie beyond its bands.",
)
@click.option(
    "-o",
    "--output",
    type=_FILE,
    default=Path("profile.json"),
    show_default=True,
    envvar="JUDGEKIT_STUDENT_PROFILE",
    help="The file for the profile, which gate and score read.",
)
@json_option
def profile(outputs: Path, level: float, output: Path, as_json: bool, **flags: Any) -> int:
    """Fit the bands between which OUTPUTS, what the student itself wrote to its prompts, lie.

    OUTPUTS are rows with 'prompt' and 'response', drawn from the student as it is before training,
    to prompts like those of the data. Bands are of log-prob and low-share unless others are named.
    """
    from judgekit.catalog import load_samples
    from judgekit.cli.student_tables import profile_lines
    from judgekit.criteria.student import BANDED, fit

    rows = load_samples(outputs)
    found = asyncio.run(_measured(rows, flags, BANDED))
    made = fit(
        found.values,
        student=flags["named"],
        sha256=found.sha256,
        max_tokens=flags["max_tokens"],
        level=level,
    )
    output.parent.mkdir(parents=True, exist_ok=True)
    output.write_text(made.model_dump_json(indent=1) + "\n")
    click.echo(made.model_dump_json(indent=1) if as_json else "\n".join(profile_lines(made)))
    click.echo(f"judgekit: profile written to {output}", err=True)
    return 0


@student.command()
@click.argument("data", type=_DATA)
@_asking
@click.option(
    "--profile",
    "profile_file",
    type=_FILE,
    envvar="JUDGEKIT_STUDENT_PROFILE",
    help="Tell what lies beyond the bands of this profile.",
)
@click.option(
    "-o",
    "--output",
    type=_FILE,
    envvar="JUDGEKIT_SCORES",
    help="The JSONL file for a line of statistics for each row.",
)
@json_option
def score(
    data: Path, profile_file: Path | None, output: Path | None, as_json: bool, **flags: Any
) -> int:
    """Measure the responses of DATA under a student, and the originals of refinements beside them.

    Nothing is filtered: the numbers rank right answers, and tell nothing of which are right.
    """
    from judgekit.catalog import load_samples
    from judgekit.cli.student_tables import score_lines
    from judgekit.criteria.student import Statistic
    from judgekit.student import load_profile

    rows = load_samples(data)
    held = load_profile(profile_file) if profile_file else None
    found = asyncio.run(_measured(rows, flags, tuple(Statistic), held))
    lines = [
        _line(row, values, original, held)
        for row, values, original in zip(rows, found.values, found.originals, strict=True)
    ]
    if output:
        output.parent.mkdir(parents=True, exist_ok=True)
        output.write_text("".join(json.dumps(line) + "\n" for line in lines))
    # ASCII: what a row says may steer a terminal.
    told = map(json.dumps, lines) if as_json else score_lines(lines, held)
    click.echo("\n".join(told))
    return 0


class _Measured(NamedTuple):
    """The statistics of all rows, and of the originals of those that refine one."""

    sha256: str
    values: list[Values]
    originals: list[Values | None]


async def _measured(
    rows: Sequence[Sample],
    flags: dict[str, Any],
    default: Sequence[Statistic],
    held: Profile | None = None,
) -> _Measured:
    from judgekit.config import Settings
    from judgekit.criteria.student import measure, passages
    from judgekit.student import ask, open_student

    wanted = tuple(dict.fromkeys((*(held.bands if held else ()), *_named(flags, default))))
    journal = flags["journal"] or Settings().journal
    async with open_student(
        flags["named"],
        api_base=flags["student_api_base"],
        journal=Path(f"{journal}.student"),
        max_tokens=held.max_tokens if held else flags["max_tokens"],
    ) as asked:
        if held is not None:
            held.refuse_other(asked.sha256, flags["named"])
        texts = [(r.prompt, t) for r in rows for t in (r.response, r.original) if t is not None]
        with click.progressbar(length=len(texts), label="reading", file=sys.stderr) as bar:
            await ask(asked, texts, lambda text: passages(wanted, *text), step=bar.update)
        return _Measured(
            asked.sha256,
            [measure(wanted, r.prompt, r.response, asked.read) for r in rows],
            [
                None if r.original is None else measure(wanted, r.prompt, r.original, asked.read)
                for r in rows
            ],
        )


def _named(flags: dict[str, Any], default: Sequence[Statistic]) -> Sequence[Statistic]:
    from judgekit.criteria.student import Statistic
    from judgekit.errors import InputError
    from judgekit.text import did_you_mean

    known = [s.value for s in Statistic]
    for word in flags["statistics"]:
        if word not in known:
            raise InputError(f"statistic: {word!r:.60} is unknown{did_you_mean(word, known)}")
    return tuple(map(Statistic, flags["statistics"])) or default


def _line(
    row: Sample, values: Values, original: Values | None, held: Profile | None
) -> dict[str, Any]:
    return {
        "id": row.id,
        **_told(values, held),
        "original": None if original is None else _told(original, held),
    }


def _told(values: Values, held: Profile | None) -> dict[str, Any]:
    return {
        "statistics": {s.value: v for s, v in values.items() if isinstance(v, float)},
        "missing": {s.value: v for s, v in values.items() if isinstance(v, str)},
        "beyond": None if held is None else [s.value for s in held.beyond(values)],
    }

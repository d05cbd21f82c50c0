"""The command that decides which responses of a teacher may reach a student."""

from __future__ import annotations

import asyncio
import os
import shlex
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from judgekit.cli.again import command, load_flags
from judgekit.cli.gate_summary import summarise_gate
from judgekit.cli.options import gating_options, json_option, verifier_option

if TYPE_CHECKING:
    from judgekit.config import Settings
    from judgekit.filtering import Options
    from judgekit.filtering.engines import Engine
    from judgekit.types import GateReport, Identity


def _words(
    context: click.Context, parameter: click.Parameter, given: tuple[str, ...]
) -> tuple[str, ...]:
    """Read words that commas part."""
    return tuple(word.strip() for one in given for word in one.split(",") if word.strip())


_TERMS = (
    click.option(
        "--map",
        multiple=True,
        metavar="FIELD=COLUMN",
        help="Read a field from another column, as response=refined; or a YAML file of rules.",
    ),
    click.option("--alpha", type=float, help="Share of wrong rows tolerated on a judge's word."),
    click.option("--delta", type=float, help="How often a threshold may break that promise."),
    click.option("--judge-share", type=float, help="Most of the kept rows on the judge's word."),
    click.option("--review", type=float, help="Share of undecided rows that a person is shown."),
    click.option("--source-cap", type=int, help="Most rows of a source that a person is shown."),
    click.option("--calibrate", type=int, help="Settled rows that are shown to the judge."),
    click.option("--sentinels", type=float, help="Share of rows followed by a known-bad one."),
    click.option("--stratum", help="The field of metadata that tells kinds of rows apart."),
    click.option(
        "--criteria",
        multiple=True,
        callback=_words,
        metavar="NAME,…",
        help="What right rows are measured by as well: style, shortcut, coverage, confidence.",
    ),
    click.option("--quota", type=int, help="Most rows kept of a stratum."),
    click.option("--cluster-quota", type=int, help="Most kept of like prompts, with coverage."),
    click.option("--most-ece", type=float, help="Calibration error up to which confidence ranks."),
    click.option("--fewest-settled", type=int, help="Settled answers that takes."),
    click.option(
        "--confidence-pairs",
        is_flag=True,
        default=None,
        help="Write pairs of two right answers too, the more confident one chosen.",
    ),
    click.option("--scarce", type=int, help="Below so many right rows a stratum is scarce."),
    click.option("--require", multiple=True, help="Quarantine rows without this metadata."),
    click.option("--pairs", type=int, help="Most preference pairs of a prompt."),
    click.option("--student", help="The student, or its base model: warns of kin; see --profile."),
    click.option(
        "--profile",
        envvar="JUDGEKIT_STUDENT_PROFILE",
        help="The student's profile; it then reads the responses itself.",
    ),
    click.option("--student-api-base", help="Where the student is served, if not here."),
    click.option("--second-judge", help="A model of another base, for support."),
    click.option("--second-api-base", help="Where that model's API is."),
)


def _terms(command: Any) -> Any:
    for option in reversed(_TERMS):
        command = option(command)
    return command


@click.command()
@click.argument("data", type=click.Path(path_type=Path, exists=True))
@click.option(
    "--audit",
    type=click.Path(path_type=Path, exists=True),
    help="The audit of this judge; by default one that lies beside the data or here.",
)
@click.option("--no-judge", is_flag=True, help="Let verifiers decide alone.")
@gating_options
@_terms
@click.option(
    "--reviewed",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    multiple=True,
    help="A person's verdicts on escalated rows; again for another's, the later count.",
)
@verifier_option("")
@click.option(
    "--engine",
    type=click.Choice(["local", "ray"]),
    default="local",
    show_default=True,
    help="Where rows are verified.",
)
@click.option("--processes", type=click.IntRange(1), help="Rows verified at once, locally.")
@click.option(
    "--format",
    type=click.Choice(["jsonl", "parquet"]),
    help="Of the files of rows; by default that of the data.",
)
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path("judgekit-gate"),
    show_default=True,
    help="The folder of kept, pairs, dropped, escalated and the other files.",
)
@json_option
def gate(
    data: Path,
    audit: Path | None,
    no_judge: bool,
    reviewed: tuple[Path, ...],
    own: tuple[str, ...],
    engine: str,
    processes: int | None,
    format: str | None,
    output: Path,
    as_json: bool,
    **flags: Any,
) -> int:
    """Decide which responses in DATA may reach a student: by verifiers first, a judge last.

    DATA is JSONL or Parquet, or a folder of such files, with 'prompt' and 'response' (or
    'candidates') and a 'verify' block. A judge needs an audit of its own: without one, exit 2 and
    the command that makes it. Exit 1 where the judge had to be stopped, 3 where nothing is kept.
    """
    from judgekit.catalog import is_parquet
    from judgekit.cli.verifiers import add_own
    from judgekit.errors import MaxCostReached
    from judgekit.filtering import Options

    add_own(own)
    settings = _settings(flags)
    options = Options(
        audit=audit,
        judged=not no_judge,
        reviewed=reviewed,
        engine=_engine(engine, processes, data, output),
        form=format or ("parquet" if is_parquet(data) else "jsonl"),  # type: ignore[arg-type]  # click holds it to the two
        audit_with=lambda judge: _audit_command(data, settings, judge),
        reproduce=_command(data, settings, audit, no_judge, reviewed),
        say=lambda line: click.echo(line, err=True),
    )
    try:
        report = _watched(settings, data, output, options)
    except KeyboardInterrupt:
        click.echo(f"judgekit: interrupted; {_go_on(options, output)}", err=True)
        return 130
    except MaxCostReached as reached:
        click.echo(f"judgekit: {reached}; {_go_on(options, output)}", err=True)
        return reached.exit_code
    click.echo(
        report.model_dump_json(indent=1) if as_json else "\n".join(summarise_gate(report, output))
    )
    return _exit_code(report)


def _settings(flags: dict[str, Any]) -> Settings:
    from judgekit.types import GateTerms

    return load_flags(flags, "gate", GateTerms)


def _command(
    data: Path, settings: Settings, audit: Path | None, no_judge: bool, reviewed: tuple[Path, ...]
) -> str:
    named = ["--audit", str(audit)] if audit else []
    named += ["--no-judge"] if no_judge else []
    named += [word for path in reviewed for word in ("--reviewed", str(path))]
    return command("gate", data, settings, *named)


def _go_on(options: Options, output: Path) -> str:
    return f"go on with:\n  {options.reproduce} -o {shlex.quote(str(output))}"


def _audit_command(data: Path, settings: Settings, judge: Identity) -> str:
    from judgekit.profiles import Profile, defaults_of

    # By which prompt a judge is asked may hang on the rows, of which an audit is given others.
    prompt = settings.prompt or judge.prompt
    for_the_gate = {"profile": Profile.GATE, **defaults_of(Profile.GATE)}
    whole = settings.model_copy(update={"prompt": prompt, "limit": None, **for_the_gate})
    return f"{command('audit', data, whole)} -o judgekit-audit"


def _engine(name: str, processes: int | None, data: Path, output: Path) -> Engine:
    from judgekit.catalog.streaming import data_files
    from judgekit.filtering.engines import local, ray
    from judgekit.filtering.pipeline import WORK

    if name == "ray":
        return ray(output / WORK / "tasks")
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    # To begin a process takes half a second.
    size = sum(file.stat().st_size for file in data_files(data))
    return local(processes or (1 if size < _SMALL else cores or 1))


_SMALL = 2_000_000


def _watched(settings: Settings, data: Path, output: Path, options: Options) -> GateReport:
    from judgekit.cli.progress import Progress
    from judgekit.filtering import data_of, run

    with Progress() as progress:
        work = run(settings, data_of(data, settings), output, options._replace(progress=progress))
        return asyncio.run(work)


def _exit_code(r: GateReport) -> int:
    if r.sentinels is not None and r.sentinels.stopped_at is not None:
        click.echo("judgekit: the judge kept too many rows known to be wrong; stopped", err=True)
        return 1
    return 0 if any(r.counts.kept.values()) else 3

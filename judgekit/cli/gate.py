"""The command that decides which responses of a teacher may reach a student."""

from __future__ import annotations

import asyncio
import os
import shlex
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from judgekit.cli.again import command, load_flags
from judgekit.cli.options import gating_options, json_option, verifier_option
from judgekit.text import visible

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
    click.echo(report.model_dump_json(indent=1) if as_json else "\n".join(_summary(report, output)))
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


def _summary(r: GateReport, output: Path) -> Iterator[str]:
    """Yield what a person reads at the end: what became of the rows, why, and on whose word."""
    from judgekit.render.numbers import counted

    yield f"{sum(r.counts.kept.values()):,} of {counted(r.counts.input, 'row')} kept"
    yield ""
    for stage in r.funnel:
        for left in stage.left:
            reason = f"{left.action.value:<11}{left.reason.value.replace('_', ' ')}"
            yield f"{stage.title:<30}{left.n:>9,}  {reason}"
    yield ""
    yield from _on_ablation(r)
    yield from _on_judge(r)
    both = counted(r.pairs.prompts, "prompt")
    yield f"pairs        {r.pairs.n:,}, of {both} with a right and a wrong answer"
    yield f"control      {counted(r.control.n, 'row')} drawn at random, of like length and stratum"
    if r.reviewed is not None:
        yield f"reviewed     {_listed(r.reviewed.applied)}; refused: {_listed(r.reviewed.refused)}"
    yield from (f"! {visible(c.sign)}: {visible(c.text)}" for c in r.cautions)
    yield ""
    yield f"files: {output}"
    yield from _next(r, output)


def _next(r: GateReport, output: Path) -> Iterator[str]:
    """Yield what to read and what to do about it."""
    from judgekit.render.numbers import counted
    from judgekit.types import Action

    yield f"read         {output / 'gate.html'}"
    if waiting := r.counts.actions.get(Action.ESCALATE, 0):
        yield f"decide       {output / 'review.html'}: {counted(waiting, 'row')} for a person, then"
        into = shlex.quote(str(output))
        yield f"             {r.manifest.reproduce} --reviewed reviewed.jsonl -o {into}"
    if any(r.counts.kept.values()):
        suffix = "parquet" if (output / "kept.parquet").exists() else "jsonl"
        yield f"train on     {output / f'kept.{suffix}'}, and on control.{suffix} beside it"


def _on_ablation(r: GateReport) -> Iterator[str]:
    """Yield what each party keeps alone, and what all keep without it."""
    if not r.ablation:
        return
    yield f"{'kept by':<28}{'rows':>9}{'right':>9}{'wrong':>9}{'open':>9}"
    for a in r.ablation:
        names = {"together": "all together", "without": f"without {visible(a.party)}"}
        name = names.get(a.how, f"{visible(a.party)} alone")
        yield f"{name:<28}{a.kept:>9,}{a.right:>9,}{a.wrong:>9,}{a.unsettled:>9,}"
    yield ""
    if r.reliability is not None:
        may = "may rank" if r.reliability.may_rank else "may not rank"
        yield f"confidence   {may}: {r.reliability.why}"


def _on_judge(r: GateReport) -> Iterator[str]:
    if r.judge_alone is None or r.guarantee is None or r.manifest.judge is None:
        yield "judge        none was asked"
        return
    alone = r.judge_alone
    judge = visible(r.manifest.judge.judge)
    yield f"judge        {judge}: alone it would have kept {alone.kept:,} of {alone.n:,} rows;"
    yield f"             of {alone.settled:,} that verifiers settle, {alone.wrong:,} are wrong"
    for c in r.guarantee.strata:
        found = f"keeps from {c.threshold:g} on" if c.threshold is not None else "keeps nothing"
        yield f"threshold    {visible(c.stratum)}: {found}; {c.why}"
    if r.sentinels is not None:
        s = r.sentinels
        yield f"sentinels    {s.kept:,} of {s.n:,} kept; stopped above {s.limit:.0%}"


def _listed(counts: Mapping[Any, int]) -> str:
    return ", ".join(f"{n:,} {name}" for name, n in counts.items()) or "none"


def _exit_code(r: GateReport) -> int:
    if r.sentinels is not None and r.sentinels.stopped_at is not None:
        click.echo("judgekit: the judge kept too many rows known to be wrong; stopped", err=True)
        return 1
    return 0 if any(r.counts.kept.values()) else 3

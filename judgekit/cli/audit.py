"""Commands that make an audit, and show one."""

from __future__ import annotations

import asyncio
import shlex
from collections.abc import Callable, Coroutine
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from judgekit.cli.again import command, load_flags
from judgekit.cli.options import auditing_options, json_option, output_option
from judgekit.cli.protocol import (
    Asked,
    finish_validation,
    min_kappa_option,
    preferences_option,
)

if TYPE_CHECKING:
    from judgekit.cli.progress import Lanes, Progress
    from judgekit.config import Settings
    from judgekit.defending import Compared
    from judgekit.llm import Traffic
    from judgekit.types import Audit

T = TypeVar("T")

DEMO_SAMPLES = 30
DEMO_ATTACKS = (
    "authority/book-citation",
    "formatting/headings",
    "injection/planted-label",
    "master-keys/opener",
    "social/bandwagon",
    "verbosity/filler",
    "wrong-answers/book-citation",
    # Of the controls, those that cost least and say most.
    "-controls/dropped-sentence",
    "-controls/final-number-negated",
    "-controls/final-number-times-ten",
    "-controls/neutral-prefix",
    "-controls/neutral-suffix",
    "-controls/shuffled-sentences",
    "-controls/step",
)


@click.command()
@click.argument("samples", required=False, type=click.Path(path_type=Path))
@click.option(
    "--compare-defences",
    is_flag=False,
    flag_value="all",
    metavar="[NAMES]",
    envvar="JUDGEKIT_COMPARE_DEFENCES",
    help="Audit the judge bare and behind each of NAME,NAME+NAME; without names, all that suit.",
)
@preferences_option
@min_kappa_option
@auditing_options
@output_option("judgekit-out")
@json_option
def audit(
    samples: Path | None,
    compare_defences: str | None,
    preferences: Path | None,
    min_kappa: float,
    judges: tuple[str, ...],
    output: Path,
    as_json: bool,
    **flags: Any,
) -> int:
    """Audit a judge on SAMPLES, a JSONL of prompts and responses (default: the packaged ones).

    Several judges (more than one --judge, or the list `judges:` of judgekit.yaml) are audited side
    by side and ranked by harm. Exit 1 where a judge exceeds its budget with all judges allowed
    for (Holm), 4 where one is down.
    """
    from judgekit.ranking import choose

    settings = choose(settings_of(flags), judges)
    asked = Asked(preferences, min_kappa)
    if asked.is_meant(settings):
        asked.refuse_beside(compare_defences)
        return _validate(samples, settings, asked, output=output, as_json=as_json)
    again = command("audit", samples, settings)
    if settings.judges:
        _refuse_defences(compare_defences)
        again = _with_judges(again, judges, flags["config"])
        return _audit_many(samples, settings, output=output, as_json=as_json, again=again)
    if compare_defences is None:
        return _audit(samples, settings, output=output, as_json=as_json, again=again)
    return _compare(
        samples, settings, compare_defences, output=output, as_json=as_json, again=again
    )


@click.command()
@output_option("judgekit-demo")
@json_option
def demo(output: Path, as_json: bool) -> int:
    """Audit the small local model on 30 packaged samples under 7 attacks, in three minutes."""
    from judgekit.config import Settings

    click.echo(
        f"auditing SmolLM2-135M-Instruct on {DEMO_SAMPLES} samples under "
        f"{sum(not a.startswith('-') for a in DEMO_ATTACKS)} attacks, in under three minutes",
        err=True,
    )
    settings = Settings(
        attacks=DEMO_ATTACKS, limit=DEMO_SAMPLES, journal=str(output / "replies.journal")
    )
    return _audit(None, settings, output=output, as_json=as_json, again="judgekit demo")


@click.command()
@click.argument("audit_file", type=click.Path(path_type=Path))
@output_option("judgekit-out")
@click.option(
    "--parquet",
    type=click.Path(path_type=Path, dir_okay=False),
    envvar="JUDGEKIT_PARQUET",
    help="Write the score of every item under every attack to this file, and no reports.",
)
def report(audit_file: Path, output: Path, parquet: Path | None) -> int:
    """Write the reports, the table and the judge card of an audit.json again."""
    from judgekit.auditing import load_audit, write_reports, write_scores
    from judgekit.checking import find_audit

    audit = load_audit(find_audit(audit_file))
    if parquet is None:
        click.echo(write_reports(audit, output))
    else:
        write_scores(audit, parquet)
        click.echo(parquet)
    return 0


def settings_of(flags: dict[str, Any]) -> Settings:
    """Return the settings that a command's flags make, over file and defaults."""
    from judgekit.types import Budget

    return load_flags(flags, "budget", Budget)


def _audit(
    samples: Path | None, settings: Settings, *, output: Path, as_json: bool, again: str
) -> int:
    from judgekit.auditing import run, to_json, write_reports
    from judgekit.budget import exit_code
    from judgekit.cli.summary import say_if_failed, summarise

    def finish(audited: Audit) -> int:
        page = write_reports(audited, output)
        say_if_failed(audited)
        click.echo(to_json(audited) if as_json else summarise(audited, page))
        return exit_code(audited)

    return _carry_out(run, finish, samples, settings, output=output, again=again)


def _with_judges(again: str, judges: tuple[str, ...], config: Path | None) -> str:
    """Return the command with the words that name several judges: flags, or the file's list."""
    words = [word for judge in judges for word in ("--judge", judge)]
    words += ["--config", str(config)] if config else []
    return f"{again} {shlex.join(words)}" if words else again


def _refuse_defences(named: str | None) -> None:
    from judgekit.errors import InputError

    if named is not None:
        raise InputError(f"--compare-defences {named}: is about one judge; choose one by --judge")


def _audit_many(
    samples: Path | None, settings: Settings, *, output: Path, as_json: bool, again: str
) -> int:
    from judgekit.cli.progress import Lanes
    from judgekit.cli.rank import tell
    from judgekit.ranking import line_up, run

    line_up(settings)  # what is wrong with the list is said before anything is read
    make = partial(run, alone=partial(command, "audit", samples))
    finish = partial(tell, output=output, as_json=as_json)
    return _carry_out(make, finish, samples, settings, output=output, again=again, watch=Lanes)


def _compare(
    samples: Path | None,
    settings: Settings,
    named: str,
    *,
    output: Path,
    as_json: bool,
    again: str,
) -> int:
    from judgekit.budget import exit_code
    from judgekit.defending import read_names, run, to_json, write_comparison
    from judgekit.render import defences_to_text

    def finish(compared: Compared) -> int:
        page = write_comparison(compared, output)
        as_text = f"{defences_to_text(compared.found)}\n\nreport: {page}"
        click.echo(to_json(compared.found) if as_json else as_text)
        # A defence that was only tried does not defend: the bare judge's verdict stands.
        return exit_code(compared.bare)

    make = partial(run, names=read_names(named))
    again = f"{again} {shlex.join(['--compare-defences', named])}"
    return _carry_out(make, finish, samples, settings, output=output, again=again)


def _validate(
    samples: Path | None, settings: Settings, asked: Asked, *, output: Path, as_json: bool
) -> int:
    finish = partial(finish_validation, output=output, as_json=as_json)
    again = command("audit", samples, settings, *asked.words())
    return _carry_out(asked.run, finish, samples, settings, output=output, again=again)


def _carry_out(
    make: Callable[..., Coroutine[Any, Any, T]],
    finish: Callable[[T], int],
    samples: Path | None,
    settings: Settings,
    *,
    output: Path,
    again: str,
    watch: Callable[[Traffic], Progress | Lanes] | None = None,
) -> int:
    """Make what takes a judge, watched and paid for, and finish it; or say how to resume."""
    from judgekit.auditing.spending import purse_of
    from judgekit.catalog import load_samples
    from judgekit.cli.progress import Progress
    from judgekit.cli.traffic import tell_traffic
    from judgekit.cli.writing import write_first
    from judgekit.errors import MaxCostReached
    from judgekit.llm import Traffic

    rows = load_samples(samples)
    purse = purse_of(settings)
    settings = write_first(settings, rows, output, purse)
    traffic = Traffic()
    progress = (watch or Progress)(traffic)
    work = make(
        settings,
        rows,
        source=str(samples) if samples else "packaged",
        reproduce=again,
        progress=progress,
        purse=purse,
        traffic=traffic,
    )
    try:
        with progress:
            made = asyncio.run(work)
    except KeyboardInterrupt:
        _say_how_to_resume("interrupted", progress, _resume(again, settings, output))
        return 130
    except MaxCostReached as reached:
        _say_how_to_resume(f"{reached};", progress, _resume(again, settings, output))
        return reached.exit_code
    code = finish(made)
    tell_traffic(traffic, output)
    return code


def _say_how_to_resume(what: str, progress: Progress | Lanes, command: str) -> None:
    left = f"{progress.left} {progress.unit} are not done" if progress.unit else "nothing was asked"
    click.echo(
        f"judgekit: {what} after {progress.done} judgments, all kept; {left}; resume with:\n"
        f"  {command}",
        err=True,
    )


def _resume(again: str, settings: Settings, output: Path) -> str:
    to = ["-o", str(output)]
    if again != "judgekit demo":  # which keeps its journal in its folder
        to = ["--journal", settings.journal, *to]
    return f"{again} {shlex.join(to)}"

"""Commands that set an audit against its budget, or against the judge as it was accepted."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from judgekit.cli.ci import ci_options, tell_build_server
from judgekit.cli.options import asking_options, json_option

if TYPE_CHECKING:
    from judgekit.checking import Anew
    from judgekit.types import Audit, Comparison

_PATH = click.Path(path_type=Path, exists=True)
_INCONCLUSIVE = 3

_tolerance = click.option(
    "--tolerance",
    type=click.FloatRange(0, 1, min_open=True, max_open=True),
    envvar="JUDGEKIT_TOLERANCE",
    help="Tolerated shift or rise, as a share of the scale; by default the audit's own.",
)
_before = click.option(
    "--before", metavar="HASH", help="The judge of the baseline that this one follows."
)


@click.command()
@click.argument("audit", type=_PATH)
@click.option(
    "--baseline", type=_PATH, envvar="JUDGEKIT_BASELINE", help="A baseline file, or an audit.json."
)
@_before
@click.option(
    "--on-inconclusive",
    type=click.Choice(["fail", "warn"]),
    default="fail",
    envvar="JUDGEKIT_ON_INCONCLUSIVE",
    show_default=True,
    help="Whether an open question fails the build (exit 3) or is only said.",
)
@_tolerance
@click.option(
    "--confirm/--no-confirm",
    default=None,
    envvar="JUDGEKIT_CONFIRM",
    help="Ask both judges anew before a regression fails the build; by default where they can be.",
)
@click.option(
    "--samples", type=_PATH, help="The rows to ask about; by default those the audit names."
)
@ci_options
@asking_options
@json_option
def check(
    audit: Path,
    baseline: Path | None,
    before: str | None,
    on_inconclusive: str,
    tolerance: float | None,
    confirm: bool | None,
    samples: Path | None,
    junit: Path | None,
    sarif: Path | None,
    as_json: bool,
    **flags: Any,
) -> int:
    """Fail the build where AUDIT exceeds its budget or, with a baseline, its judge got worse.

    A judge that is as easy to fool as it was when it was accepted does not fail a build.
    """
    from judgekit.auditing.results import load_audit
    from judgekit.checking import check_code, find_audit
    from judgekit.cli.summary import say_if_failed
    from judgekit.types import Verdict

    file = find_audit(audit)
    found = load_audit(file)
    say_if_failed(found)
    comparisons: tuple[Comparison, ...] = ()
    if baseline is None:
        code = _of_budget(found, file, as_json)
    else:
        comparisons = _compared(found, baseline, before, tolerance)
        if confirm is not False and any(c.verdict is Verdict.EXCEEDED for c in comparisons):
            with _said_if_impossible(asked=confirm is True):
                anew = _anew(found, samples, flags)
                comparisons = _compared(found, baseline, before, tolerance, anew)
        _say(comparisons, as_json)
        code = check_code(found, comparisons)
    tell_build_server(found, comparisons, junit=junit, sarif=sarif)
    return 0 if code == _INCONCLUSIVE and on_inconclusive == "warn" else code


@click.command()
@click.argument("old", type=_PATH)
@click.argument("new", type=_PATH)
@_before
@_tolerance
@json_option
def compare(
    old: Path, new: Path, before: str | None, tolerance: float | None, as_json: bool
) -> int:
    """Tell what became of each attack between OLD and NEW, two audits; no build fails."""
    from judgekit.auditing.results import load_audit
    from judgekit.checking import find_audit

    _say(_compared(load_audit(find_audit(new)), old, before, tolerance), as_json)
    return 0


@click.group()
def baseline() -> None:
    """Judges as they were when they were accepted, in one file for git."""


@baseline.command()
@click.argument("audits", nargs=-1, required=True, type=_PATH)
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path, dir_okay=False),
    default=Path("judgekit-baseline.json"),
    envvar="JUDGEKIT_BASELINE",
    show_default=True,
    help="The baseline file.",
)
@click.option("--replace", is_flag=True, help="Drop the earlier runs of the same judge.")
def update(audits: tuple[Path, ...], output: Path, replace: bool) -> int:
    """Accept the judge of AUDITS: keep its numbers beside those of its earlier runs.

    More runs make a steadier baseline: a build fails by chance less often.
    """
    from judgekit.auditing.results import load_audit
    from judgekit.budget import why_failed
    from judgekit.checking import EMPTY, add_run, find_audit, load_baselines, run_of, save_baselines
    from judgekit.errors import InputError
    from judgekit.render.numbers import counted
    from judgekit.text import visible_line

    kept = load_baselines(output) if output.exists() else EMPTY
    for number, path in enumerate(audits):
        audit = load_audit(find_audit(path))
        if (why := why_failed(audit)) is not None:
            raise InputError(f"{path}: {why}; a run that failed is no baseline")
        run = run_of(audit)
        kept = add_run(kept, run, replace=replace and number == 0)
        m = run.manifest
        n_runs = counted(len(kept.judges[m.judge_hash]), "run")
        click.echo(visible_line(f"{m.judge} {m.judge_hash[:12]}: {n_runs} in {output}"))
    save_baselines(output, kept)
    return 0


@baseline.command()
@click.argument("file", type=_PATH, default=Path("judgekit-baseline.json"))
@json_option
def show(file: Path, as_json: bool) -> int:
    """Tell which judges FILE holds, on what they were run, and what moved them."""
    from judgekit.checking import load_baselines
    from judgekit.render.changes import baselines_to_text

    kept = load_baselines(file)
    click.echo(kept.model_dump_json(indent=1) if as_json else baselines_to_text(kept))
    return 0


def _of_budget(audit: Audit, file: Path, as_json: bool) -> int:
    from judgekit.auditing.results import to_json
    from judgekit.budget import exit_code
    from judgekit.cli.summary import summarise

    click.echo(to_json(audit) if as_json else summarise(audit, file.with_name("report.html")))
    return exit_code(audit)


@contextmanager
def _said_if_impossible(*, asked: bool) -> Iterator[None]:
    """Let what was first seen stand where nobody can be asked anew, unless that was asked for."""
    from judgekit.errors import JudgekitError

    try:
        yield
    except JudgekitError as error:
        if asked:
            raise
        click.echo(f"judgekit: not confirmed by asking anew: {error}", err=True)


def _anew(audit: Audit, samples: Path | None, flags: dict[str, Any]) -> Anew:
    from judgekit.catalog import load_samples
    from judgekit.checking import Anew
    from judgekit.cli.audit import settings_of

    named = audit.manifest.samples
    rows = load_samples(samples or (None if named == "packaged" else Path(named)))
    return Anew(rows, settings_of(flags))


def _compared(
    audit: Audit,
    baseline: Path,
    before: str | None,
    tolerance: float | None,
    anew: Anew | None = None,
) -> tuple[Comparison, ...]:
    from judgekit.checking import check as check_against
    from judgekit.checking import open_baselines

    held_to = audit.budget
    if tolerance is not None:
        held_to = held_to.model_copy(update={"tolerance": tolerance})
    found = check_against(
        audit,
        open_baselines(baseline),
        budget=held_to,
        before=before,
        where=str(baseline),
        anew=anew,
    )
    return asyncio.run(found)


def _say(comparisons: Sequence[Comparison], as_json: bool) -> None:
    from judgekit.render.changes import changes_to_text

    if as_json:
        click.echo(json.dumps([c.model_dump(mode="json") for c in comparisons], indent=1))
        return
    click.echo("\n\n".join(map(changes_to_text, comparisons)))

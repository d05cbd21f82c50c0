"""What a check leaves for the build server: files, a step's summary, annotations."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

if TYPE_CHECKING:
    from judgekit.render.ci import Case
    from judgekit.types import Audit, Comparison

Command = TypeVar("Command", bound=Callable[..., Any])
_FILE = click.Path(path_type=Path, dir_okay=False)


def ci_options(command: Command) -> Command:
    """Add the files that a build server reads."""
    for name, what in (("sarif", "SARIF 2.1.0, for code scanning"), ("junit", "JUnit XML")):
        variable = f"JUDGEKIT_{name.upper()}"
        help_text = f"Write the cases to this file as {what}."
        command = click.option(f"--{name}", type=_FILE, envvar=variable, help=help_text)(command)
    return command


def tell_build_server(
    audit: Audit,
    comparisons: Sequence[Comparison],
    *,
    junit: Path | None,
    sarif: Path | None,
) -> None:
    """Write the files that were asked for, and what GitHub Actions shows where it runs this."""
    from judgekit.budget import too_many_unscored
    from judgekit.render.ci import to_junit, to_sarif

    cases, m = _cases(audit, comparisons), audit.manifest
    failed = f"{m.n_unscored} of {m.n_judgments} judgments have no score"
    if junit is not None:
        why = failed if too_many_unscored(audit) else None
        _write(junit, to_junit(cases, suite=f"judgekit {m.judge}", failed=why))
    if sarif is not None:
        about = _about(audit)
        text = to_sarif(cases, about=about, version=version("judgekit-audit"), judge=m.judge_hash)
        _write(sarif, text)
    _tell_github(audit, comparisons, cases)


def _cases(audit: Audit, comparisons: Sequence[Comparison]) -> Sequence[Case]:
    from judgekit.render.ci import cases_of_audit, cases_of_comparison

    return cases_of_comparison(comparisons[0]) if comparisons else cases_of_audit(audit)


def _about(audit: Audit) -> str:
    """Return the file in the repository that findings are shown at."""
    named = audit.manifest.samples
    return named if Path(named).is_file() and not Path(named).is_absolute() else "judgekit.yaml"


def _tell_github(audit: Audit, comparisons: Sequence[Comparison], cases: Sequence[Case]) -> None:
    from judgekit.render import headline
    from judgekit.render.changes import comparison_headline
    from judgekit.render.ci import to_annotations, to_step_summary

    if summary := os.environ.get("GITHUB_STEP_SUMMARY"):
        said = comparison_headline(comparisons[0]) if comparisons else headline(audit)
        why = comparisons[0].why if comparisons else audit.why
        with Path(summary).open("a", encoding="utf-8") as file:
            file.write(to_step_summary(cases, headline=said, why=why))
    if os.environ.get("GITHUB_ACTIONS") == "true":
        for line in to_annotations(cases, about=_about(audit)):
            click.echo(line, err=True)


def _write(path: Path, text: str) -> None:
    from judgekit.errors import InputError

    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        raise InputError(f"{path}: cannot be written: {error.strerror}") from error

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
    from judgekit.budget import why_failed
    from judgekit.render.ci import to_annotations, to_junit, to_sarif

    m, cases, failed = audit.manifest, _cases(audit, comparisons), why_failed(audit)
    about, named = _about(audit), f"{m.judge} {m.prompt or ''}".strip()
    if junit is not None:
        _write(junit, to_junit(cases, suite=f"judgekit {named}", failed=failed))
    if sarif is not None:
        made_by = version("judgekit-audit")
        text = to_sarif(cases, about=about, version=made_by, judge=named, failed=failed)
        _write(sarif, text)
    if summary := os.environ.get("GITHUB_STEP_SUMMARY"):
        _write(Path(summary), _summary(audit, comparisons, cases, failed), mode="a")
    if os.environ.get("GITHUB_ACTIONS") == "true":
        for line in to_annotations(cases, about=about, failed=failed):
            click.echo(line, err=True)


def _cases(audit: Audit, comparisons: Sequence[Comparison]) -> Sequence[Case]:
    from judgekit.render.ci import cases_of_audit, cases_of_comparisons

    return cases_of_comparisons(comparisons) if comparisons else cases_of_audit(audit)


def _about(audit: Audit) -> str:
    """Return the file in the repository that findings are shown at."""
    named = audit.manifest.samples
    return named if Path(named).is_file() and not Path(named).is_absolute() else "judgekit.yaml"


def _summary(
    audit: Audit, comparisons: Sequence[Comparison], cases: Sequence[Case], failed: str | None
) -> str:
    from judgekit.render import headline
    from judgekit.render.changes import comparison_headline
    from judgekit.render.ci import decisive, to_step_summary

    said, why = headline(audit), audit.why
    if comparisons:
        found = decisive(comparisons)
        said, why = comparison_headline(found), found.why
    if failed is not None:
        why = (f"The run counts as failed: {failed}.", *why)
    return to_step_summary(cases, headline=said, why=why)


def _write(path: Path, text: str, mode: str = "w") -> None:
    from judgekit.errors import InputError

    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open(mode, encoding="utf-8") as file:
            file.write(text)
    except OSError as error:
        raise InputError(f"{path}: cannot be written: {error.strerror}") from error

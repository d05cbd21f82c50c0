"""The command that audits a judge by verdicts that others recorded."""

from __future__ import annotations

import shlex
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from judgekit.cli.options import json_option, output_option, ruling_options
from judgekit.cli.pairs import pairs

if TYPE_CHECKING:
    from judgekit.ingest import Legend
    from judgekit.types import Budget, Scale

_ENDS = 2


@click.command()
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path, dir_okay=False))
@click.option("--judge", required=True, help="Whose verdicts these are.")
@click.option(
    "--map",
    "columns",
    multiple=True,
    metavar="NAME=COLUMN,…",
    help="Which column is item, arm, score; or first, second, choice; or order, repeat, cluster, "
    "unscored. a.b is a column inside a column, a+b is two of them.",
)
@click.option("--where", multiple=True, metavar="COLUMN=VALUE", help="Read these rows alone.")
@click.option(
    "--arm",
    "arms",
    multiple=True,
    metavar="ARM=ROLE",
    help="clean, placebo, again, ignore, or what an honest score does: same, mirror, not-higher, "
    "lower. '*' is every other arm.",
)
@click.option(
    "--read",
    "meanings",
    multiple=True,
    metavar="CELL=MEANING",
    help="What a cell means: first, second, tie, a number, or why there is no score.",
)
@click.option("--scale", metavar="LOW:HIGH", help="The scale of the scores.")
@click.option("--accept", type=float, help="The lowest accepting score.")
@ruling_options
@output_option("judgekit-out")
@json_option
def ingest(
    files: tuple[Path, ...],
    judge: str,
    columns: tuple[str, ...],
    where: tuple[str, ...],
    arms: tuple[str, ...],
    meanings: tuple[str, ...],
    scale: str | None,
    accept: float | None,
    output: Path,
    as_json: bool,
    **flags: Any,
) -> int:
    """Audit a judge by the verdicts in FILES, without any call.

    FILES are CSV, TSV, JSONL, JSON rows, Inspect logs or promptfoo results. What they cannot give,
    such as a neutral edit or a control, is said in the report, and no judge is cleared without it.
    """
    from judgekit.auditing import to_json, write_reports
    from judgekit.budget import exit_code
    from judgekit.cli.summary import say_if_failed, summarise
    from judgekit.ingest import ingest as read

    mapped = [pair for flag in columns for pair in flag.split(",")]
    legend = _legend(
        judge=judge,
        columns=pairs("--map", mapped),
        where=pairs("--where", where),
        arms=pairs("--arm", arms, last=True),
        meanings=pairs("--read", meanings, last=True),
        scale=_scale(scale, accept),
    )
    seed = flags.pop("seed") or 0
    audited = read(files, legend, budget=_budget(flags), seed=seed, reproduce=_again())
    page = write_reports(audited, output)
    say_if_failed(audited)
    click.echo(to_json(audited) if as_json else summarise(audited, page))
    return exit_code(audited)


def _legend(**said: Any) -> Legend:
    from judgekit.errors import InputError
    from judgekit.ingest import Legend, Role
    from judgekit.text import did_you_mean

    roles = [r.value for r in Role]
    for arm, role in said["arms"].items():
        if role not in roles:
            raise InputError(f"--arm {arm}={role}: {role!r} is no role{did_you_mean(role, roles)}")
    return Legend.model_validate(said)


def _scale(scale: str | None, accept: float | None) -> Scale | None:
    from pydantic import ValidationError

    from judgekit.errors import InputError
    from judgekit.types import Scale

    if scale is None and accept is None:
        return None
    ends = (scale or "").split(":")
    if len(ends) != _ENDS or accept is None:
        raise InputError(f"--scale {scale} --accept {accept}: give both, as --scale 1:5 --accept 4")
    try:
        return Scale.model_validate({"low": ends[0], "high": ends[1], "accept": accept})
    except ValidationError as error:
        why = error.errors()[0]["msg"]
        raise InputError(f"--scale {scale} --accept {accept}: {why}") from None


def _budget(flags: dict[str, Any]) -> Budget:
    from pydantic import ValidationError

    from judgekit.errors import InputError
    from judgekit.types import Budget

    try:
        return Budget.model_validate({k: v for k, v in flags.items() if v is not None})
    except ValidationError as error:
        first = error.errors()[0]
        raise InputError(f"--{str(first['loc'][0]).replace('_', '-')}: {first['msg']}") from None


def _again() -> str:
    """Return the command that was given, less where its results go."""
    context = click.get_current_context()
    words = ["judgekit", "ingest"]
    for parameter in context.command.params:
        value = context.params.get(parameter.name or "")
        if parameter.name in ("output", "as_json") or value in (None, ()):
            continue
        for one in value if isinstance(value, tuple) else (value,):
            flag = [parameter.opts[0]] if isinstance(parameter, click.Option) else []
            words += [*flag, str(one)]
    return shlex.join(words)

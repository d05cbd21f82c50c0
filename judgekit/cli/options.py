"""Options that mean the same thing in every command."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

Command = TypeVar("Command", bound=Callable[..., Any])


def _params(
    context: click.Context, parameter: click.Parameter, given: tuple[str, ...]
) -> dict[str, Any] | None:
    """Read NAME=VALUE, the value as JSON where it is JSON, else as text."""
    params: dict[str, Any] = {}
    for pair in given:
        name, equals, value = pair.partition("=")
        if not equals:
            raise click.BadParameter(f"{pair!r} is not NAME=VALUE", context, parameter)
        try:
            params[name] = json.loads(value)
        except ValueError:
            params[name] = value
    return params or None


def _price(
    context: click.Context, parameter: click.Parameter, given: str | None
) -> tuple[float, float] | None:
    """Read IN,OUT."""
    if given is None:
        return None
    try:
        read, written = map(float, given.split(","))
    except ValueError:
        message = f"{given!r} is not two numbers, as in 0.15,0.60"
        raise click.BadParameter(message, context, parameter) from None
    return read, written


_RUN = (
    click.option(
        "--profile",
        type=click.Choice(["quick", "full", "gate", "mvvp"]),
        help="What the run is for: defaults that other flags override. quick: of each family the "
        "worst known attack, about 4,000 calls for 100 rows; gate: what the gate's permissions "
        "rest on, 13,000; full: every attack, 23,000; mvvp: the Minimum Viable Validation Protocol "
        "of pairs in place of an audit, 600 for each of its two data sets.",
    ),
    click.option(
        "--judge",
        help="A model as LiteLLM names it, local, http:FILE, python:PLACE:NAME, panel:FILE.",
    ),
    click.option("--prompt", help="A packaged prompt's id, or a prompt file."),
    click.option("--api-base", help="Where the provider's API is, for servers of your own."),
    click.option("--scale", metavar="LOW..HIGH", help="The scale of a judge that has no prompt."),
    click.option("--accept", type=float, help="The lowest accepting score on it."),
    click.option(
        "--param",
        "params",
        multiple=True,
        callback=_params,
        help="NAME=VALUE sent with every call, such as temperature=0.",
    ),
    click.option("--structured", is_flag=True, default=None, help="Ask for schema-bound JSON."),
    click.option(
        "--defence",
        multiple=True,
        metavar="NAME",
        help="What a response passes through first: canonicalise, injection-detector[:refuse], "
        "fenced, commit-first, both-orders, repeat-median[:DRAWS], panel:FILE.",
    ),
    click.option(
        "--against",
        type=click.Choice(["rival", "itself"]),
        help="What a pairwise judge compares with.",
    ),
    click.option(
        "--attacks", multiple=True, help="An id, family, glob, @wrong, A+B; -NAME excludes."
    ),
    click.option("--attacks-dir", multiple=True, help="A folder of attacks of your own."),
    click.option("--generate", metavar="MODEL", help="Have it write what no rule can vary."),
    click.option("--generate-api-base", help="Where that model's API is."),
    click.option("--written", metavar="FILE", help="Use the texts accepted in this file."),
    click.option("--limit", type=click.IntRange(1), help="Audit on this many samples."),
    click.option("--seed", type=click.IntRange(0), help="Seed of every random choice."),
    click.option("--repeats", type=click.IntRange(1), help="Independent answers per text."),
    click.option("--max-connections", type=click.IntRange(1), help="Calls under way at once."),
    click.option("--max-retries", type=click.IntRange(0), help="More tries for a failed call."),
    click.option("--timeout", type=click.FloatRange(0, min_open=True), help="Seconds per call."),
    click.option("--rpm", type=click.IntRange(1), help="Calls a minute at most."),
    click.option("--tpm", type=click.IntRange(1), help="Tokens a minute at most."),
    click.option("--max-cost", type=float, help="US dollars for calls; stops before it is passed."),
    click.option(
        "--price-per-million",
        metavar="IN,OUT",
        callback=_price,
        help="US dollars per million tokens, where LiteLLM has no price or a wrong one.",
    ),
    click.option(
        "--early-stop",
        is_flag=True,
        default=None,
        help="Look after each quarter of the samples, and end once the verdict is settled.",
    ),
    click.option("--tolerance", type=float, help="Tolerated shift, as a share of the scale."),
    click.option("--alpha", type=float, help="Rate of false verdicts that is accepted."),
    click.option("--unseen-shift", type=float, help="Assumed for items never drawn; a share."),
    click.option("--max-unscored", type=float, help="Above this share the run has failed."),
    click.option("--journal", help="The file that keeps every reply."),
    click.option("--replay", is_flag=True, default=None, help="Answer from the journal alone."),
    click.option("--config", type=click.Path(path_type=Path), help="A file like judgekit.yaml."),
)


def run_options(command: Command) -> Command:
    """Add the options of a run; each is also read from `JUDGEKIT_<NAME>`."""
    for option in reversed(_RUN):
        command = option(command)
    for parameter in command.__click_params__:  # type: ignore[attr-defined]  # click keeps them here
        parameter.envvar = parameter.envvar or f"JUDGEKIT_{parameter.name.upper()}"
    return command


_WRITING = {
    "attacks",
    "attacks_dir",
    "config",
    "generate",
    "generate_api_base",
    "journal",
    "limit",
    "max_connections",
    "max_cost",
    "max_retries",
    "replay",
    "rpm",
    "seed",
    "timeout",
    "tpm",
}


_ASKING = {
    "attacks_dir",
    "config",
    "journal",
    "max_connections",
    "max_cost",
    "max_retries",
    "price_per_million",
    "replay",
    "rpm",
    "timeout",
    "tpm",
    "written",
}


_GATING = {
    "accept",
    "against",
    "api_base",
    "config",
    "defence",
    "journal",
    "judge",
    "limit",
    "max_connections",
    "max_cost",
    "max_retries",
    "params",
    "price_per_million",
    "prompt",
    "replay",
    "rpm",
    "scale",
    "seed",
    "structured",
    "timeout",
    "tpm",
}


_RULING = {"seed", "tolerance", "alpha", "unseen_shift", "max_unscored"}


_JOURNAL = {"config", "journal", "max_retries"}


judges_option = click.option(
    "--judge",
    "judges",
    multiple=True,
    envvar="JUDGEKIT_JUDGE",
    help="A model as LiteLLM names it, local, http:FILE, python:PLACE:NAME, panel:FILE, or a name "
    "of the list `judges:` in judgekit.yaml; several are audited side by side and ranked.",
)


_NOT_SEARCHING = {"defence", "early_stop"}
_NOT_BATCHING = {"early_stop", "replay"}
_NOT_PLANNING = {"judge", "generate", "generate_api_base", "max_retries", "replay", "timeout"}


def auditing_options(command: Command) -> Command:
    """Add the options of a run of one judge or of several."""
    return judges_option(_options(command, lambda name: name != "judge"))


def searching_options(command: Command) -> Command:
    """Add those options of a run that have a part in a search."""
    return _options(command, lambda name: name not in _NOT_SEARCHING)


def planning_options(command: Command) -> Command:
    """Add those options of a run that have a part in planning it."""
    return _options(command, lambda name: name not in _NOT_PLANNING)


def writing_options(command: Command) -> Command:
    """Add those options of a run that have a part in writing variants."""
    return _options(command, _WRITING.__contains__)


def asking_options(command: Command) -> Command:
    """Add those options of a run that say by what way a judge is asked."""
    return _options(command, _ASKING.__contains__)


def gating_options(command: Command) -> Command:
    """Add those options of a run that have a part in asking a judge at the gate."""
    return _options(command, _GATING.__contains__)


def ruling_options(command: Command) -> Command:
    """Add those options of a run that have a part in ruling on scores that are there."""
    return _options(command, _RULING.__contains__)


def batching_options(command: Command) -> Command:
    """Add those options of a run that have a part in handing it in as batches."""
    return _options(command, lambda name: name not in _NOT_BATCHING)


def journal_options(command: Command) -> Command:
    """Add those options of a run that have a part in what a journal keeps."""
    return _options(command, _JOURNAL.__contains__)


def _options(command: Command, has_part: Callable[[str], bool]) -> Command:
    own = tuple(getattr(command, "__click_params__", ()))
    command = run_options(command)
    kept = [p for p in command.__click_params__ if p in own or has_part(p.name)]  # type: ignore[attr-defined]  # click keeps them here
    command.__click_params__ = kept  # type: ignore[attr-defined]  # as above
    return command


def output_option(default: str) -> Callable[[Command], Command]:
    """Add `-o`, the folder that results are written to."""
    return click.option(
        "-o",
        "--output",
        type=click.Path(path_type=Path, file_okay=False),
        default=Path(default),
        envvar="JUDGEKIT_OUTPUT",
        show_default=True,
        help="The folder for audit.json, report.html and report.md.",
    )


json_option = click.option("--json", "as_json", is_flag=True, help="Print JSON on stdout.")


def verifier_option(use: str) -> Callable[[Command], Command]:
    """Add `--verifier`, which brings verifiers of the user's; `use` ends its help."""
    return click.option(
        "--verifier",
        "own",
        multiple=True,
        metavar="NAME=MODULE:FUNCTION",
        envvar="JUDGEKIT_VERIFIER",
        help=f"A verifier of your own{use}.",
    )

"""Commands that show, try and check attacks."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from judgekit.cli.coverage import coverage
from judgekit.cli.options import json_option
from judgekit.cli.writing import write
from judgekit.text import visible

if TYPE_CHECKING:
    from judgekit.types import Attack, Context, Example, Framing

Command = TypeVar("Command", bound=Callable[..., Any])

_DIRS = click.option(
    "--attacks-dir",
    "dirs",
    multiple=True,
    type=click.Path(path_type=Path, file_okay=False),
    envvar="JUDGEKIT_ATTACKS_DIR",
    help="A folder of attacks of your own.",
)


@click.group()
def attacks() -> None:
    """The catalogue: one file, one claim about judges."""


attacks.add_command(write)
attacks.add_command(coverage)


@attacks.command("list")
@click.argument("select", nargs=-1)
@json_option
@_DIRS
def list_(select: tuple[str, ...], as_json: bool, dirs: tuple[Path, ...]) -> int:
    """List what an audit of SELECT (ids, families, globs; all by default) runs, controls too."""
    from judgekit.catalog import load_attacks

    found = load_attacks(dirs, select)
    if as_json:
        click.echo(json.dumps([a.model_dump(mode="json") for a in found], indent=2))
        return 0
    width = max(len(a.id) for a in found)
    for attack in found:
        click.echo(f"{attack.id:<{width}}  {attack.expect.value:<10}  {attack.title}")
    return 0


_ON_WHAT = (
    click.option("--text", help="The text to edit."),
    click.option("--sample", "sample_id", help="A packaged sample's id, or one of --samples."),
    click.option("--samples", type=click.Path(path_type=Path), help="Rows to take; the first."),
    click.option("--prompt", help="The judge's prompt, for attacks on it: an id, or a file."),
    click.option("--seed", type=click.IntRange(0), default=0, envvar="JUDGEKIT_SEED"),
    _DIRS,
)


def _on_what(command: Command) -> Command:
    """Add the options that say what is edited; without any it is the attack's own example."""
    for option in reversed(_ON_WHAT):
        command = option(command)
    return command


@attacks.command()
@click.argument("name")
@_on_what
def show(name: str, dirs: tuple[Path, ...], **on_what: Any) -> int:
    """Show an attack: its claim, its source, and what it does to its own example or to yours.

    NAME may combine attacks: authority/url+tone/certain.
    """
    attack = _one(name, dirs)
    click.secho(visible(attack.title), bold=True)
    click.echo(visible(attack.hypothesis))
    click.echo(f"\nexpect       {attack.expect.value}")
    click.echo(f"edits        {_edited(attack)}")
    click.echo(f"edit         {attack.operator} ({attack.place.value})")
    click.echo(f"certificate  {', '.join(attack.certificate)}")
    click.echo(f"source       {visible(attack.provenance.source)}")
    click.echo(f"departure    {visible(attack.provenance.departure)}\n")
    _show_variant(attack, **on_what)
    return 0


@attacks.command("try")
@click.argument("name")
@_on_what
def try_(name: str, dirs: tuple[Path, ...], **on_what: Any) -> int:
    """Make one variant and show it, with its certificate, beside the text it came from."""
    _show_variant(_one(name, dirs), **on_what)
    return 0


@attacks.command()
@_DIRS
def lint(dirs: tuple[Path, ...]) -> int:
    """Check the catalogue: fields, operators, promises, wordings; run every example."""
    from judgekit.catalog import lint_attacks

    findings = lint_attacks(dirs)
    for finding in findings:
        click.echo(finding)
    click.echo(f"{len(findings)} findings", err=True)
    return 2 if findings else 0


def _one(name: str, dirs: tuple[Path, ...]) -> Attack:
    from judgekit.catalog import load_attacks
    from judgekit.cli.lookup import find

    select = (name,) if "+" in name else ()
    return find("attack", name, {a.id: a for a in load_attacks(dirs, select)})


def _edited(attack: Attack) -> str:
    from judgekit.types import Side, Target

    if attack.edits is Target.PROMPT:
        return f"how a judge is asked: {', '.join(attack.protocols)}"
    match attack.on:
        case Side.RESPONSE:
            return "the response"
        case Side.WRONG:
            return "the wrong response"
        case Side.WEAKEST:
            return "the wrong response where the row has one, else the response"


def _show_variant(
    attack: Attack,
    *,
    text: str | None,
    sample_id: str | None,
    samples: Path | None,
    prompt: str | None,
    seed: int,
) -> None:
    from judgekit import verifiers
    from judgekit.cli.variants import show_variant
    from judgekit.perturb import base_framing, perturb

    if text is not None and (sample_id is not None or samples is not None):
        raise click.UsageError("--text is a row of its own; give it without --sample, --samples")
    context = _context(attack, text, sample_id, samples)
    framing = _framing(attack, prompt)
    made = perturb(attack, context, seed=seed, verify=verifiers.verify, framing=framing)
    show_variant(made, base_framing(attack, framing) if framing else None)


def _context(
    attack: Attack, text: str | None, sample_id: str | None, samples: Path | None
) -> Context:
    """Return the row to edit: a text alone, a row by its id or the first, or the example's."""
    from judgekit.catalog import example_context, load_samples
    from judgekit.cli.lookup import find
    from judgekit.types import Context, Sample

    if text is None and sample_id is None and samples is None:
        return example_context(attack, _example(attack))
    rows = {s.id: s for s in load_samples(samples)}
    if text is not None:
        alone = Sample(id="text", prompt="", response=text, wrong_response=text)
        return Context(alone, next(iter(rows.values())))
    name = next(iter(rows)) if sample_id is None else sample_id
    return Context(
        find("sample", name, rows), next((s for n, s in rows.items() if n != name), None)
    )


def _framing(attack: Attack, prompt: str | None) -> Framing | None:
    """Return how a judge is asked, by default as in the attack's own example."""
    from judgekit.catalog import load_prompt
    from judgekit.catalog.examples import example_framing, framing_of

    if prompt is None:
        return example_framing(attack, _example(attack))
    framing = framing_of(load_prompt(prompt))
    protocol = framing.prompt.protocol
    if not attack.suits(protocol):
        suited = " or ".join(attack.protocols)
        raise click.UsageError(
            f"--prompt {prompt}: is for a {protocol.value} judge and {attack.id} for {suited}"
        )
    return framing


def _example(attack: Attack) -> Example:
    return next(e for e in attack.examples if not e.declines)

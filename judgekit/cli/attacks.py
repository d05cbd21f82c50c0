"""Commands that show, try and check attacks."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

from judgekit.cli.options import json_option
from judgekit.cli.writing import write

if TYPE_CHECKING:
    from judgekit.types import Attack, Context, Variant

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


@attacks.command()
@click.argument("name")
@_DIRS
def show(name: str, dirs: tuple[Path, ...]) -> int:
    """Show one attack: its claim, its source, and what it does to a text of its own."""
    attack = _one(name, dirs)
    click.secho(attack.title, bold=True)
    click.echo(attack.hypothesis)
    click.echo(f"\nexpect       {attack.expect.value}, edits {attack.on.value}")
    click.echo(f"edit         {attack.operator} ({attack.place.value})")
    click.echo(f"certificate  {', '.join(attack.certificate)}")
    click.echo(f"source       {attack.provenance.source}. {attack.provenance.departure}")
    click.echo()
    _print_variant(attack, _shown(attack))
    return 0


@attacks.command("try")
@click.argument("name")
@click.option("--text", help="The text to edit.")
@click.option("--sample", "sample_id", help="A packaged sample's id, or one of --samples.")
@click.option("--samples", "samples_file", type=click.Path(path_type=Path), help="Rows to take.")
@click.option("--seed", type=click.IntRange(0), default=0, envvar="JUDGEKIT_SEED")
@_DIRS
def try_(
    name: str,
    text: str | None,
    sample_id: str | None,
    samples_file: Path | None,
    seed: int,
    dirs: tuple[Path, ...],
) -> int:
    """Make one variant and show it, with its certificate, beside the text it came from."""
    attack = _one(name, dirs)
    _print_variant(attack, _chosen(attack, text, sample_id, samples_file), seed=seed)
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

    return find("attack", name, {a.id: a for a in load_attacks(dirs)})


def _shown(attack: Attack) -> Context:
    from judgekit.catalog import example_context

    return example_context(attack, next(e for e in attack.examples if not e.declines))


def _chosen(
    attack: Attack, text: str | None, sample_id: str | None, samples_file: Path | None
) -> Context:
    from judgekit.catalog import load_samples
    from judgekit.cli.lookup import find
    from judgekit.types import Context, Sample

    if text is not None:
        return Context(Sample(id="text", prompt="", response=text, wrong_response=text))
    if sample_id is None and samples_file is None:
        return _shown(attack)
    rows = {s.id: s for s in load_samples(samples_file)}
    name = next(iter(rows)) if sample_id is None else sample_id
    return Context(
        find("sample", name, rows), next((s for n, s in rows.items() if n != name), None)
    )


def _print_variant(attack: Attack, context: Context, *, seed: int = 0) -> None:
    from judgekit import verifiers
    from judgekit.perturb import perturb
    from judgekit.types import NoVariant

    made = perturb(attack, context, seed=seed, verify=verifiers.verify)
    if isinstance(made, NoVariant):
        click.echo(f"{made.kind}: {made.reason}")
        return
    click.echo(_coloured(made))
    for name, holds, evidence in made.certificate:
        click.echo(f"  {holds.value:<8} {name}: {evidence}", err=True)


def _coloured(variant: Variant) -> str:
    """Return the text after, with what was taken out in red and what was put in in green."""
    from judgekit.text import visible

    parts, at = [], 0
    for start, end, new in variant.script:
        parts.append(visible(variant.before[at:start]))
        parts.append(click.style(visible(variant.before[start:end]), fg="red", strikethrough=True))
        parts.append(click.style(visible(new), fg="green"))
        at = end
    return "".join([*parts, visible(variant.before[at:])])

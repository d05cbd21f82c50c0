"""Ready workflow files for build servers, to be copied and edited."""

from __future__ import annotations

import click

SERVERS = ("github", "gitlab")


@click.command()
@click.argument("server", type=click.Choice(SERVERS))
def ci(server: str) -> int:
    """Print a workflow for SERVER: replay, check against the baseline, upload what was found."""
    from importlib.resources import files

    workflow = files("judgekit.workflows") / f"{server}.yaml"
    click.echo(workflow.read_text(encoding="utf-8"), nl=False)
    return 0

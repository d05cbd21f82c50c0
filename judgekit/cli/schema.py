"""The command that prints the schemas of judgekit's files."""

from __future__ import annotations

import json

import click


@click.command()
@click.argument(
    "kind", type=click.Choice(["attack", "prompt", "sample", "audit", "judges", "settings"])
)
def schema(kind: str) -> int:
    """Print the JSON schema of a kind of file."""
    from judgekit.catalog import attack_schema
    from judgekit.config import Settings
    from judgekit.types import Audit, JudgePrompt, Judges, Record, Sample

    records: dict[str, type[Record]] = {
        "prompt": JudgePrompt,
        "sample": Sample,
        "audit": Audit,
        "judges": Judges,
        "settings": Settings,
    }
    found = attack_schema() if kind == "attack" else records[kind].model_json_schema()
    click.echo(json.dumps(found, indent=2, sort_keys=True))
    return 0

"""What is written from the catalogue: the schema for editors and the table for readers."""

from __future__ import annotations

import json
from collections.abc import Sequence
from itertools import groupby
from typing import Any

from judgekit.invariants import INVARIANTS
from judgekit.operators import OPERATORS
from judgekit.types import Attack

_README = """# The attacks

One file, one claim: *make this edit, and an honest judge's score does what the file expects*. The
path is the name. `judgekit attacks lint` runs every example; `schema.json` tells an editor the
fields. This page is written from the files by `python -m judgekit.catalog`; change those.
"""


def attack_schema() -> dict[str, Any]:
    """Return the JSON schema of an attack file; the id is the path, so no field."""
    schema = Attack.model_json_schema()
    fields = schema["properties"]
    del fields["id"]
    fields["operator"]["enum"] = sorted(OPERATORS)
    fields["certificate"]["items"]["enum"] = sorted(INVARIANTS)
    schema["required"].remove("id")
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        **schema,
        "title": "A judgekit attack file",
    }


def attacks_readme(attacks: Sequence[Attack]) -> str:
    """Return the catalogue as Markdown: for each family its claims and where they come from."""
    families = groupby(sorted(attacks, key=lambda a: a.id), key=lambda a: a.family)
    return "\n".join([_README, *(_table(family, list(members)) for family, members in families)])


def schema_text() -> str:
    """Return the schema as the file holds it."""
    return json.dumps(attack_schema(), indent=2, ensure_ascii=False) + "\n"


def _table(family: str, attacks: Sequence[Attack]) -> str:
    rows = (
        f"| `{a.id.partition('/')[2]}` | {_cell(a.hypothesis)} | {_cell(a.provenance.source)} |\n"
        for a in attacks
    )
    return f"## {family}\n\n| attack | claim | source |\n|---|---|---|\n{''.join(rows)}"


def _cell(text: str) -> str:
    return text.replace("|", "\\|")

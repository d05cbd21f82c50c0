"""What is written from the catalogue: the schema for editors and the table for readers."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import Any

from judgekit.framing import FRAMINGS
from judgekit.invariants import FRAMING_INVARIANTS, INVARIANTS
from judgekit.operators import OPERATORS
from judgekit.types import Attack, Expect, Target

_README = """# The attacks

One file, one claim: *make this edit, and an honest judge's score does what the file expects*. The
path is the name. `judgekit attacks lint` runs every example; `schema.json` tells an editor the
fields. This page is written from the files by `python -m judgekit.catalog`; change those.

Most of the {n} attacks edit the answer by a rule. Those marked *prompt* ({prompts}) edit how the
judge is asked, and leave the answer as it is. Those marked *model* ({models}) need a text that a
model writes (`judgekit attacks write`); without one they decline.
"""


def attack_schema() -> dict[str, Any]:
    """Return the JSON schema of an attack file; the id is the path, so no field."""
    schema = Attack.model_json_schema()
    attack = schema["$defs"].pop("Attack")
    for computed in ("id", "parts"):
        del attack["properties"][computed]
    attack["required"].remove("id")
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$defs": schema["$defs"],
        **attack,
        "title": "A judgekit attack file",
        "if": {"required": ["edits"], "properties": {"edits": {"const": Target.PROMPT.value}}},
        "then": _names(FRAMINGS, FRAMING_INVARIANTS),
        "else": _names(OPERATORS, INVARIANTS),
    }


def attacks_readme(attacks: Sequence[Attack]) -> str:
    """Return the catalogue as Markdown: what it counts, then each family's claims and sources."""
    ordered = sorted(attacks, key=lambda a: (a.family, a.id))
    families = {name: list(members) for name, members in groupby(ordered, key=lambda a: a.family)}
    marks = Counter(_mark(a) for a in attacks)
    intro = _README.format(n=len(attacks), prompts=marks["prompt"], models=marks["model"])
    tables = (_table(name, members) for name, members in families.items())
    return "\n".join([intro, _counts(families), *tables])


def schema_text() -> str:
    """Return the schema as the file holds it."""
    return json.dumps(attack_schema(), indent=2, ensure_ascii=False) + "\n"


def _names(edits: Iterable[str], promises: Iterable[str]) -> dict[str, Any]:
    """Return the part of a schema that names the known edits of one kind, and their promises."""
    return {
        "properties": {
            "operator": {"enum": sorted(edits)},
            "certificate": {"items": {"enum": sorted(promises)}},
        }
    }


def _counts(families: dict[str, list[Attack]]) -> str:
    """Return a row per family: how many attacks, and what an honest score does under them."""
    everything = [a for members in families.values() for a in members]
    rows = [*families.items(), ("all", everything)]
    return _markdown(
        ("family", "attacks", *(e.value for e in Expect)),
        ((name, str(len(members)), *_expectations(members)) for name, members in rows),
    )


def _expectations(attacks: Sequence[Attack]) -> Iterator[str]:
    expected = Counter(a.expect for a in attacks)
    return (str(expected[e] or "") for e in Expect)


def _table(family: str, attacks: Sequence[Attack]) -> str:
    rows = ((_named(a), a.hypothesis, a.provenance.source) for a in attacks)
    return f"## {family}\n\n{_markdown(('attack', 'claim', 'source'), rows)}"


def _named(attack: Attack) -> str:
    name = f"`{attack.id.partition('/')[2]}`"
    return f"{name} *{mark}*" if (mark := _mark(attack)) else name


def _mark(attack: Attack) -> str:
    """Return what an attack edits or needs beside an answer and a rule."""
    if attack.edits is Target.PROMPT:
        return "prompt"
    return "model" if attack.operator == "written" else ""


def _markdown(header: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    rule = ["---"] * len(header)
    lines = (f"| {' | '.join(map(_cell, row))} |\n" for row in (header, rule, *rows))
    return "".join(lines)


def _cell(text: str) -> str:
    return text.replace("|", "\\|")

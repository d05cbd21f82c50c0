"""Rules by which a row of another shape becomes one of ours, in words that a person writes."""

from __future__ import annotations

from collections import abc
from collections.abc import Sequence
from pathlib import Path
from types import MappingProxyType
from typing import Any

import yaml
from pydantic import Field, JsonValue, TypeAdapter, ValidationError

from judgekit.catalog.candidates import FIELD as CANDIDATES
from judgekit.catalog.dotted import put
from judgekit.catalog.json_rows import Row
from judgekit.catalog.mapping.filling import Cells, Unfilled
from judgekit.catalog.problems import Problem
from judgekit.errors import InputError
from judgekit.text import did_you_mean
from judgekit.types import ROW_FIELDS, Record, Sample

ROW = ({*Sample.model_fields} - {"transcript"}) | {*ROW_FIELDS, CANDIDATES}
"""What the columns of a row are called here."""
UNMAPPED = "unmapped"
"""The field of metadata that says which rules could not be followed in a row, and why."""


class Rule(Record):
    """What fields some rows have."""

    where: dict[str, JsonValue] = Field(default_factory=dict)
    """Columns and the value, or the list of values, that they must have."""
    row: dict[str, JsonValue]
    """Fields and what they hold: in a text `{column}` stands for a cell, `{column:number}` for the
    number that it spells, and `{column:cases}` for the cases that a script of tests asserts."""


class Mapping:
    """Makes rows of ours by rules, later ones over earlier ones.

    Columns that are fields of a row stay, those that no rule reads become metadata. A rule whose
    cells are missing, or are not what it asks for, is left out of that row, which says so in
    `metadata.unmapped`.
    """

    def __init__(self, rules: Sequence[Rule]) -> None:
        self._rules = tuple(rules)

    def __bool__(self) -> bool:
        return bool(self._rules)

    def __call__(self, row: Row | Problem) -> Row | Problem:
        """Return the row made of another; what is no row of columns stays as it is."""
        if isinstance(row, Problem) or not isinstance(row.value, dict):
            return row
        cells, made, unmapped = Cells(row.value), dict[str, Any](), list[str]()
        for rule in self._rules:
            if cells.match(rule.where):
                try:
                    made = _merged(made, cells.fill(rule.row))
                except Unfilled as missing:
                    unmapped.append(str(missing))
        return row._replace(value=_row(row.value, made, cells.read, unmapped))


def why_unmapped(row: Any) -> dict[str, str]:
    """Return the columns for which rules were not followed in a row made by them, and why."""
    metadata = row.get("metadata") if isinstance(row, dict) else None
    told = metadata.get(UNMAPPED) if isinstance(metadata, dict) else None
    whys = map(str, told) if isinstance(told, list) else ()
    return {why.partition(":")[0]: why for why in whys}


def load_mapping(
    given: Sequence[str], fixed: abc.Mapping[str, JsonValue] = MappingProxyType({})
) -> Mapping:
    """Return the rules given, each as `FIELD=COLUMN` or as a YAML file with a list of them.

    `fixed` are fields that hold the same in all rows.
    """
    rules: list[Rule] = []
    for one in given:
        rules += [_pair(one)] if "=" in one else _read(Path(one))
    return Mapping([*rules, *(_rule(field, value) for field, value in fixed.items())])


def _pair(one: str) -> Rule:
    field, _, column = one.partition("=")
    return _rule(field.strip(), f"{{{column.strip()}}}")


def _rule(field: str, value: JsonValue) -> Rule:
    head = field.partition(".")[0]
    if head not in ROW:
        hint = did_you_mean(head, ROW)
        raise InputError(f"map: {field}: no field of a row{hint}; others go to metadata.{field}")
    row: dict[str, JsonValue] = {}
    put(row, field, value)
    return Rule(row=row)


def _read(path: Path) -> list[Rule]:
    try:
        said = yaml.safe_load(path.read_text(encoding="utf-8"))
        return TypeAdapter(list[Rule]).validate_python(said)
    except OSError as error:
        raise InputError(
            f"map: {path}: cannot be read: {error.strerror}; name a YAML file, or FIELD=COLUMN"
        ) from error
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise InputError(f"map: {path}: is no YAML: {' '.join(str(error).split())}") from error
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(map(str, first["loc"]))
        raise InputError(f"map: {path}: rule {place!r}: {first['msg']}") from None


def _row(
    given: dict[str, Any], made: dict[str, Any], read: set[str], unmapped: list[str]
) -> dict[str, Any]:
    own = {n: cell for n, cell in given.items() if n in ROW and not _replaced(n, given, made)}
    rest = {n: cell for n, cell in given.items() if n not in {*own, *read}}
    about = own.get("metadata", {})
    if isinstance(about, dict):  # what is wrong with it is said when the row is read
        told = {**rest, **about, **({UNMAPPED: unmapped} if unmapped else {})}
        own |= {"metadata": told} if told else {}
    return _merged(own, made)


def _replaced(name: str, given: dict[str, Any], made: dict[str, Any]) -> bool:
    return name in made and not (isinstance(given[name], dict) and isinstance(made[name], dict))


def _merged(one: dict[str, Any], other: dict[str, Any]) -> dict[str, Any]:
    """Return an object with another laid over it, objects inside them merged in the same way."""
    both = one.keys() & other.keys()
    nested = {k for k in both if isinstance(one[k], dict) and isinstance(other[k], dict)}
    return {**one, **other, **{k: _merged(one[k], other[k]) for k in nested}}

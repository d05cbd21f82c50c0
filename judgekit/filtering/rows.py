"""A row at the gate: a sample, or what is wrong with it, under the prompt that it answers."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, get_args

from pydantic import JsonValue

from judgekit.catalog import Problem, json_rows, try_sample
from judgekit.text import canonical_json, did_you_mean, sha256
from judgekit.types import Origin, Sample

UNSTATED = "unstated"
"""What a row that names no teacher, or no source, is counted under."""
ALL = "all"
"""The stratum of rows that name none."""


@dataclass(frozen=True)
class Row:
    """One response of a teacher; rows of one prompt share their first field."""

    prompt: str
    """The head of the prompt's SHA-256: rows are sorted by it, then by id."""
    id: str
    fault: str | None
    given: Any
    """The row as it was read."""
    key: str
    """What is found of the row is kept under it: a hash of all but its name, and of versions."""

    @cached_property
    def sample(self) -> Sample | None:
        """What is judged; absent where there is a fault."""
        return None if self.fault is not None else Sample.model_validate(self.given)


def read_row(
    row: json_rows.Row | Problem, *, versions: Mapping[str, str], require: Sequence[str] = ()
) -> Row:
    """Return a row, with its fault where it is not whole or its provenance is wrong or missing.

    `versions` are those of the verifiers, and under "" of all else that examines a row.
    """
    if isinstance(row, Problem):
        return _faulty(_place(row), row.what, None)
    read = try_sample(row)
    if not isinstance(read, Sample):
        name = row.value.get("id") if isinstance(row.value, dict) else None
        said = "; ".join(f"{p.field}: {p.what}" if p.field else p.what for p in read)
        named = name if isinstance(name, str) and name else row.name
        return _faulty(named, f"{_line(row)}: {said}", row.value)
    given = {"id": read.id, **row.value}
    if fault := _of_provenance(read, require):
        return _faulty(read.id, f"{_line(row)}: {fault}", given)
    used: dict[str, JsonValue] = {name: versions[name] for name in ("", *read.verify)}
    return Row(sha256(read.prompt)[:24], read.id, None, given, _key(row.value, used))


def spell(row: Row) -> str:
    """Return a row as one line in ASCII."""
    return json.dumps([row.prompt, row.id, row.fault, row.given, row.key])


def unspell(line: str) -> Row:
    """Return the row of a line."""
    return Row(*json.loads(line))


def origin_of(sample: Sample) -> Origin:
    """Return what a row's metadata says of where its response comes from."""
    told = {name: sample.metadata.get(key) for name, key in _PROVENANCE.items()}
    return Origin.model_validate({k: None if v is None else str(v) for k, v in told.items()})


def stratum_of(sample: Sample, field: str) -> str:
    """Return what kind of row a sample is."""
    named = sample.metadata.get(field)
    return ALL if named is None else str(named)


_PROVENANCE = {"teacher": "teacher", "context": "teacher_context", "source": "source"}
_CONTEXTS = get_args(get_args(Origin.model_fields["context"].annotation)[0])


def _faulty(name: str, fault: str, given: Any) -> Row:
    return Row(sha256(name)[:24], name, fault[:500], given, "")


def _key(given: Mapping[str, JsonValue], used: dict[str, JsonValue]) -> str:
    content = {key: value for key, value in given.items() if key != "id"}
    return sha256(canonical_json([content, used]))[:32]


def _line(row: json_rows.Row) -> str:
    return f"{Path(row.file).name}:{row.line}"


def _place(problem: Problem) -> str:
    place = [Path(problem.file).name, str(problem.line or 0), problem.field]
    return ":".join(filter(None, place))


def _of_provenance(sample: Sample, require: Sequence[str]) -> str | None:
    for field in require:
        if sample.metadata.get(field) in (None, ""):
            return f"metadata.{field}: missing, and required"
    context = sample.metadata.get("teacher_context")
    if context is not None and context not in _CONTEXTS:
        hint = did_you_mean(str(context), _CONTEXTS)
        return f"metadata.teacher_context: {context!r:.60} is not a choice{hint}"
    return None

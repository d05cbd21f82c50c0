"""Samples read whole or not at all: every wrong row is named, none is repaired."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from judgekit.catalog.candidates import FIELD, expanded
from judgekit.catalog.decoding import decode, read_bytes
from judgekit.catalog.json_rows import Row, read_rows
from judgekit.catalog.problems import Problem, explain, refuse
from judgekit.catalog.streaming import is_parquet, stream_rows
from judgekit.errors import InputError
from judgekit.text import did_you_mean
from judgekit.types import ROW_FIELDS, Sample
from judgekit.verifiers import check_options

_FIELDS = {*Sample.model_fields, *ROW_FIELDS, FIELD} - {"transcript"}
_TEXTS = ("prompt", "response", "original", "wrong_response", "reference")


def load_samples(path: Path | None = None) -> tuple[Sample, ...]:
    """Return the rows of JSONL, of a JSON array or of Parquet; without a path, the packaged demo.

    Of a folder, those of all such files. A row with `candidates` gives a sample for each.
    """
    file = str(path or "samples/demo.jsonl")
    rows = list(_rows(path, file))
    read = [try_sample(row) for row in rows]
    refuse([*_problems(read), *_repeated(rows)], InputError)
    if not read:
        raise InputError(f"{file}: no rows; one JSON object a line, with 'prompt' and 'response'")
    return tuple(sample for sample in read if isinstance(sample, Sample))


def try_sample(row: Row | Problem) -> Sample | list[Problem]:
    """Return the sample that a row of a file describes, or all that is wrong with it."""
    if isinstance(row, Problem):
        return [row]
    if not isinstance(row.value, dict):
        what = "not an object; a row is an object with 'prompt' and 'response'"
        return [Problem(row.file, row.line, "", what)]
    return _sample({"id": row.name, **row.value}, row.file, row.line)


def read_sample(row: Mapping[str, Any], where: str) -> Sample:
    """Return the sample that a mapping describes, held to what is asked of a file's rows."""
    read = _sample(row, where, None)
    refuse(read if isinstance(read, list) else [], InputError)
    assert isinstance(read, Sample), "what has no problem is a sample"
    return read


def _rows(path: Path | None, file: str) -> Iterator[Row | Problem]:
    if path is not None and (path.is_dir() or is_parquet(path)):
        yield from stream_rows(path)
        return
    source: Traversable = path or files("judgekit.samples") / "demo.jsonl"
    text = decode(read_bytes(source, file), file)
    for row in [text] if isinstance(text, Problem) else read_rows(text, file):
        yield from expanded(row)


def _sample(row: Mapping[str, Any], where: str, line: int | None) -> Sample | list[Problem]:
    try:
        sample = Sample.model_validate(row)
    except ValidationError as e:
        explained = explain(e, Sample, where, lambda _: 0)
        return [_about_extras(p)._replace(line=line) for p in explained]
    return [Problem(where, line, field, what) for field, what in _faults(sample)] or sample


def _problems(read: Sequence[Sample | list[Problem]]) -> Iterator[Problem]:
    for problems in read:
        if isinstance(problems, list):
            yield from problems


def _repeated(rows: Sequence[Row | Problem]) -> Iterator[Problem]:
    firsts: dict[str, Row] = {}
    for row in rows:
        if isinstance(row, Row) and isinstance(row.value, dict):
            name = str(row.value.get("id", row.name))
            first = firsts.setdefault(name, row)
            if first is not row:
                place = f"in line {first.line}" + f" of {first.file}" * (first.file != row.file)
                what = f"{name!r} already names a row {place}; ids must differ"
                yield Problem(row.file, row.line, "id", what)


def _about_extras(problem: Problem) -> Problem:
    if "." in problem.field or not problem.what.startswith("unknown field"):
        return problem
    meant = did_you_mean(problem.field, _FIELDS)
    return problem._replace(what=f"unknown field{meant}; extra columns go under 'metadata'")


def _faults(sample: Sample) -> Iterator[tuple[str, str]]:
    for field in _TEXTS:
        if (text := getattr(sample, field)) is not None and _blank(text):
            yield field, "nothing to see in it; write the text or leave the row out"
    if sample.wrong_response == sample.response:
        yield "wrong_response", "the same as 'response'; give a wrong answer or leave it out"
    for name, options in sample.verify.items():
        if wrong := check_options(name, options):
            yield f"verify.{name}", wrong


def _blank(text: str) -> bool:
    return all(unicodedata.category(char)[0] in "CZ" for char in text)

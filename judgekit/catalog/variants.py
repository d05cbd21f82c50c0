"""Texts that a model wrote, as lines of JSON that a person reviews and any run replays."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Literal, NamedTuple

from pydantic import Field, ValidationError, model_validator

from judgekit.catalog.decoding import decode, read_bytes
from judgekit.catalog.json_rows import Row, read_rows
from judgekit.catalog.problems import Problem, explain, refuse
from judgekit.errors import InputError
from judgekit.perturb import source_text
from judgekit.types import Attack, Record, Sample


class WrittenText(Record):
    """One text that a model was asked for, and whether it may stand for its attack.

    To turn down an accepted one, set its `status` to `refused`.
    """

    attack: str
    sample: str
    status: Literal["accepted", "refused", "failed"]
    """`refused`: no text, or not one that holds its promises; `failed`: asked in vain."""
    reason: str = ""
    """Why it is not accepted."""
    before: str
    text: str | None = None
    certificate: dict[str, str] = Field(default_factory=dict)
    """What was found when it was written; a run believes none of it and computes it again."""
    task: str
    model: str

    @model_validator(mode="after")
    def _accept_only_a_text(self) -> WrittenText:
        if self.status == "accepted" and self.text is None:
            raise ValueError("an accepted row needs its text")
        return self


class Sorted(NamedTuple):
    """Rows about some attacks and samples: those that stand, and those whose ground has changed."""

    standing: tuple[WrittenText, ...]
    stale: tuple[WrittenText, ...]
    """The answer or the task is no longer the one that the text was written for."""


def load_written(path: Path) -> tuple[WrittenText, ...]:
    """Return the rows of a file of written texts."""
    file = str(path)
    content = decode(read_bytes(path, file), file)
    rows = [content] if isinstance(content, Problem) else list(read_rows(content, file))
    read = [(row, _read(row, file)) for row in rows]
    wrong = [p for _, found in read if isinstance(found, list) for p in found]
    refuse([*wrong, *_repeated(read, file)], InputError)
    return tuple(found for _, found in read if isinstance(found, WrittenText))


def save_written(path: Path, rows: Iterable[WrittenText]) -> None:
    """Write rows, sorted, whole or not at all."""
    ordered = sorted(rows, key=lambda r: (r.attack, r.sample))
    part = path.with_name(path.name + ".part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        part.write_text("".join(f"{_line(row)}\n" for row in ordered), encoding="utf-8")
        part.replace(path)
    except OSError as error:
        raise InputError(f"{path}: cannot be written: {error.strerror}") from error


def sort_written(
    rows: Iterable[WrittenText], attacks: Sequence[Attack], samples: Sequence[Sample]
) -> Sorted:
    """Return the rows that are about these attacks and samples, as they now are."""
    attack_of, sample_of = {a.id: a for a in attacks}, {s.id: s for s in samples}
    standing: list[WrittenText] = []
    stale: list[WrittenText] = []
    for row in rows:
        if row.attack in attack_of and row.sample in sample_of:
            now = _ground(attack_of[row.attack], sample_of[row.sample])
            (standing if now == (row.before, row.task) else stale).append(row)
    return Sorted(tuple(standing), tuple(stale))


def texts_by_sample(rows: Iterable[WrittenText]) -> dict[str, dict[str, str]]:
    """Return the accepted texts by sample and attack."""
    texts: dict[str, dict[str, str]] = {}
    for row in rows:
        if row.status == "accepted" and row.text is not None:
            texts.setdefault(row.sample, {})[row.attack] = row.text
    return texts


def _ground(attack: Attack, sample: Sample) -> tuple[str | None, object]:
    """Return what a text was written for: the answer and the task."""
    return source_text(attack, sample), attack.params.get("task")


def _read(row: Row | Problem, file: str) -> WrittenText | list[Problem]:
    if isinstance(row, Problem):
        return [row]
    if not isinstance(row.value, dict):
        what = "not an object; `judgekit attacks write` makes such files"
        return [Problem(file, row.line, "", what)]
    try:
        return WrittenText.model_validate(row.value)
    except ValidationError as error:
        return explain(error, WrittenText, file, lambda _: row.line)


def _repeated(
    read: Iterable[tuple[Row | Problem, WrittenText | list[Problem]]], file: str
) -> Iterator[Problem]:
    lines: dict[tuple[str, str], int] = {}
    for row, found in read:
        if isinstance(row, Row) and isinstance(found, WrittenText):
            pair = found.attack, found.sample
            if pair in lines:
                what = f"already written for {found.sample!r} in line {lines[pair]}; keep one"
                yield Problem(file, row.line, "attack", what)
            lines.setdefault(pair, row.line)


def _line(row: WrittenText) -> str:
    """Return a row as JSON that a person can read and that hides nothing from them."""
    spelled = json.dumps(row.model_dump(mode="json"), ensure_ascii=False)
    return _FOREIGN.sub(lambda m: _escaped(m[0]), spelled)


def _escaped(char: str) -> str:
    unseen = unicodedata.category(char)[0] == "C" or char in "\u2028\u2029"
    return json.dumps(char)[1:-1] if unseen else char


_FOREIGN = re.compile(r"[^\x00-\x7e]")

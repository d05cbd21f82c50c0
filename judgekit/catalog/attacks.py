"""Attacks read from folders: one file one claim, the path is the name."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import NamedTuple

from pydantic import ValidationError

from judgekit.catalog.decoding import read_bytes
from judgekit.catalog.problems import Problem, explain, refuse
from judgekit.catalog.selection import select_attacks
from judgekit.catalog.texts import with_texts
from judgekit.catalog.yaml_documents import Document, read_document
from judgekit.errors import CatalogError
from judgekit.types import Attack

_NAME = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


class AttackFile(NamedTuple):
    """An attack and the document it was read from."""

    attack: Attack
    document: Document


def load_attacks(extra: Sequence[Path] = (), select: Sequence[str] = ()) -> tuple[Attack, ...]:
    """Return the packaged attacks and those of `extra` folders, sorted by id.

    `select` names ids (`authority/url`), families (`authority`) or globs (`*/bold-*`); a leading
    `-` leaves out. Controls always stay: an audit without them proves nothing.
    """
    found, problems = read_attack_files(extra)
    refuse(problems, CatalogError)
    return select_attacks([f.attack for f in found], select)


def read_attack_files(extra: Sequence[Path] = ()) -> tuple[list[AttackFile], list[Problem]]:
    """Return every readable attack with its document, sorted by id, and every problem."""
    found: dict[str, AttackFile] = {}
    problems: list[Problem] = []
    for read in (*_packaged(), *_readings(_given(extra))):
        if isinstance(read, list):
            problems += read
        elif taken := found.get(read.attack.id):
            what = f"{read.attack.id!r} is already {taken.document.file}; rename this file"
            problems.append(Problem(read.document.file, None, "", what))
        else:
            found[read.attack.id] = read
    return [found[i] for i in sorted(found)], problems


class _Entry(NamedTuple):
    id: str
    shown: str
    file: Traversable


@cache
def _packaged() -> tuple[AttackFile | list[Problem], ...]:
    """Return what the installed package holds, which does not change while it runs."""
    return tuple(_readings(_in_folder(files("judgekit.attacks"), "attacks")))


def _readings(entries: Iterable[_Entry | Problem]) -> Iterator[AttackFile | list[Problem]]:
    for entry in entries:
        yield _read(entry) if isinstance(entry, _Entry) else [entry]


def _given(extra: Sequence[Path]) -> Iterator[_Entry | Problem]:
    for path in extra:
        if path.is_file():
            yield _entry(path, path.absolute().parent.name, str(path))
        elif path.is_dir():
            yield from _in_folder(path, str(path))
        else:
            yield Problem(str(path), None, "", "no such folder of attacks; give one that exists")


def _in_folder(folder: Traversable, shown: str) -> Iterator[_Entry | Problem]:
    for child in _listed(folder):
        if child.is_dir():
            yield from _in_family(child, f"{shown}/{child.name}")
        elif _is_yaml(child):
            what = f"an attack lives in a family's folder; move it to {shown}/<family>/{child.name}"
            yield Problem(f"{shown}/{child.name}", None, "", what)


def _in_family(family: Traversable, shown: str) -> Iterator[_Entry | Problem]:
    for child in _listed(family):
        if child.is_dir():
            what = "a folder within a family, whose attacks are not read; move them up"
            yield Problem(f"{shown}/{child.name}", None, "", what)
        elif _is_yaml(child):
            yield _entry(child, family.name, f"{shown}/{child.name}")


def _entry(file: Traversable, family: str, shown: str) -> _Entry | Problem:
    stem, _, suffix = file.name.rpartition(".")
    if suffix != "yaml":
        return Problem(shown, None, "", f"not named .yaml; rename it to {stem}.yaml")
    for name in (family, stem):
        if not _NAME.fullmatch(name):
            what = f"{name!r} is no attack name; use small letters, digits and single hyphens"
            return Problem(shown, None, "", what)
    return _Entry(f"{family}/{stem}", shown, file)


def _read(entry: _Entry) -> AttackFile | list[Problem]:
    document = read_document(read_bytes(entry.file, entry.shown), entry.shown)
    if isinstance(document, Problem):
        return [document]
    if "parts" in document.fields:
        what = "an attack's parts are named on the command line, as in --attacks a+b; leave it out"
        return [Problem(entry.shown, document.line_of(("parts",)), "parts", what)]
    if "id" in document.fields:
        what = f"an attack's id is its path, here {entry.id!r}; leave it out"
        return [Problem(entry.shown, document.line_of(("id",)), "id", what)]
    fields = with_texts(entry.file, document)
    if isinstance(fields, Problem):
        return [fields]
    try:
        return AttackFile(Attack.model_validate({**fields, "id": entry.id}), document)
    except ValidationError as e:
        return explain(e, Attack, entry.shown, document.line_of)


def _listed(folder: Traversable) -> list[Traversable]:
    """Return what is in a folder and not hidden, sorted by name."""
    shown = (child for child in folder.iterdir() if not child.name.startswith((".", "__")))
    return sorted(shown, key=lambda child: child.name)


def _is_yaml(file: Traversable) -> bool:
    return file.name.endswith((".yaml", ".yml"))

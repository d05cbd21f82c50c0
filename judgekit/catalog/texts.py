"""Payloads kept in a file of their own: strings that were optimised against somebody's judge."""

from __future__ import annotations

import json
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any

from judgekit.catalog.decoding import decode, read_bytes
from judgekit.catalog.problems import Problem
from judgekit.catalog.yaml_documents import Document
from judgekit.errors import InputError


def with_texts(file: Traversable, document: Document) -> dict[str, Any] | Problem:
    """Return a file's fields, with `params.texts_from` replaced by the texts it names.

    The name is a path relative to the attack's file. A `.json` file holds a list of strings, any
    other one payload a line; empty lines are none.
    """
    params = document.fields.get("params")
    if not isinstance(params, dict) or "texts_from" not in params:
        return document.fields
    found = _texts(file, params["texts_from"])
    if isinstance(found, str):
        keys = ("params", "texts_from")
        return Problem(document.file, document.line_of(keys), ".".join(keys), found)
    if "texts" in params:
        keys = ("params", "texts")
        what = "beside texts_from; give the texts here or in the file"
        return Problem(document.file, document.line_of(keys), ".".join(keys), what)
    named = {k: v for k, v in params.items() if k != "texts_from"}
    return {**document.fields, "params": {**named, "texts": found}}


def _texts(file: Traversable, name: Any) -> list[str] | str:
    """Return the payloads, or in a sentence what is wrong."""
    if not isinstance(name, str) or not name.strip() or "\0" in name:
        return "no name of a file; write a path relative to this file"
    if not isinstance(file, Path):
        return "only an attack in a folder of your own reads another file; write the texts here"
    path = file.parent / name
    try:
        text = decode(read_bytes(path, str(path)), str(path))
    except InputError as error:
        return str(error)
    if isinstance(text, Problem):
        return str(text)
    found = _listed(text) if path.suffix == ".json" else _lines(text)
    return found or f"{str(path)!r} holds no text; write one a line, or a JSON list of strings"


def _lines(text: str) -> list[str]:
    """Return the lines that hold anything; an optimised string may hold rarer line breaks."""
    return [line for line in text.replace("\r\n", "\n").split("\n") if line.strip()]


def _listed(text: str) -> list[str]:
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        return []
    is_list = isinstance(found, list) and all(isinstance(t, str) and t for t in found)
    return found if is_list else []

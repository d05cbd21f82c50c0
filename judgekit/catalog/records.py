"""One record of a kind in one file, or what is wrong with it: YAML by line, JSON by field."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TypeVar

from pydantic import ValidationError

from judgekit.catalog.decoding import read_bytes
from judgekit.catalog.problems import Problem, explain, refuse
from judgekit.catalog.yaml_documents import read_document
from judgekit.errors import CatalogError, InputError
from judgekit.types import Record

R = TypeVar("R", bound=Record)


def load_record(path: Path, kind: type[R]) -> R:
    """Return the record that a file holds."""
    shown = str(path)
    document = read_document(read_bytes(path, shown), shown)
    if isinstance(document, Problem):
        raise CatalogError(str(document))
    try:
        return kind.model_validate(document.fields)
    except ValidationError as error:
        refuse(explain(error, kind, shown, document.line_of), CatalogError)
        raise


def load_json_record(path: Path, kind: type[R], name: str) -> R:
    """Return the record that a JSON file of ours holds; `name` is what such a file is called."""
    try:
        # Not pydantic's JSON reader, which refuses the lone surrogates of hostile text.
        return kind.model_validate(json.loads(path.read_bytes()))
    except OSError as error:
        raise InputError(f"{path}: cannot be read: {error.strerror}") from error
    except (json.JSONDecodeError, UnicodeDecodeError) as error:
        raise InputError(f"{path}: is no {name}, for it is no JSON: {error}") from error
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(map(str, first["loc"])) or "document"
        raise InputError(f"{path}: is no {name}: field {where!r}: {first['msg']}") from None

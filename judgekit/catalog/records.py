"""One record of a kind in one YAML file, or what is wrong with it by line."""

from __future__ import annotations

from pathlib import Path
from typing import TypeVar

from pydantic import ValidationError

from judgekit.catalog.decoding import read_bytes
from judgekit.catalog.problems import Problem, explain, refuse
from judgekit.catalog.yaml_documents import read_document
from judgekit.errors import CatalogError
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

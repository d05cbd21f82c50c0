"""Whether a JSON document is valid against a schema, by jsonschema-rs.

Its regular expressions run in linear time, and no reference leaves the schema.
"""

from __future__ import annotations

from typing import Any, NoReturn

import jsonschema_rs


def answer(schema: Any, document: Any) -> str:
    """Return nothing where it is valid, else the first thing that is wrong and where."""
    validator = jsonschema_rs.validator_for(
        schema,
        validate_formats=True,
        pattern_options=jsonschema_rs.RegexOptions(),
        retriever=_refuse,
    )
    for error in validator.iter_errors(document):
        where = "/".join(map(str, error.instance_path)) or "the document"
        return f"{where}: {error.message}"[:300]
    return ""


def _refuse(uri: str) -> NoReturn:
    raise ValueError(f"the schema refers to {uri}, which is outside it")

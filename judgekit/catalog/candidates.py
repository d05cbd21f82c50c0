"""A row with several answers to its prompt, as a row each."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from judgekit.catalog.json_rows import Row
from judgekit.catalog.problems import Problem

FIELD = "candidates"


def expanded(row: Row | Problem) -> Iterator[Row | Problem]:
    """Yield a row for each of the `candidates`, or the row itself where it has none.

    A candidate is a text, or an object whose fields replace the row's and whose metadata joins it.
    It is named after the row and its place, `name/1`; all of them share a cluster.
    """
    if isinstance(row, Problem) or not _has_candidates(row.value):
        yield row
        return
    rest = {key: value for key, value in row.value.items() if key != FIELD}
    candidates = row.value[FIELD]
    if "response" in rest:
        yield Problem(
            row.file, row.line, FIELD, "beside 'response'; give all answers in one of them"
        )
    elif not isinstance(candidates, list) or not candidates:
        yield Problem(
            row.file, row.line, FIELD, "no list of answers; leave it out or list one or more"
        )
    else:
        name = str(rest.get("id", row.name))
        for place, candidate in enumerate(candidates, 1):
            about = {"cluster": name, **rest, "id": f"{name}/{place}"}
            yield _merged(about, candidate, row, place)


def _has_candidates(value: object) -> bool:
    return isinstance(value, dict) and FIELD in value


def _merged(row: Mapping[str, Any], candidate: object, whole: Row, place: int) -> Row | Problem:
    name = row["id"]
    if isinstance(candidate, str):
        return whole._replace(name=name, value={**row, "response": candidate})
    if not isinstance(candidate, dict) or "id" in candidate:
        what = "neither a text nor an object without an id of its own"
        return Problem(whole.file, whole.line, f"{FIELD}.{place - 1}", what)
    merged = {**row, **candidate}
    if "metadata" in row and "metadata" in candidate:
        merged["metadata"] = {**row["metadata"], **candidate["metadata"]}
    return whole._replace(name=name, value=merged)

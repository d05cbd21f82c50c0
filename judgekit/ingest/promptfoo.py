"""promptfoo's results as rows: a test is an item, the prompt or a variable names the arm."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from judgekit.catalog.problems import Problem
from judgekit.ingest.rows import Row

_ERROR = 2
"""promptfoo's failure reason for a test that was never graded."""
_UNREAD = ("Could not extract JSON", "llm-rubric produced malformed response")
"""How its graders begin when a verdict cannot be read; the score beside it is a default 0."""


def is_promptfoo(document: Any) -> bool:
    """Say whether a JSON document is what `promptfoo eval --output` writes."""
    return isinstance(_results(document), list)


def read_promptfoo(document: Mapping[str, Any], file: str) -> Iterator[Row | Problem]:
    """Return a row per result; variables `item` and `arm` come before test number and prompt."""
    for n, result in enumerate(_results(document)):
        if isinstance(result, dict):
            yield Row(file, None, f"results.{n}.", _cells(result))
        else:
            yield Problem(file, None, f"results.{n}", "not an object")


def _results(document: Any) -> Any:
    found = document.get("results") if isinstance(document, dict) else None
    return found.get("results") if isinstance(found, dict) else found


def _cells(result: dict[str, Any]) -> dict[str, Any]:
    variables, prompt = _object(result, "vars"), _object(result, "prompt")
    label = prompt.get("label") or result.get("promptIdx")
    reason = _unscored(result)
    return {
        **result,
        "item": variables.get("item", result.get("testIdx")),
        "arm": variables.get("arm", label),
        "score": None if reason else result.get("score"),
        "unscored": reason,
    }


def _unscored(result: dict[str, Any]) -> str | None:
    if result.get("failureReason") == _ERROR or (result.get("error") and not _graded(result)):
        return "unrecorded"
    grading = _object(result, "gradingResult")
    parts = [p for p in grading.get("componentResults") or [grading] if isinstance(p, dict)]
    return "no-verdict" if any(map(_unread, parts)) else None


def _unread(part: dict[str, Any]) -> bool:
    said = str(part.get("reason", "")).startswith(_UNREAD)
    return said or bool(_object(part, "metadata").get("graderError"))


def _graded(result: dict[str, Any]) -> bool:
    return bool(_object(result, "gradingResult"))


def _object(value: dict[str, Any], key: str) -> dict[str, Any]:
    found = value.get(key)
    return found if isinstance(found, dict) else {}

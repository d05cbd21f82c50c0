"""One line of a provider's results: whose it is, and what became of the request."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from enum import StrEnum
from typing import IO, Any, NamedTuple

# Longer lines are read in pieces, each of which is no JSON.
_LONGEST = 2**25


class Fate(StrEnum):
    """What became of a request, or of a line that belongs to none."""

    ANSWERED = "answered"
    ERRORED = "errored"
    EXPIRED = "expired"
    CANCELLED = "cancelled"
    MISSING = "missing"
    """The results have no line for it."""
    REPEATED = "repeated"
    """A line says what the journal has already."""
    CONTRADICTED = "contradicted"
    """A line answers otherwise than the journal does; the first answer stays."""
    UNKNOWN = "unknown"
    """A line names a request that no batch of this journal holds."""
    UNREADABLE = "unreadable"
    """A line is cut off, or was never a result."""


class Result(NamedTuple):
    """One line, read as far as the answer in it, which is still the provider's."""

    custom_id: str
    fate: Fate
    answer: bytes = b""
    """What a call would have brought, where it was answered."""
    reason: str = ""
    """Why not, where it was not."""


Form = Callable[[Any], Result]
"""Reads the JSON of a line; fails in many ways where that is no result."""


def lines(file: IO[bytes]) -> Iterator[bytes]:
    """Yield the lines of a file that are not blank, at most 32 MB of each."""
    file.seek(0)
    while line := file.readline(_LONGEST):
        if line.strip():
            yield line


def read(line: bytes, form: Form) -> Result | None:
    """Return what a line says, or None where it cannot be read."""
    try:
        found = form(json.loads(line))
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError):
        return None
    return found if isinstance(found.custom_id, str) else None


def of_openai(line: Any) -> Result:
    """Read a line of OpenAI's output or error file, or of a runner that writes as OpenAI does."""
    response = line.get("response") or {}
    body = response.get("body") or {}
    if response.get("status_code", 200) == 200 and "choices" in body:
        return Result(line["custom_id"], Fate.ANSWERED, json.dumps(body).encode())
    error = line.get("error") or body.get("error") or body
    fates = {
        "batch_expired": Fate.EXPIRED,
        "batch_cancelled": Fate.CANCELLED,
        "batch_canceled": Fate.CANCELLED,
    }
    fate = fates.get(str(error.get("code")), Fate.ERRORED)
    return Result(line["custom_id"], fate, reason=_said(error))


def of_anthropic(line: Any) -> Result:
    """Read a line of Anthropic's results."""
    found = line["result"]
    if found["type"] == "succeeded":
        return Result(line["custom_id"], Fate.ANSWERED, json.dumps(found["message"]).encode())
    fates = {"errored": Fate.ERRORED, "canceled": Fate.CANCELLED, "expired": Fate.EXPIRED}
    error = found.get("error") or {}
    reason = _said(error.get("error") or error)
    return Result(line["custom_id"], fates[found["type"]], reason=reason)


def _said(error: Mapping[str, Any]) -> str:
    words = error.get("code") or error.get("type"), error.get("message")
    return ": ".join(str(word) for word in words if word) or "without a reason"

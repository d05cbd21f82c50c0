"""One spelling of a record, which its key, the file that keeps it and comparisons share."""

from __future__ import annotations

import hashlib
import json
from typing import Any

from judgekit.types import Request


def key(request: Request) -> bytes:
    """Return the SHA-256 of the whole request, the repeat index included."""
    return digest(spell_request(request))


def digest(spelled: str) -> bytes:
    """Return the SHA-256 of a spelling."""
    return hashlib.sha256(spelled.encode("ascii")).digest()


def spell_request(request: Request) -> str:
    """Return a request as canonical JSON; nothing is left out, absent fields are null."""
    return spell(request.model_dump(mode="json"))


def spell(value: Any) -> str:
    """Return canonical JSON in ASCII, the one form in which lone surrogates survive any file."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), allow_nan=False)

"""What a batch and each request in it are called at a provider."""

from __future__ import annotations

import base64
import re
import secrets
from typing import NamedTuple

_NAME = re.compile(r"([0-9a-f]{12})-([A-Za-z0-9_-]{43})")


class Name(NamedTuple):
    """A request in a batch: the batch's mark, and the key that its reply is kept under."""

    mark: str
    key: bytes


def new_mark() -> str:
    """Return a name for a batch that no other batch has."""
    return secrets.token_hex(6)


def spell(name: Name) -> str:
    """Return a custom id: 56 of the 64 characters that Anthropic takes, all of them allowed."""
    key = base64.urlsafe_b64encode(name.key).rstrip(b"=").decode("ascii")
    return f"{name.mark}-{key}"


def parse(custom_id: str) -> Name | None:
    """Return what a custom id names, or None where it is none of ours."""
    found = _NAME.fullmatch(custom_id)
    if found is None:
        return None
    return Name(found[1], base64.urlsafe_b64decode(found[2] + "="))

"""What a provider said of a failure, without anything that opens a door."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable

_KEYLIKE = re.compile(r"\b(?:sk|pk|rk|key|Bearer)[-_ ][A-Za-z0-9_\-.*]{6,}")


def scrub(message: str, secrets: Iterable[str] = ()) -> str:
    """Return one line without a traceback, any of the secrets, or anything shaped like a key."""
    message = message.partition("Traceback (most recent call last)")[0]
    for secret in sorted(secrets, key=len, reverse=True):
        if len(secret) >= 6:
            message = message.replace(secret, "[key]")
    return _KEYLIKE.sub("[key]", " ".join(message.split()))[:500]


def known_secrets() -> tuple[str, ...]:
    """Return what the environment holds under a name that says it is secret."""
    endings = ("_KEY", "_TOKEN", "_SECRET")
    return tuple(value for name, value in os.environ.items() if name.endswith(endings))


def is_secret_name(name: str) -> bool:
    """Tell whether what bears this name opens a door, as `api_key` and `Authorization` do."""
    plain = name.casefold().replace("-", "").replace("_", "")
    return plain.endswith(("key", "token", "secret", "password", "authorization", "cookie"))

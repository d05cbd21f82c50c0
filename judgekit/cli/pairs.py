"""Words of the form NAME=VALUE."""

from __future__ import annotations

from collections.abc import Sequence


def pairs(flag: str, given: Sequence[str], *, last: bool = False) -> dict[str, str]:
    """Read NAME=VALUE; where the name may hold the sign itself, the last one parts."""
    from judgekit.errors import InputError

    read = {}
    for one in given:
        name, equals, value = one.rpartition("=") if last else one.partition("=")
        if not equals or not name:
            raise InputError(f"{flag} {one}: is not NAME=VALUE")
        read[name.strip()] = value.strip()
    return read

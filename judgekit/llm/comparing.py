"""Whether two ways of asking are one: the same request and the same reading of one answer."""

from __future__ import annotations

import json
from collections.abc import Mapping

from judgekit.llm.wire import Sent
from judgekit.types import Reply

# What a client says of itself and of its connection.
_OF_THE_CLIENT = frozenset(
    {"accept", "accept-encoding", "connection", "content-length", "host", "user-agent"}
)


def difference(ours: Sent, theirs: Sent) -> str | None:
    """Say where two requests differ, in names and never in values, which may be secret."""
    if ours.url != theirs.url:
        return "the URL differs"
    if names := _differing(_said(ours.headers), _said(theirs.headers)):
        return f"headers differ: {names}"
    if names := _differing(json.loads(ours.body), json.loads(theirs.body)):
        return f"the body differs: {names}"
    return None


def difference_in_reading(ours: Reply, theirs: Reply) -> str | None:
    """Say which fields of two replies differ."""
    if names := _differing(dict(ours), dict(theirs)):
        return f"the reply is read differently: {names}"
    return None


def _said(headers: Mapping[str, str]) -> dict[str, str]:
    named = {name.lower(): value for name, value in headers.items()}
    return {
        name: value
        for name, value in named.items()
        if name not in _OF_THE_CLIENT and not name.startswith("x-stainless-")
    }


def _differing(ours: Mapping[str, object], theirs: Mapping[str, object]) -> str:
    absent = object()
    names = ours.keys() | theirs.keys()
    return ", ".join(sorted(n for n in names if ours.get(n, absent) != theirs.get(n, absent)))

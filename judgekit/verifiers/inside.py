"""The one program that runs inside the sandbox: call a candidate's function, write its values down.

It is started as a script with the standard library alone and never sees an expected value: the
worst a candidate can do to the channel is to claim a value, and it must then be the right one.
"""

from __future__ import annotations

import json
import math
import os
import resource
import sys
import types
from collections.abc import Callable
from typing import Any, NamedTuple


class Door(NamedTuple):
    """The way out: a descriptor, and the word that tells our lines from a candidate's."""

    channel: int
    nonce: str

    def say(self, kind: str, content: Any) -> None:
        """Write one line, whole."""
        line = f"{self.nonce} {json.dumps({kind: content})}\n".encode()
        while line:
            line = line[os.write(self.channel, line) :]


def main() -> None:
    """Read the request, give up every privilege, and answer each case with one line."""
    request = json.load(sys.stdin.buffer)
    door = Door(os.dup(1), request.pop("nonce"))
    _shut_the_streams()
    _become_nobody(request["uid"])
    _set_limits(request["limits"])
    function = _load(request["source"], request["function"], door)
    if function is not None:
        for arguments in request["cases"]:
            _answer(function, arguments, door)
    os._exit(0)  # Nothing the candidate left behind (threads, atexit) may speak after us.


def encode(value: Any) -> Any:
    """Return a value as type-tagged JSON; refuse what is not a plain value with a TypeError."""
    kind = type(value)  # Never isinstance: an object may lie about its __class__.
    if value is None or kind in (bool, int, str):
        return value
    if kind is float:
        return value if math.isfinite(value) else {"$float": repr(value)}
    if kind is list:
        return [encode(v) for v in value]
    if kind is tuple:
        return {"$tuple": [encode(v) for v in value]}
    if kind in (set, frozenset):
        return {"$set": sorted(map(encode, value), key=_canonical)}
    if issubclass(kind, dict):  # Counter and defaultdict are dictionaries to their users.
        return _encode_pairs([(encode(k), encode(v)) for k, v in dict.items(value)])
    raise TypeError(f"a {kind.__name__} does not cross")


def decode(tagged: Any) -> Any:
    """Return the value that type-tagged JSON stands for."""
    if isinstance(tagged, list):
        return [decode(v) for v in tagged]
    match tagged:
        case {"$tuple": items}:
            return tuple(decode(v) for v in items)
        case {"$set": items}:
            return {decode(v) for v in items}
        case {"$dict": pairs}:
            return {decode(k): decode(v) for k, v in pairs}
        case {"$float": spelling}:
            return float(spelling)
        case dict():
            return {k: decode(v) for k, v in tagged.items()}
    return tagged


def _encode_pairs(pairs: list[tuple[Any, Any]]) -> Any:
    if all(isinstance(k, str) and not k.startswith("$") for k, _ in pairs):
        return dict(pairs)
    return {"$dict": list(map(list, pairs))}


def _canonical(tagged: Any) -> str:
    return json.dumps(tagged, sort_keys=True)


def _shut_the_streams() -> None:
    # What the candidate prints goes to stderr; its stdin is empty.
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    os.dup2(2, 1)
    os.close(nothing)


def _become_nobody(uid: int | None) -> None:
    # Root is exempt from RLIMIT_NPROC; leaving uid 0 also empties the capability sets.
    if uid is not None:
        os.setgroups([])
        os.setresgid(uid, uid, uid)
        os.setresuid(uid, uid, uid)


def _set_limits(limits: dict[str, int]) -> None:
    for name, limit in limits.items():
        resource.setrlimit(getattr(resource, f"RLIMIT_{name}"), (limit, limit))


def _load(source: str, name: str, door: Door) -> Callable[..., Any] | None:
    module = types.ModuleType("candidate")
    sys.modules["candidate"] = module  # dataclasses look their module up here
    try:
        exec(compile(source, "candidate.py", "exec"), module.__dict__)  # noqa: S102 - the purpose
    except BaseException as error:  # noqa: BLE001 - SystemExit too is an answer here
        door.say("unloadable", type(error).__name__)
        return None
    if name not in module.__dict__:
        door.say("missing", name)
    return module.__dict__.get(name)


def _answer(function: Callable[..., Any], arguments: Any, door: Door) -> None:
    try:
        value = function(*decode(arguments))
    except BaseException as error:  # noqa: BLE001 - SystemExit too is an answer here
        return door.say("raised", type(error).__name__)
    try:
        door.say("value", encode(value))
    except (TypeError, ValueError, RecursionError):  # foreign, too long a number, cyclic
        door.say("untransferable", type(value).__name__)


if __name__ == "__main__":
    main()

"""Run a candidate where it can harm nothing: one process tree, one deadline, bounded output.

The environment is empty before the launcher starts, so that no `/proc` of any process in the
sandbox ever held ours. Memory is bounded in sum where a control group can be made (`cgroup`), as
root always can; elsewhere by the limits of each process and their number alone, some 5 GiB.
"""

from __future__ import annotations

import functools
import json
import math
import os
import secrets
import selectors
import subprocess
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import IO, NamedTuple

from pydantic import JsonValue

from judgekit.verifiers.cgroup import MEMORY_BYTES, entering, is_bounded
from judgekit.verifiers.launchers import LAUNCHERS, Launcher

SPEECH_BYTES = 64 * 2**10
"""The most a candidate may print."""

ANSWER_BYTES = 2**20
"""The most its values may take."""

_SHOWN_BYTES = 300
_ADDRESS_SPACE = 256 * 2**20
_FILE_BYTES = 2**20  # files in memory are under no other limit where there is no control group
_PROCESSES = 16
_FILES = 64
_PROGRAM = Path(__file__).with_name("inside.py")


class Call(NamedTuple):
    """A function of a candidate's source, and the argument lists, type-tagged, to call it with."""

    source: str
    function: str
    cases: Sequence[JsonValue]
    timeout_s: float


class Ran(NamedTuple):
    """What one sandboxed run wrote to its channel, and why it ended if not by itself."""

    lines: tuple[bytes, ...]
    stopped: str | None
    """`timeout`, `output_limit`, or None."""
    said: str
    """The end of what the candidate printed."""


def sandbox_level() -> str:
    """Return `bubblewrap`, `namespaces` or `none`: what this machine was found to offer."""
    launcher = _probed()
    return launcher.name if launcher else "none"


def memory_limit() -> str:
    """Return in words what bounds the memory of a run on this machine."""
    if is_bounded():
        return f"{MEMORY_BYTES >> 20} MiB for all processes of a run"
    return f"{_ADDRESS_SPACE >> 20} MiB for each of {_PROCESSES} processes"


def run(call: Call) -> Ran | None:
    """Run a call in the best sandbox there is; None where there is none."""
    launcher = _probed()
    return run_with(launcher, call) if launcher else None


def run_with(launcher: Launcher, call: Call) -> Ran | None:
    """Run a call in the sandbox of one launcher; None where its tools are missing.

    Lines that do not begin with this run's secret word end up as an empty line, which is no answer.
    """
    command = launcher.command(_PROGRAM)
    if command is None:
        return None
    nonce = secrets.token_hex(16)
    with tempfile.TemporaryFile() as request:
        request.write(json.dumps(_request(call, nonce)).encode())
        request.seek(0)
        answers, said, stopped = _capture(command, request, call.timeout_s)
    word = nonce.encode() + b" "
    lines = tuple(s[len(word) :] if s.startswith(word) else b"" for s in answers.splitlines())
    return Ran(lines, stopped, said[-_SHOWN_BYTES:].decode(errors="replace"))


@functools.cache
def _probed() -> Launcher | None:
    call = Call("def probe(x):\n    return x + 1", "probe", [[41]], timeout_s=10)
    for launcher in LAUNCHERS:
        ran = run_with(launcher, call)
        if ran and ran.lines == (b'{"value": 42}',):
            return launcher
    return None


def _request(call: Call, nonce: str) -> dict[str, JsonValue]:
    return {
        "nonce": nonce,
        # A uid of its own for each run, so that runs do not share a limit on processes.
        "uid": 1_900_000_000 + secrets.randbelow(10**8) if os.geteuid() == 0 else None,
        "limits": {
            "CPU": math.ceil(call.timeout_s) + 1,
            "AS": _ADDRESS_SPACE,
            "FSIZE": _FILE_BYTES,
            "NOFILE": _FILES,
            "NPROC": _PROCESSES,
            "CORE": 0,
        },
        "source": call.source,
        "function": call.function,
        "cases": list(call.cases),
    }


def _capture(
    command: list[str], request: IO[bytes], timeout_s: float
) -> tuple[bytes, bytes, str | None]:
    deadline = time.monotonic() + timeout_s
    with subprocess.Popen(  # noqa: S603 - the command is ours; the candidate is in the request
        entering(command),
        stdin=request,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env={"PYTHONHASHSEED": "0"},  # sets in one order on every run
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        answers, said = process.stdout.fileno(), process.stderr.fileno()
        try:
            held, stopped = _drain({answers: ANSWER_BYTES, said: SPEECH_BYTES}, deadline)
            return held[answers], held[said], stopped or _outlive(process, deadline)
        finally:
            process.kill()  # The launcher's death ends its namespace, daemons included.


def _drain(limits: dict[int, int], deadline: float) -> tuple[dict[int, bytes], str | None]:
    """Read every descriptor to its end, or until one exceeds its limit or the deadline passes."""
    held = dict.fromkeys(limits, b"")
    with selectors.DefaultSelector() as waiting:
        for descriptor in limits:
            waiting.register(descriptor, selectors.EVENT_READ)
        while waiting.get_map():
            ready = waiting.select(max(0, deadline - time.monotonic()))
            if not ready or time.monotonic() > deadline:
                return held, "timeout"
            for key, _ in ready:
                chunk = os.read(key.fd, 2**16)
                held[key.fd] += chunk
                if not chunk:
                    waiting.unregister(key.fd)
                elif len(held[key.fd]) > limits[key.fd]:
                    return held, "output_limit"
    return held, None


def _outlive(process: subprocess.Popen[bytes], deadline: float) -> str | None:
    try:
        process.wait(timeout=max(0, deadline - time.monotonic()))
    except subprocess.TimeoutExpired:
        return "timeout"
    return None

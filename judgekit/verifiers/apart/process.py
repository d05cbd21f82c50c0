"""A process beside ours that answers one question at a time and is killed where it takes too long.

Libraries that parse what a stranger wrote may hang, eat memory, crash or swallow their own time
limit. Over there each may do so without harm: none of our variables is there, memory and files are
limited, and an answer is not evaluated as Python (`guard`). It is no sandbox: no program of a
stranger's is run in it.
"""

from __future__ import annotations

import atexit
import json
import os
import selectors
import subprocess
import sys
import threading
import time
from collections.abc import Mapping

from pydantic import JsonValue

_IMPORT_S = 120.0
_ANSWER_BYTES = 2**20


class NoAnswer(Exception):  # noqa: N818 - it reads as what happened
    """A question was not answered; the message says why."""


def ask(job: str, *, timeout_s: float, **given: JsonValue) -> JsonValue:
    """Have `apart.<job>.answer(**given)` run over there; its imports are not on the clock.

    Raises NoAnswer on a time-out, an exception, a crash, or an answer beyond a megabyte.
    """
    with _one_at_a_time:
        process = _processes.get(os.getpid())
        if process is None or process.ended:
            process = _processes[os.getpid()] = _Process()  # a fork must not share its parent's
        return process.ask({"job": job, "given": given, "timeout_s": timeout_s}, timeout_s)


class _Process:
    """The other process, and the pipe that leads to it."""

    def __init__(self) -> None:
        self._held = b""
        self._popen = subprocess.Popen(
            [sys.executable, "-s", "-P", "-m", "judgekit.verifiers.apart"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            # Hash seeds differ from run to run, and with them the order of sets and simplification.
            env={
                "PYTHONPATH": os.pathsep.join(p for p in sys.path if p),
                "PYTHONHASHSEED": "0",
                # Once compiled, SymPy is imported in a third of the time.
                "PYTHONDONTWRITEBYTECODE": "1" if sys.dont_write_bytecode else "",
                "OPENBLAS_NUM_THREADS": "1",
            },
        )

    @property
    def ended(self) -> bool:
        return self._popen.poll() is not None

    def ask(self, question: Mapping[str, JsonValue], timeout_s: float) -> JsonValue:
        try:
            self._send(json.dumps(question).encode() + b"\n")
            self._line(_IMPORT_S)
            reply: dict[str, JsonValue] = json.loads(self._line(timeout_s))
        except BaseException:
            self.end()  # it may still be at work, or have the rest of an answer in the pipe
            raise
        if "raised" in reply:
            raise NoAnswer(str(reply["raised"]))
        return reply["value"]

    def end(self) -> None:
        self._popen.kill()
        self._popen.communicate()

    def _send(self, line: bytes) -> None:
        assert self._popen.stdin is not None
        try:
            self._popen.stdin.write(line)
            self._popen.stdin.flush()
        except OSError:
            raise NoAnswer("the process ended") from None

    def _line(self, timeout_s: float) -> bytes:
        assert self._popen.stdout is not None
        deadline = time.monotonic() + timeout_s
        with selectors.DefaultSelector() as waiting:
            waiting.register(self._popen.stdout, selectors.EVENT_READ)
            while b"\n" not in self._held:
                if not waiting.select(max(0, deadline - time.monotonic())):
                    raise NoAnswer("timeout")
                chunk = os.read(self._popen.stdout.fileno(), 2**16)
                if not chunk:
                    raise NoAnswer("the process ended")
                self._held += chunk
                if len(self._held) > _ANSWER_BYTES:
                    raise NoAnswer("output_limit")
        line, _, self._held = self._held.partition(b"\n")
        return line


_processes: dict[int, _Process] = {}
_one_at_a_time = threading.Lock()


@atexit.register
def _end() -> None:
    process = _processes.pop(os.getpid(), None)
    if process is not None:
        process.end()

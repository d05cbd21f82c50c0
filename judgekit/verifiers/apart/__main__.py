"""The process beside ours: it reads a question a line and writes two, `{}` and the answer."""

from __future__ import annotations

import importlib
import json
import os
import resource
import sys
from typing import Any

_MEMORY = 2**30
_SHOWN = 200


def main() -> None:
    """Answer until the pipe is closed."""
    channel = os.dup(1)
    for stream in (1, 2):
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream)
    for line in sys.stdin.buffer:
        question = json.loads(line)
        job = importlib.import_module(f"judgekit.verifiers.apart.{question['job']}")
        os.write(channel, b"{}\n")
        _limit(question["timeout_s"])
        _write(channel, json.dumps(_reply(job, question["given"])).encode() + b"\n")


def _limit(timeout_s: float) -> None:
    """Bound memory and files, and end us soon after the deadline even if nobody waits any more."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    cpu = int(used.ru_utime + used.ru_stime + timeout_s) + 2
    limits = ((resource.RLIMIT_AS, _MEMORY), (resource.RLIMIT_FSIZE, 0), (resource.RLIMIT_CPU, cpu))
    for limit, most in limits:
        _, hard = resource.getrlimit(limit)
        unlimited = hard == resource.RLIM_INFINITY
        resource.setrlimit(limit, (most if unlimited else min(most, hard), hard))


def _reply(job: Any, given: dict[str, Any]) -> dict[str, Any]:
    try:
        return {"value": job.answer(**given)}
    except BaseException as error:  # noqa: BLE001 - whatever a library does is an answer here
        return {"raised": f"{type(error).__name__}: {error}"[:_SHOWN]}


def _write(channel: int, line: bytes) -> None:
    while line:
        line = line[os.write(channel, line) :]


if __name__ == "__main__":
    main()

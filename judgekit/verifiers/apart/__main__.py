"""The process beside ours: it reads a question a line and writes two, `{}` and the answer."""

from __future__ import annotations

import importlib
import json
import os
import re
import resource
import sys
from typing import Any

_MEMORY = 2**30
_SHOWN = 200
_NUMBER = re.compile(rb"from sympy import \*|(?:Integer|Float) ?\('?[0-9.]*'? ?\)")


class Evaluated(Exception):  # noqa: N818 - it reads as what happened
    """A library was about to evaluate text as Python."""


class _Watch:
    """An audit hook that refuses to evaluate text while a question is answered."""

    def __init__(self) -> None:
        self.answering = False
        self.refused = False

    def __call__(self, event: str, arguments: tuple[Any, ...]) -> None:
        if self.answering and event == "compile" and not _is_harmless(*arguments):
            self.refused = True
            raise Evaluated


def _is_harmless(source: Any, file: Any) -> bool:
    """Say whether this is a module's own text, or one of the numbers that SymPy evaluates."""
    named = isinstance(file, str) and not file.startswith("<")
    return named or (isinstance(source, bytes) and _NUMBER.fullmatch(source) is not None)


def main() -> None:
    """Answer until the pipe is closed."""
    channel = os.dup(1)
    for stream in (1, 2):
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream)
    watch = _Watch()
    sys.addaudithook(watch)
    for line in sys.stdin.buffer:
        question = json.loads(line)
        job = importlib.import_module(f"judgekit.verifiers.apart.{question['job']}")
        os.write(channel, b"{}\n")
        _limit(question["timeout_s"])
        _write(channel, json.dumps(_reply(watch, job, question["given"])).encode() + b"\n")


def _limit(timeout_s: float) -> None:
    """Bound memory and files, and end us soon after the deadline even if nobody waits any more."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    cpu = int(used.ru_utime + used.ru_stime + timeout_s) + 2
    limits = ((resource.RLIMIT_AS, _MEMORY), (resource.RLIMIT_FSIZE, 0), (resource.RLIMIT_CPU, cpu))
    for limit, most in limits:
        _, hard = resource.getrlimit(limit)
        resource.setrlimit(limit, (most, hard))


def _reply(watch: _Watch, job: Any, given: dict[str, Any]) -> dict[str, Any]:
    watch.refused = False
    try:
        if hasattr(job, "prepare"):  # what the row's author wrote is trusted
            job.prepare(**given)
        watch.answering = True
        reply = {"value": job.answer(**given)}
    except BaseException as error:  # noqa: BLE001 - whatever a library does is an answer here
        reply = {"raised": f"{type(error).__name__}: {error}"[:_SHOWN]}
    finally:
        watch.answering = False
    # A library may swallow the refusal and call the answer wrong.
    return {"raised": "the answer would be evaluated as Python"} if watch.refused else reply


def _write(channel: int, line: bytes) -> None:
    while line:
        line = line[os.write(channel, line) :]


if __name__ == "__main__":
    main()

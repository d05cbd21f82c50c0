"""The command line in this process, which spares each test the import of LiteLLM."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import NamedTuple

import pytest

from judgekit.cli import main


class Done(NamedTuple):
    """What a command came to."""

    returncode: int
    stdout: str
    stderr: str


Run = Callable[..., Done]


def shell(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    """Return a function that runs `judgekit WORDS`, with variables of the environment if any."""

    def command(*words: str, **env: str) -> Done:
        with monkeypatch.context() as patched:
            patched.setattr(sys, "argv", ["judgekit", *words])
            for name, value in env.items():
                patched.setenv(name, value)
            capsys.readouterr()
            with pytest.raises(SystemExit) as ended:
                main()
        return Done(int(ended.value.code or 0), *capsys.readouterr())

    return command

"""The command line in a process that can be killed, which has LiteLLM from the one it forked."""

from __future__ import annotations

import multiprocessing
import os
import sys
from multiprocessing.context import ForkProcess
from pathlib import Path

from judgekit.cli import main
from judgekit.llm.library import litellm


def forked(*words: str, talk: Path) -> ForkProcess:
    """Start `judgekit WORDS` in a process of its own, which writes what it says into a file."""
    litellm()
    process = multiprocessing.get_context("fork").Process(target=_main, args=(words, talk))
    process.start()
    return process


def _main(words: tuple[str, ...], talk: Path) -> None:
    with talk.open("w") as said:
        os.dup2(said.fileno(), 1)
        os.dup2(said.fileno(), 2)
        sys.argv, sys.stdout, sys.stderr = ["judgekit", *words], said, said
        main()

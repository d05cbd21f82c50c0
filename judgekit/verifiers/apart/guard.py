"""No text is evaluated as Python while a stranger's answer is read."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any


class Evaluated(Exception):  # noqa: N818 - it reads as what happened
    """A library was about to evaluate an answer as Python."""


@contextmanager
def unevaluated() -> Iterator[None]:
    """Refuse `eval`, `exec` and `compile` of text within; raise Evaluated if that was tried.

    Also where a library swallows the refusal, since what it then says of the answer is worthless.
    """
    _install()
    _watch.watching, _watch.refused = True, False
    try:
        yield
    finally:
        _watch.watching = False
        if _watch.refused:
            raise Evaluated("the answer would be evaluated as Python")


class _Watch:
    """An audit hook; there is no way to take one back, so it is switched."""

    def __init__(self) -> None:
        self.installed = self.watching = self.refused = False

    def __call__(self, event: str, arguments: tuple[Any, ...]) -> None:
        if self.watching and event == "compile" and not _is_harmless(*arguments):
            self.refused = True
            raise Evaluated


_watch = _Watch()

# SymPy makes its numbers by evaluating these.
_NUMBER = re.compile(rb"from sympy import \*|(?:Integer|Float) ?\('?[0-9.]*'? ?\)")


def _is_harmless(source: Any, file: Any) -> bool:
    """Say whether this is a module's own text, or one of SymPy's numbers."""
    named = isinstance(file, str) and not file.startswith("<")
    return named or (isinstance(source, bytes) and _NUMBER.fullmatch(source) is not None)


def _install() -> None:
    if not _watch.installed:
        sys.addaudithook(_watch)
        _watch.installed = True

"""Files that must be readable, and must be UTF-8."""

from __future__ import annotations

from importlib.resources.abc import Traversable

from judgekit.catalog.problems import Problem
from judgekit.errors import InputError


def read_bytes(source: Traversable, file: str) -> bytes:
    """Return a file's bytes."""
    try:
        return source.read_bytes()
    except OSError as e:
        raise InputError(f"{file}: cannot be read: {e.strerror}") from None


def decode(content: bytes, file: str) -> str | Problem:
    """Return the text without a byte order mark, or where it stops being UTF-8."""
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as e:
        line = content.count(b"\n", 0, e.start) + 1
        return Problem(file, line, "", f"byte {e.start + 1} is not UTF-8; save the file as UTF-8")

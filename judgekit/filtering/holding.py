"""One gate at a time in a folder: a lock that the system lets go of with its process."""

from __future__ import annotations

import errno
import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from judgekit.errors import InputError, OperationalError

LOCK = "lock"


@contextmanager
def held(work: Path) -> Iterator[None]:
    """Hold a working folder, made where it is missing; raise InputError where another run does.

    A run that was killed holds nothing, whatever it left behind: no stale lock is ever waited for.
    """
    path, lock = _locked(work)
    try:
        yield
    finally:
        _tidy(path)
        os.close(lock)


@contextmanager
def told_what_was_not_written(output: Path) -> Iterator[None]:
    """Say of a disk that takes no more what a person can do; raise OperationalError."""
    try:
        yield
    except OSError as error:
        if error.errno not in _NOT_WRITTEN:
            raise
        raise OperationalError(
            f"{output}: cannot be written: {error.strerror}; no file there was changed, and the "
            "same command goes on with what was found"
        ) from error


_NOT_WRITTEN = (
    errno.ENOSPC,
    errno.EDQUOT,
    errno.EFBIG,
    errno.EROFS,
    errno.EACCES,
    errno.EPERM,
    errno.EIO,
)


def _locked(work: Path) -> tuple[Path, int]:
    path = work / LOCK
    while True:
        try:
            work.mkdir(parents=True, exist_ok=True)
            lock = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
        except FileNotFoundError:
            continue  # another run has just taken the folder away
        except OSError as error:
            raise InputError(f"{work.parent}: cannot be written: {error.strerror}") from error
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            other = os.read(lock, 20).decode("ascii", "replace").strip()
            os.close(lock)
            raise InputError(
                f"{work.parent}: another gate (process {other or 'unknown'}) is writing here; "
                "wait for it, or name another folder with -o"
            ) from None
        # The run before may have taken the folder away between our opening and our locking.
        if path.exists() and os.path.samestat(os.fstat(lock), path.stat()):
            os.ftruncate(lock, 0)
            os.write(lock, f"{os.getpid()}\n".encode())
            return path, lock
        os.close(lock)


def _tidy(path: Path) -> None:
    """Leave no folder behind in which there is only the lock."""
    if path.exists() and os.listdir(path.parent) == [LOCK]:
        path.unlink()
        path.parent.rmdir()

"""A control group that bounds the memory of everything that runs in it, where we may make one.

Limits of single processes leave their sum open, and count neither files in memory nor what a
process holds as root of a user namespace of its own. A group is made below or beside the one that
we are in, so that what bounds that one bounds it too.
"""

from __future__ import annotations

import contextlib
import functools
import os
from collections.abc import Iterator, Mapping
from multiprocessing.util import Finalize
from pathlib import Path

MEMORY_BYTES = 512 * 2**20
"""The most that all processes of a run may hold together."""


def entering(command: list[str]) -> list[str]:
    """Return a command that enters the group before it becomes `command`; without one, `command`.

    It enters by itself, since a process that were moved from outside might have forked by then.
    """
    group = _made(os.getpid())
    if group is None:
        return command
    return ["/bin/sh", "-c", 'echo 0 > "$0/cgroup.procs" && exec "$@"', str(group), *command]


def is_bounded() -> bool:
    """Say whether there is such a group on this machine."""
    return _made(os.getpid()) is not None


@functools.cache
def _made(pid: int) -> Path | None:
    """Make the group of one process of ours; a process that was forked makes its own."""
    for parent, limits in _places():
        group = parent / f"judgekit-{pid}"
        try:
            group.mkdir()
            # Not atexit, which the processes of a pool pass over.
            Finalize(None, _remove, args=(group,), exitpriority=0)
            _limit(group, limits)
        except OSError:
            continue
        _sweep(parent)
        return group
    return None


_MOUNTED = Path("/sys/fs/cgroup")
_FIRST: Mapping[str, int] = {"memory.limit_in_bytes": MEMORY_BYTES}
_FIRST_WITH_SWAP: Mapping[str, int] = {**_FIRST, "memory.memsw.limit_in_bytes": MEMORY_BYTES}
_SECOND: Mapping[str, int] = {
    "memory.max": MEMORY_BYTES,
    "memory.swap.max": 0,
    "memory.oom.group": 1,
}


def _places() -> Iterator[tuple[Path, Mapping[str, int]]]:
    """Yield where a group might be made, and what to write there, for both versions of cgroups."""
    try:
        lines = Path("/proc/self/cgroup").read_text().splitlines()
    except OSError:
        return
    for _, controllers, path in (line.split(":", 2) for line in lines):
        if controllers == "memory":
            yield _MOUNTED / "memory" / path.lstrip("/"), _FIRST_WITH_SWAP
            yield _MOUNTED / "memory" / path.lstrip("/"), _FIRST
        elif not controllers:
            own = _MOUNTED / path.lstrip("/")
            # A group that holds processes can have no limited group below it, beside it can.
            yield own, _SECOND
            yield own.parent, _SECOND


def _limit(group: Path, limits: Mapping[str, int]) -> None:
    try:
        for name, limit in limits.items():
            (group / name).write_text(str(limit))
    except OSError:
        group.rmdir()
        raise


def _sweep(parent: Path) -> None:
    """Remove the groups of processes that were killed before they could."""
    for group in parent.glob("judgekit-*"):
        if not Path("/proc", group.name.partition("-")[2]).exists():
            _remove(group)


def _remove(group: Path) -> None:
    with contextlib.suppress(OSError):  # its last process is still on its way out, or it is gone
        group.rmdir()

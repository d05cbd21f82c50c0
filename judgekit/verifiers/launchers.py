"""Command lines that start a program with no network, no home and nothing writable but 32 MB."""

from __future__ import annotations

import os
import shlex
import shutil
import sys
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

INSIDE = "/inside.py"
"""Where the program lies in the sandbox."""

TMP_BYTES = 32 * 2**20

_SYSTEM = ("/usr", "/lib", "/lib64", "/bin", "/sbin")


class Launcher(NamedTuple):
    """A named way to build a sandbox; its command is absent where the machine lacks the tools."""

    name: str
    command: Callable[[Path], list[str] | None]


def bubblewrap(program: Path) -> list[str] | None:
    """Return the `bwrap` command line for a Python program."""
    bwrap = shutil.which("bwrap")
    if bwrap is None:
        return None
    # As root we take no user namespace: it maps one uid only, and the program must change to
    # another, since limits on processes do not bind root.
    private = (
        "--unshare-ipc --unshare-pid --unshare-net --unshare-uts --unshare-cgroup-try"
        " --cap-drop ALL --cap-add CAP_SETUID --cap-add CAP_SETGID"
        if _is_root()
        else "--unshare-all --uid 65534 --gid 65534 --cap-drop ALL"
    )
    binds = [word for path in _read_only() for word in _bwrap_bind(path)]
    return [
        *(bwrap, "--die-with-parent", "--new-session", *private.split()),
        *binds,
        *("--ro-bind", str(program), INSIDE, "--dev-bind", "/dev/null", "/dev/null"),
        *("--perms", "1777", "--size", str(TMP_BYTES), "--tmpfs", "/tmp"),  # noqa: S108 - its own
        *("--remount-ro", "/", "--chdir", "/tmp", "--", *_python()),  # noqa: S108
    ]


def namespaces(program: Path) -> list[str] | None:
    """Return the `unshare` command line, for machines with util-linux and no bubblewrap."""
    unshare = shutil.which("unshare")
    if unshare is None:
        return None
    user = [] if _is_root() else ["--user", "--map-root-user"]
    kinds = ["--mount", "--pid", "--net", "--ipc", "--uts"]
    script = _new_root(program)
    return [unshare, *user, *kinds, "--fork", "--kill-child=KILL", "/bin/sh", "-ec", script]


LAUNCHERS = (Launcher("bubblewrap", bubblewrap), Launcher("namespaces", namespaces))
"""Strongest first."""


def _is_root() -> bool:
    return os.geteuid() == 0


def _python() -> list[str]:
    # No site, no user site, no script folder on the path, no bytecode: only the library.
    return [os.path.realpath(sys.executable), "-s", "-S", "-P", "-B", INSIDE]


def _read_only() -> list[str]:
    real = os.path.realpath(sys.base_prefix)
    prefix = [real] if not real.startswith("/usr/") and real != "/usr" else []
    return [path for path in (*_SYSTEM, *prefix) if os.path.isdir(path)]


def _bwrap_bind(path: str) -> list[str]:
    # The folders above are made by name, so that they are open to all, as /root is not.
    above = [str(p) for p in reversed(Path(path).parents) if str(p) != "/"]
    made = [word for p in above for word in ("--perms", "0755", "--dir", p)]
    return [*made, "--ro-bind", path, path]


def _new_root(program: Path) -> str:
    """Return a script that builds a root of read-only binds and leaves the old one.

    The shell stays as process 1: a `setuid` clears the death signal that `--kill-child` relies on.
    """
    binds = "\n".join(f"mkdir -p .{shlex.quote(p)}; bind {shlex.quote(p)}" for p in _read_only())
    keep = ",+setuid,+setgid" if _is_root() else ""
    return f"""
PATH=/usr/sbin:/usr/bin:/sbin:/bin
bind() {{ mount --rbind "$1" ".$1"; mount -o remount,bind,ro ".$1"; }}
# Any folder that always exists will do; what it held is not wanted inside.
mount -t tmpfs -o mode=755,size=1m none /sys
cd /sys
mkdir dev tmp proc
{binds}
touch .{INSIDE} dev/null
mount --bind {shlex.quote(str(program))} .{INSIDE}
mount --bind /dev/null dev/null
# Only for umount, which cannot do without it.
mount --rbind /proc proc
mount -t tmpfs -o mode=1777,size={TMP_BYTES},nosuid,nodev none tmp
mount -o remount,bind,ro /sys
cd /sys
pivot_root . .
umount -l .
umount -l /proc
cd /tmp
setpriv --bounding-set=-all{keep} --inh-caps=-all --no-new-privs -- {shlex.join(_python())}
exit $?
"""

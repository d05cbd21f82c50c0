"""Finding the audit of a judge: the one that was named, or one that lies beside the data."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from judgekit.auditing import load_audit
from judgekit.errors import InputError
from judgekit.gating import audit_command, audit_of
from judgekit.types import Audit, Identity

_FILE = "audit.json"


class Known(NamedTuple):
    """An audit and where it is from."""

    audit: Audit
    where: str


def find_audit(
    judge: Identity, named: Path | Audit | None, *, data: Path | None, command: str | None = None
) -> Known:
    """Return the audit of this very judge; raise InputError, with the command to run, without one.

    Without a name it is looked for as `audit.json` in the working folder, beside the data, and in
    the folders there. `command` makes an audit, by default as far as the judge's identity tells.
    """
    command = command or audit_command(judge, str(data or "SAMPLES"))
    known = {k.audit.manifest.judge_hash: k for k in _named(named, data)}
    try:
        audit_of(judge, {sha: k.audit for sha, k in known.items()}, command=command)
    except InputError as error:
        raise InputError(f"{error}; or decide on verifiers alone with --no-judge") from None
    return known[judge.sha256]


def _named(named: Path | Audit | None, data: Path | None) -> Iterator[Known]:
    if isinstance(named, Audit):
        yield Known(named, "given")
    elif named is not None:
        file = named / _FILE if named.is_dir() else named
        yield Known(load_audit(file), str(file))
    else:
        for file in _beside(data):
            try:
                yield Known(load_audit(file), str(file))
            except InputError:
                continue  # whatever else is called so; nobody named it


def _beside(data: Path | None) -> Iterator[Path]:
    folders = [Path()] if data is None else [Path(), data.parent]
    for folder in dict.fromkeys(f.resolve() for f in folders):
        yield from (p for p in (folder / _FILE, *sorted(folder.glob(f"*/{_FILE}"))) if p.is_file())

"""Recorded verdicts in, an audit out, and nothing called."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path

from judgekit.errors import InputError
from judgekit.ingest.assembling import Source, assemble
from judgekit.ingest.entries import read_entries
from judgekit.ingest.files import read_log
from judgekit.ingest.grid import lay_out
from judgekit.ingest.legend import Legend
from judgekit.types import Audit, Budget


def ingest(
    files: Sequence[Path],
    legend: Legend,
    *,
    budget: Budget | None = None,
    seed: int = 0,
    reproduce: str = "",
) -> Audit:
    """Audit the judge whose verdicts stand in some files, as the legend reads them."""
    if not files:
        raise InputError("there is no file to read; give at least one")
    logs = [read_log(path) for path in files]
    recording = read_entries(logs, legend)
    source = Source(
        files=", ".join(map(str, files)),
        form=", ".join(dict.fromkeys(log.form for log in logs)),
        sha256=_fingerprint(files),
        reproduce=reproduce,
    )
    return assemble(
        lay_out(recording.entries),
        legend,
        source,
        scale=recording.scale,
        budget=budget or Budget(),
        seed=seed,
    )


def _fingerprint(files: Sequence[Path]) -> str:
    found = hashlib.sha256()
    for path in files:
        found.update(path.read_bytes())
    return found.hexdigest()

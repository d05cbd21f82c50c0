"""A check of an audit against a baseline file: the judge it takes the place of, and the first."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from judgekit.auditing.results import load_audit
from judgekit.budget import too_many_unscored
from judgekit.checking.baselines import EMPTY, accepted, add_run, load_baselines
from judgekit.checking.comparing import compare
from judgekit.checking.confirming import confirm
from judgekit.checking.runs import run_of
from judgekit.config import Settings
from judgekit.errors import InputError
from judgekit.types import Audit, Baselines, Budget, Comparison, Run, Sample, Verdict


class Anew(NamedTuple):
    """What it takes to ask again: the samples, and the journal, keys and limits to ask by."""

    samples: Sequence[Sample]
    settings: Settings


_CODES = {Verdict.WITHIN: 0, Verdict.EXCEEDED: 1, Verdict.INCONCLUSIVE: 3}
_FAILED = 4


def open_baselines(path: Path) -> Baselines:
    """Read a baseline file, or an audit.json as the baseline of one judge and one run."""
    if path.is_dir() or path.name == "audit.json":
        return add_run(EMPTY, run_of(load_audit(find_audit(path))))
    return load_baselines(path)


def find_audit(path: Path) -> Path:
    """Return the audit.json that a file or a folder means."""
    return path / "audit.json" if path.is_dir() else path


async def check(
    audit: Audit,
    baselines: Baselines,
    *,
    budget: Budget | None = None,
    before: str | None = None,
    where: str = "baseline",
    anew: Anew | None = None,
) -> tuple[Comparison, ...]:
    """Compare an audit with the judge accepted before it, and with the first ever accepted.

    `before` is the hash, or its start, of the judge to compare with; `anew` how to ask both
    judges again about what seems to have regressed, so that a build does not fail by chance.
    """
    new = run_of(audit)
    found = []
    for runs in _runs_before(new, baselines, before, where):
        seen = compare(new, runs, budget=budget or audit.budget)
        if anew is not None:
            seen = await confirm(seen, new, runs[-1], anew.samples, anew.settings)
        found.append(seen)
    return tuple(found)


def check_code(audit: Audit, comparisons: Sequence[Comparison]) -> int:
    """Return 1 where anything regressed, 4 where the run failed, 3 where it is open, else 0."""
    if too_many_unscored(audit):
        return _FAILED
    codes = {_CODES[c.verdict] for c in comparisons}
    return 1 if 1 in codes else max(codes)


def _runs_before(
    new: Run, baselines: Baselines, before: str | None, where: str
) -> Iterator[Sequence[Run]]:
    if before is not None:
        yield _named(baselines, before, where)
        return
    runs = accepted(baselines, new.manifest, where)
    yield runs
    anchor = baselines.judges.get(baselines.anchor or "", runs)
    if anchor is not runs:
        yield anchor


def _named(baselines: Baselines, start: str, where: str) -> Sequence[Run]:
    found = [runs for key, runs in baselines.judges.items() if key.startswith(start)]
    if len(found) != 1:
        known = ", ".join(k[:12] for k in sorted(baselines.judges))
        raise InputError(f"{where}: {len(found)} judges begin with {start!r}; known: {known}")
    return found[0]

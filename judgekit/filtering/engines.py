"""Where rows are examined: in processes of this machine, or on Ray; the findings are the same."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from importlib.util import find_spec
from itertools import islice
from pathlib import Path
from typing import Any

from judgekit.errors import InputError
from judgekit.filtering.examining import Finding, Task, examine
from judgekit.verifiers import Verifier, add, added, map_rows

Engine = Callable[[Iterable[Task]], Iterator[Finding]]
"""Examines tasks, in any order."""

_A_FILE = 20_000
"""Tasks; a file is what a worker of Ray reads at once."""
_A_BATCH = 256


def local(processes: int) -> Engine:
    """Examine in processes of this machine, in order."""
    return partial(map_rows, examine, processes=processes)


def ray(folder: Path) -> Engine:
    """Examine on Ray Data; `folder` must be one that all its workers see.

    Ray is started on this machine where no cluster is joined (`RAY_ADDRESS`).
    """
    if find_spec("ray") is None:
        raise InputError("--engine ray: needs Ray; pip install 'judgekit-audit[scale]'")
    return partial(_on_ray, folder)


def _on_ray(folder: Path, tasks: Iterable[Task]) -> Iterator[Finding]:
    files = _written(tasks, folder)
    if not files:
        return
    with _started() as data:
        found = data.read_text(files).map_batches(
            _examined, batch_size=_A_BATCH, fn_kwargs={"verifiers": dict(added())}
        )
        for batch in found.iter_batches(batch_size=_A_BATCH):
            for line in batch["finding"]:
                shelf, _, finding = line.partition(" ")
                yield Finding(int(shelf), finding)
    for file in files:
        Path(file).unlink()


@contextmanager
def _started() -> Iterator[Any]:
    """Yield Ray Data, on the cluster that is joined or on this machine alone."""
    # Read when Ray is imported; it would tell its makers of this run.
    os.environ.setdefault("RAY_USAGE_STATS_ENABLED", "0")
    import ray
    from ray import data

    alone = "RAY_ADDRESS" not in os.environ and not ray.is_initialized()
    if alone:
        ray.init(include_dashboard=False, log_to_driver=False, logging_level="warning")
    data.DataContext.get_current().enable_progress_bars = False
    try:
        yield data
    finally:
        if alone:
            ray.shutdown()


def _written(tasks: Iterable[Task], folder: Path) -> list[str]:
    """Write the tasks to files, a line each: what is examined need not pass through one process."""
    folder.mkdir(parents=True, exist_ok=True)
    waiting, files = iter(tasks), list[str]()
    while lines := [f"{task.shelf} {task.row}\n" for task in islice(waiting, _A_FILE)]:
        path = folder.resolve() / f"{len(files):06}.txt"
        path.write_text("".join(lines), encoding="ascii")
        files.append(str(path))
    return files


def _examined(batch: dict[str, Any], verifiers: Mapping[str, Verifier]) -> dict[str, list[str]]:
    for name, verifier in verifiers.items():
        if name not in added():  # a worker examines many batches
            add(name, verifier)
    findings = [examine(_task(line)) for line in batch["text"]]
    return {"finding": [f"{f.shelf} {f.line}" for f in findings]}


def _task(line: str) -> Task:
    shelf, _, row = line.partition(" ")
    return Task(int(shelf), row)

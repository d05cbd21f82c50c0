"""Where rows are examined: in processes of this machine, or on Ray; the findings are the same."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Any

from judgekit.errors import InputError
from judgekit.filtering.examining import Finding, Task, examine, spell, unspell
from judgekit.types import Sample
from judgekit.verifiers import map_rows

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
    try:
        import ray.data  # noqa: F401 - refused here, before anything is read
    except ImportError:
        raise InputError("--engine ray: needs Ray; pip install 'judgekit-audit[scale]'") from None
    return partial(_on_ray, folder)


def _on_ray(folder: Path, tasks: Iterable[Task]) -> Iterator[Finding]:
    import ray.data

    files = _written(tasks, folder)
    if not files:
        return
    found = ray.data.read_text(files).map_batches(_examined, batch_size=_A_BATCH)
    for batch in found.iter_batches(batch_size=_A_BATCH):
        for line in batch["finding"]:
            shelf, spelled = json.loads(line)
            yield Finding(shelf, *unspell(spelled))
    for file in files:
        Path(file).unlink()


def _written(tasks: Iterable[Task], folder: Path) -> list[str]:
    """Write the tasks to files, a line each: what is examined need not pass through one process."""
    folder.mkdir(parents=True, exist_ok=True)
    waiting, files = iter(tasks), list[str]()
    while lines := [json.dumps(_spelled(task)) + "\n" for task in islice(waiting, _A_FILE)]:
        path = folder.resolve() / f"{len(files):06}.txt"
        path.write_text("".join(lines), encoding="ascii")
        files.append(str(path))
    return files


def _spelled(task: Task) -> list[Any]:
    return [task.shelf, task.key, task.sample.model_dump(mode="json")]


def _examined(batch: dict[str, Any]) -> dict[str, list[str]]:
    findings = [examine(_task(line)) for line in batch["text"]]
    return {"finding": [json.dumps([f.shelf, spell(f)]) for f in findings]}


def _task(line: str) -> Task:
    shelf, key, sample = json.loads(line)
    return Task(shelf, key, Sample.model_validate(sample))

"""The baseline file: judges as they were accepted, in JSON that git can keep and a person diff."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from judgekit.errors import InputError
from judgekit.types import Baselines, Manifest, Run

EMPTY = Baselines(judges={})


def load_baselines(path: Path) -> Baselines:
    """Read a baseline file."""
    try:
        return Baselines.model_validate(json.loads(path.read_bytes()))
    except OSError as error:
        raise InputError(f"{path}: cannot be read: {error.strerror}") from error
    except (json.JSONDecodeError, UnicodeDecodeError) as error:
        raise InputError(f"{path}: is no JSON: {error}") from error
    except ValidationError as error:
        first = error.errors()[0]
        field = ".".join(map(str, first["loc"]))
        raise InputError(f"{path}: field {field!r}: {first['msg']}") from None


def save_baselines(path: Path, baselines: Baselines) -> None:
    """Write a baseline file, whole or not at all, sorted and with a line per item and attack."""
    document = baselines.model_dump(mode="json", exclude_defaults=True)
    fresh = path.with_name(f".{path.name}.{os.getpid()}")
    fresh.write_text("".join(_lines({"format": 1, **document})) + "\n", encoding="ascii")
    fresh.replace(path)


def add_run(baselines: Baselines, run: Run, *, replace: bool = False) -> Baselines:
    """Keep a run: beside earlier ones of the same judge, which are averaged, or in their place.

    The first judge that a file ever held stays its anchor.
    """
    key = run.manifest.judge_hash
    kept = () if replace else baselines.judges.get(key, ())
    if not replace and holds(baselines, run):
        raise InputError(
            f"this run of {run.manifest.judge} is kept already; a second one counts only if the "
            "judge was asked again: audit with another journal"
        )
    return Baselines(anchor=baselines.anchor or key, judges={**baselines.judges, key: (*kept, run)})


def holds(baselines: Baselines, run: Run) -> bool:
    """Say whether these very scores of this judge are kept already."""
    kept = baselines.judges.get(run.manifest.judge_hash, ())
    return any(k.columns == run.columns for k in kept)


def accepted(baselines: Baselines, new: Manifest, where: str) -> Sequence[Run]:
    """Return the runs that a new one is set against: of the same judge, else of the one like it."""
    if new.judge_hash in baselines.judges:
        return baselines.judges[new.judge_hash]
    runs = list(baselines.judges.values())
    alike = [r for r in runs if (r[-1].manifest.judge, r[-1].manifest.prompt) == _named(new)]
    for found in (alike, runs):
        if len(found) == 1:
            return found[0]
    known = ", ".join(f"{r[-1].manifest.judge} {k[:12]}" for k, r in baselines.judges.items())
    raise InputError(
        f"{where}: which judge {new.judge} {new.judge_hash[:12]} takes the place of cannot be "
        f"told; name it by its hash with --before: {known or 'none is kept'}"
    )


def _named(manifest: Manifest) -> tuple[str, str | None]:
    return manifest.judge, manifest.prompt


def _lines(value: Any, indent: str = "\n") -> Iterator[str]:
    """Yield JSON in which whatever holds no container is one line, so that a diff can be read."""
    inner = list(value.values()) if isinstance(value, dict) else value
    if not isinstance(value, (dict, list)) or not any(isinstance(v, (dict, list)) for v in inner):
        yield json.dumps(value, sort_keys=True)
        return
    pairs = sorted(value.items()) if isinstance(value, dict) else [(None, v) for v in value]
    yield "{" if isinstance(value, dict) else "["
    for number, (key, held) in enumerate(pairs):
        yield ("," if number else "") + indent + " "
        if key is not None:
            yield f"{json.dumps(key)}: "
        yield from _lines(held, indent + " ")
    yield indent + ("}" if isinstance(value, dict) else "]")

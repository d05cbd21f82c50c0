"""Inspect's evaluation logs, read without Inspect: a sample is an item, its scores are cells."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from judgekit.catalog.problems import Problem
from judgekit.errors import InputError
from judgekit.ingest.rows import Row

MEANINGS = {"C": "1", "P": "0.5", "I": "0", "N": "no-verdict"}
"""Inspect's grades; it counts `N`, no answer, as 0, and we as a missing score."""


def is_inspect(document: Any) -> bool:
    """Say whether a JSON document is a log of Inspect."""
    return isinstance(document, dict) and "eval" in document and "samples" in document


def read_inspect(document: Mapping[str, Any], file: str) -> Iterator[Row | Problem]:
    """Return a row per sample and epoch; without an arm in its metadata, the file is the arm."""
    samples = document["samples"]
    if not isinstance(samples, list):
        yield Problem(file, None, "samples", "no list; log the samples with the evaluation")
        return
    for n, sample in enumerate(samples):
        if isinstance(sample, dict):
            yield Row(file, None, f"samples.{n}.", _cells(sample, file))
        else:
            yield Problem(file, None, f"samples.{n}", "not an object")


def open_eval(path: Path) -> dict[str, Any]:
    """Return a zipped log as the document that it would be in JSON."""
    try:
        with zipfile.ZipFile(path) as archive:
            names = [n for n in archive.namelist() if _is_sample(n)]
            return {"eval": {}, "samples": [parse(archive.read(n)) for n in names]}
    # A newer Inspect may pack with a method that this Python cannot unpack.
    except (OSError, zipfile.BadZipFile, NotImplementedError, ValueError, RecursionError) as error:
        raise InputError(
            f"{path}: cannot be unpacked: {error}; convert it: inspect log convert --to json"
        ) from None


def parse(content: bytes | str) -> Any:
    """Read JSON in which Inspect writes NaN for a score that there is not."""
    return json.loads(content, parse_constant=lambda _: None)


def _is_sample(name: str) -> bool:
    return name.startswith("samples/") and name.endswith(".json")


def _cells(sample: dict[str, Any], file: str) -> dict[str, Any]:
    metadata = sample.get("metadata")
    scores = sample.get("scores")
    values = {k: _value(s) for k, s in scores.items()} if isinstance(scores, dict) else {}
    return {
        **sample,
        "scores": values,
        "item": sample.get("id"),
        "arm": metadata.get("arm") if isinstance(metadata, dict) else None,
        "repeat": sample.get("epoch"),
        **({"score": next(iter(values.values()))} if len(values) == 1 else {}),
    } | ({} if isinstance(metadata, dict) and "arm" in metadata else {"arm": Path(file).stem})


def _value(score: Any) -> Any:
    return score.get("value") if isinstance(score, dict) else score

"""The first pass: rows are read once, counted, and put on their shelves."""

from __future__ import annotations

import secrets
from array import array
from collections import Counter
from collections.abc import Iterable, Iterator
from hashlib import blake2b
from importlib.metadata import version
from pathlib import Path
from typing import NamedTuple

import numpy as np

from judgekit.catalog import Problem, json_rows, stream_rows
from judgekit.catalog.candidates import expanded
from judgekit.catalog.mapping import load_mapping, why_unmapped
from judgekit.errors import InputError
from judgekit.filtering.rows import UNSTATED, origin_of, read_row, stratum_of
from judgekit.filtering.shelves import Shelves
from judgekit.text import seeded
from judgekit.types import GateTerms, Sample
from judgekit.verifiers import version_of

Rows = Iterable[json_rows.Row | Problem]


class Spilled(NamedTuple):
    """What is known of all rows when they were read."""

    n: int
    teachers: Counter[str]
    sources: Counter[str]
    strata: Counter[str]
    verifiers: dict[str, str]
    """Those that rows name, with their versions."""
    unmapped: Counter[str]
    """Columns by which a rule of a mapping was not followed."""
    witness: Sample | None
    """A row without a reference where there is one, else any; None where no row is whole."""


def spill(rows: Rows, shelves: Shelves, terms: GateTerms, *, where: str) -> Spilled:
    """Put rows on their shelves; raise InputError where two have one name."""
    shelves.clear("rows")
    teachers, sources, strata = Counter[str](), Counter[str](), Counter[str]()
    unmapped, versions = Counter[str](), Versions()
    names = array("Q")
    witness: Sample | None = None
    for given in _mapped(rows, terms):
        row = read_row(given, versions=versions, require=terms.require)
        names.append(int.from_bytes(blake2b(row.id.encode(), digest_size=8).digest()))
        shelves.put(row)
        if row.sample is not None:
            origin = origin_of(row.sample)
            teachers[origin.teacher or UNSTATED] += 1
            sources[origin.source or UNSTATED] += 1
            strata[stratum_of(row.sample, terms.stratum)] += 1
            unmapped.update(why_unmapped(row.given).keys())
            witness = _witness(witness, row.sample)
    shelves.flush()
    if not names:
        raise InputError(f"{where}: no rows; one JSON object a line, with 'prompt' and 'response'")
    _refuse_one_name(names, shelves, where)
    return Spilled(len(names), teachers, sources, strata, versions.told(), unmapped, witness)


def _mapped(rows: Rows, terms: GateTerms) -> Rows:
    """Return rows as the terms read them; a column mapped to `candidates` is a row for each."""
    mapping = load_mapping(terms.map)
    if not mapping:
        return rows
    return (one for row in rows for one in expanded(mapping(row)))


class Versions(dict[str, str]):
    """The versions of verifiers, looked up when a row first names one; "" is all else here."""

    def __missing__(self, name: str) -> str:
        # What has no version may have changed since: what it finds is this run's alone.
        found = version("judgekit-audit") if name == "" else version_of(name)
        self[name] = found or f"{UNSTATED}, run {secrets.token_hex(8)}"
        return self[name]

    def told(self) -> dict[str, str]:
        """Return them as a report tells them, the same on every run."""
        return {name: v.partition(", run ")[0] for name, v in sorted(self.items()) if name}


def read_data(path: Path, *, limit: int | None, seed: int) -> Iterator[json_rows.Row | Problem]:
    """Yield the rows of a path, or `limit` of them drawn by seed, as an audit draws them."""
    if limit is None:
        yield from stream_rows(path)
        return
    n = sum(1 for _ in stream_rows(path))
    drawn = set(seeded(seed, "limit").sample(range(n), min(limit, n)))
    yield from (row for place, row in enumerate(stream_rows(path)) if place in drawn)


def _witness(known: Sample | None, sample: Sample) -> Sample:
    if known is None or (known.reference is not None and sample.reference is None):
        return sample
    return known


def _refuse_one_name(names: array[int], shelves: Shelves, where: str) -> None:
    hashes = np.sort(np.frombuffer(names, dtype=np.uint64))
    if not (hashes[1:] == hashes[:-1]).any():
        return
    seen: Counter[str] = Counter(row.id for _, rows in shelves for row in rows)
    name, n = seen.most_common(1)[0]
    if n > 1:
        raise InputError(f"{where}: {n} rows are named {name!r}; ids must differ")

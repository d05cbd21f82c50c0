"""Rows of files too large to hold: one at a time, what is wrong with one said in its place."""

from __future__ import annotations

import hashlib
import math
from collections.abc import Iterator
from itertools import count
from pathlib import Path
from typing import IO, Any

from judgekit.catalog.candidates import expanded
from judgekit.catalog.decoding import decode, read_bytes
from judgekit.catalog.json_rows import Row, read_line, read_rows
from judgekit.catalog.problems import Problem
from judgekit.errors import InputError

_PARQUET = (".parquet", ".pq")
_JSON = (".jsonl", ".ndjson", ".json")


def stream_rows(path: Path) -> Iterator[Row | Problem]:
    """Yield the rows of a JSONL or Parquet file, or of all such files of a folder by name.

    Rows without an id are named by their number over all files.
    """
    number = count(1)
    for file in data_files(path):
        for row in _rows(file, number):
            yield from expanded(row)


def data_files(path: Path) -> tuple[Path, ...]:
    """Return the files of rows that a path names; raise InputError where there is none."""
    if not path.is_dir():
        return (path,)
    found = sorted(f for f in path.iterdir() if f.suffix in (*_PARQUET, *_JSON))
    if not found:
        raise InputError(f"{path}: holds no file of rows; known: {', '.join((*_JSON, *_PARQUET))}")
    return tuple(found)


def is_parquet(path: Path) -> bool:
    """Say whether rows are read from Parquet."""
    return data_files(path)[0].suffix in _PARQUET


def hash_files(path: Path) -> str:
    """Return the SHA-256 of the bytes of all files in their order."""
    digest = hashlib.sha256()
    for file in data_files(path):
        with _opened(file) as content:
            while block := content.read(2**20):
                digest.update(block)
    return digest.hexdigest()


def _rows(file: Path, number: Iterator[int]) -> Iterator[Row | Problem]:
    if file.suffix in _PARQUET:
        yield from _of_parquet(file, number)
    elif _is_array(file):
        content = decode(read_bytes(file, str(file)), str(file))
        rows = [content] if isinstance(content, Problem) else read_rows(content, str(file))
        yield from (
            r._replace(name=f"row-{n}") if isinstance(r, Row) else r
            for r, n in zip(rows, number, strict=False)
        )
    else:
        yield from _of_lines(file, number)


def _is_array(file: Path) -> bool:
    with _opened(file) as content:
        return content.read(64).removeprefix(b"\xef\xbb\xbf").lstrip()[:1] == b"["


def _of_lines(file: Path, number: Iterator[int]) -> Iterator[Row | Problem]:
    with _opened(file) as lines:
        for line, content in enumerate(lines, 1):
            text = decode(content, str(file))
            if isinstance(text, Problem):
                next(number)
                yield text._replace(line=line)
            elif text.strip():
                yield read_line(text, line, next(number), str(file))


def _of_parquet(file: Path, number: Iterator[int]) -> Iterator[Row | Problem]:
    from pyarrow import ArrowException, parquet

    try:
        with parquet.ParquetFile(file) as table:
            for batch in table.iter_batches(batch_size=1024):
                for value in batch.to_pylist(maps_as_pydicts="lossy"):
                    n = next(number)
                    try:
                        yield Row(str(file), n, f"row-{n}", _as_json(value))
                    except ValueError as error:
                        yield Problem(str(file), n, "", str(error))
    except (OSError, ArrowException) as error:
        raise InputError(f"{file}: cannot be read as Parquet: {error}") from error


def _as_json(value: Any) -> Any:
    """Return what JSON can hold of a value; raise ValueError for bytes and numbers it cannot.

    What a column lacks in this row is dropped: Arrow fills structs up with nulls.
    """
    if isinstance(value, dict):
        return {str(k): _as_json(v) for k, v in value.items() if v is not None}
    if isinstance(value, list):
        return [_as_json(v) for v in value]
    if isinstance(value, bytes):
        return _decoded(value)
    if isinstance(value, float) and not math.isfinite(value):
        raise ValueError(f"{value} is no number of JSON; leave the cell empty")
    known = value is None or isinstance(value, (str, int, float))
    return value if known else str(value)  # dates and decimals


def _decoded(value: bytes) -> str:
    try:
        return value.decode("utf-8")
    except UnicodeDecodeError as error:
        raise ValueError(f"byte {error.start + 1} of a cell is not UTF-8; write text") from None


def _opened(file: Path) -> IO[bytes]:
    try:
        return file.open("rb")
    except OSError as error:
        raise InputError(f"{file}: cannot be read: {error.strerror}") from error

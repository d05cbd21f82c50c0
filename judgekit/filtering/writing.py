"""The files of a gate: written beside their places as `.part`, put there together at the end."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack
from pathlib import Path
from types import TracebackType
from typing import Any, Literal
from typing import Protocol as Seam

from judgekit.errors import InputError
from judgekit.filtering.spelling import JsonRow, spell

Format = Literal["jsonl", "parquet"]
_FORMATS: tuple[Format, ...] = ("jsonl", "parquet")

TRAINING = ("control", "dropped", "held", "kept", "pairs")
"""Files of rows to train on, or that were not kept; Parquet where that is asked for."""
LINES = ("decisions", "escalated", "quarantined")
"""Files that people and programs of ours read."""

_ROWS_A_GROUP = 4096


def refuse_own_files(data: Path | None, folder: Path) -> None:
    """Raise InputError where a gate would write over the rows that it reads, or read its own."""
    if data is None:
        return
    at, into = data.resolve(), folder.resolve()
    ours = at.parent == into and at.stem in (*TRAINING, *LINES)
    if at == into or ours:
        raise InputError(
            f"{data}: would be written over by the gate's own files; name another folder with -o"
        )


class _File(Seam):
    def __call__(self, row: JsonRow) -> None: ...

    def close(self) -> None: ...


class Files:
    """All files of rows, open for writing; `publish` puts them in their places."""

    def __init__(self, folder: Path, form: Format) -> None:
        self._folder = folder
        self._stale = [
            f"{name}.{other}" for name in TRAINING for other in _FORMATS if other != form
        ]
        self._names = {
            **{name: f"{name}.{form}" for name in TRAINING},
            **{name: f"{name}.jsonl" for name in LINES},
        }
        self._open: dict[str, _File] = {}
        self._until = ExitStack()

    def __enter__(self) -> Files:
        for name, file in self._names.items():
            part = self._part(file)
            opened: _File = _Parquet(part, name) if file.endswith("parquet") else _Lines(part)
            self._until.callback(opened.close)
            self._open[name] = opened
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        try:
            self._until.close()
        finally:
            if kind is not None:
                self._discard()

    def __call__(self, name: str, row: JsonRow) -> None:
        """Add a row to a file."""
        self._open[name](row)

    def read(self, name: str) -> Iterator[JsonRow]:
        """Yield the rows of a file of lines; begun after `publish` has closed it."""
        with self._part(self._names[name]).open(encoding="ascii") as lines:
            yield from map(json.loads, lines)

    def publish(self, texts: dict[str, Iterable[str]]) -> None:
        """Close all files, write the texts beside them, and put everything in its place."""
        self._until.close()
        for name, text in texts.items():
            with self._part(name).open("w", encoding="utf-8") as file:
                file.writelines(text)
        for name in (*self._names.values(), *texts):
            self._part(name).replace(self._folder / name)
        for name in self._stale:  # an earlier run's, in the other format
            (self._folder / name).unlink(missing_ok=True)
        for page in self._folder.glob("review-[0-9]*.html"):  # an earlier run's, with more rows
            if page.name not in texts:
                page.unlink()

    def _discard(self) -> None:
        for part in self._folder.glob("*.part"):
            part.unlink()

    def _part(self, name: str) -> Path:
        return self._folder / f"{name}.part"


class _Lines:
    def __init__(self, path: Path) -> None:
        self._file = path.open("w", encoding="ascii")
        self.close: Callable[[], None] = self._file.close

    def __call__(self, row: JsonRow) -> None:
        self._file.write(spell(row))


class _Parquet:
    """Rows in columns of one schema, whatever is absent from the first of them."""

    def __init__(self, path: Path, name: str) -> None:
        pyarrow = _pyarrow()
        self._schema = _schema(name)
        self._waiting: list[JsonRow] = []
        self._table = pyarrow.Table
        self._writer = pyarrow.parquet.ParquetWriter(path, self._schema, compression="zstd")

    def __call__(self, row: JsonRow) -> None:
        self._waiting.append(_in_columns(row))
        if len(self._waiting) >= _ROWS_A_GROUP:
            self._flush()

    def close(self) -> None:
        if self._waiting:
            self._flush()
        self._writer.close()

    def _flush(self) -> None:
        self._writer.write_table(self._table.from_pylist(self._waiting, schema=self._schema))
        self._waiting = []


def _pyarrow() -> Any:
    try:
        import pyarrow.parquet
    except ImportError:
        raise InputError("Parquet needs pyarrow; pip install 'judgekit-audit[scale]'") from None
    return pyarrow


def _schema(name: str) -> Any:
    import pyarrow as pa

    text = pa.string()
    message = pa.struct(
        [(key, text) for key in ("role", "content", "name", "tool_call_id", "tool_calls")]
    )
    messages = pa.list_(message)
    keys: tuple[str, ...] = ("prompt", "chosen", "rejected", "reason", "stratum")
    columns = {"prompt": messages, "chosen": messages, "rejected": messages}
    if name != "pairs":
        keys = ("id", "prompt", "sha256", "text", "rule", "basis", "reason", "why", "stratum",
                "teacher", "teacher_context", "source")  # fmt: skip
        columns = {"messages": messages}
    return pa.schema({**columns, "meta": pa.struct([(key, text) for key in keys])})


def _in_columns(row: JsonRow) -> JsonRow:
    """Return a row whose calls of tools, which have no fixed form, are JSON."""
    return {
        key: [_flat(message) for message in value] if isinstance(value, list) else value
        for key, value in row.items()
    }


def _flat(message: JsonRow) -> JsonRow:
    if "tool_calls" not in message:
        return message
    return {**message, "tool_calls": json.dumps(message["tool_calls"])}

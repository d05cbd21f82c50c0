"""Batch files for a runner of your own, such as `vllm run-batch`."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path
from typing import IO, Any

from judgekit.batch import results
from judgekit.batch.carriers import Begin, Look, Traces
from judgekit.batch.openai_batches import as_lines
from judgekit.batch.parcels import Limits, Parcel
from judgekit.batch.results import Result
from judgekit.errors import InputError


class FileBatches:
    """Files in OpenAI's form in one folder; what comes of them is brought back by hand."""

    name = "file"
    # A runner takes any; these are as many as one can look at.
    limits = Limits(requests=50_000, bytes=200_000_000)
    path = "/chat/completions"
    settles_s = 0

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    async def send(self, parcel: Parcel, mark: str, begin: Begin) -> str:
        """Write a file whole, or not at all."""
        path = self._path(mark)
        begin(str(path))
        part = path.with_suffix(".part")
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            with part.open("wb") as file:
                file.writelines(as_lines(parcel, mark))
            part.replace(path)
        except OSError as error:
            raise InputError(f"{path}: cannot be written: {error.strerror}") from error
        return str(path)

    async def look(self, place: str) -> Look:
        """Say what can be known of a file that somebody else runs."""
        return Look("written", has_ended=False, n_results=0)

    async def fetch(self, place: str, into: IO[bytes]) -> None:
        """Return no results: they are in another file, whose path is given to collect."""

    def read(self, line: Any) -> Result:
        """Read a line of results."""
        return results.of_openai(line)

    async def trace(self, mark: str, *, size: int, at: int, known: Collection[str]) -> Traces:
        """Return the file, where it was finished."""
        path = self._path(mark)
        return Traces(found=str(path)) if path.is_file() else Traces()

    async def aclose(self) -> None:
        """Have nothing to close."""

    def _path(self, mark: str) -> Path:
        return self._folder.absolute() / f"{mark}.jsonl"

"""Which form a recording has, by its name and its first look."""

from __future__ import annotations

from pathlib import Path

from judgekit.catalog.decoding import decode, read_bytes
from judgekit.catalog.problems import Problem
from judgekit.errors import InputError
from judgekit.ingest.inspect_logs import MEANINGS, is_inspect, open_eval, parse, read_inspect
from judgekit.ingest.promptfoo import is_promptfoo, read_promptfoo
from judgekit.ingest.rows import Log
from judgekit.ingest.tables import read_csv, read_json_rows


def read_log(path: Path) -> Log:
    """Return the rows of a CSV, TSV, JSONL or JSON file, or of an Inspect log."""
    file, kind = str(path), path.suffix.lower()
    if kind == ".eval":
        return Log("inspect", list(read_inspect(open_eval(path), file)), MEANINGS)
    if kind not in (".csv", ".tsv", ".jsonl", ".json"):
        raise InputError(
            f"{file}: {kind or 'no ending'!r} is not read here; give .csv, .tsv, .jsonl, a .json "
            "of rows, of promptfoo or of Inspect, or an .eval"
        )
    text = decode(read_bytes(path, file), file)
    if isinstance(text, Problem):
        raise InputError(str(text))
    if kind in (".csv", ".tsv"):
        return Log("csv", list(read_csv(text, file, delimiter="\t" if kind == ".tsv" else ",")))
    return Log("jsonl", list(read_json_rows(text, file))) if kind == ".jsonl" else _json(text, file)


def _json(text: str, file: str) -> Log:
    if text.lstrip().startswith("["):
        return Log("json", list(read_json_rows(text, file)))
    try:
        document = parse(text)
    except (ValueError, RecursionError) as error:
        raise InputError(f"{file}: is no JSON: {error}") from None
    if is_inspect(document):
        return Log("inspect", list(read_inspect(document, file)), MEANINGS)
    if is_promptfoo(document):
        return Log("promptfoo", list(read_promptfoo(document, file)))
    raise InputError(
        f"{file}: neither an array of rows, nor a log of Inspect, nor results of promptfoo"
    )

"""The gate on many rows: pace, CPU and peak memory, beside streams that only apply thresholds.

Rows are the real GSM8K solutions over and over, each copy with a name of its own, with the numeric
verifier, and with the recorded label and a made-up score as columns. The gate verifies every
row, pairs, draws its control and writes a decision with its evidence; DuckDB and pyarrow keep what
the columns pass (`label and score >= 0.2`), sorted (DuckDB) or as it comes (pyarrow), and write
it. Each runs in a process of its own. What the gate costs beyond them is what it knows.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from itertools import count, islice
from pathlib import Path
from typing import Any

from real_samples import DATA

from judgekit.text import seeded

KEPT = 0.2
ENGINES = ("gate", "gate, 2 processes", "gate, parquet", "duckdb", "pyarrow")


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--rows", type=int, nargs="+", default=[100_000, 1_000_000])
    options.add_argument("--engines", nargs="+", default=ENGINES, choices=ENGINES)
    options.add_argument("--alone", nargs=2, metavar=("ENGINE", "FOLDER"), help="one, here")
    given = options.parse_args()
    if given.alone:
        print(json.dumps(measure(given.alone[0], Path(given.alone[1]))))
        return
    for n in given.rows:
        with tempfile.TemporaryDirectory() as folder:
            make(n, Path(folder))
            for engine in given.engines:
                say(n, engine, in_process_of_its_own(engine, folder))


def in_process_of_its_own(engine: str, folder: str) -> dict[str, Any]:
    command = [sys.executable, __file__, "--alone", engine, folder]
    done = subprocess.run(command, check=True, capture_output=True)
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def say(n: int, engine: str, found: dict[str, Any]) -> None:
    rate = n / found["seconds"]
    print(
        f"{n:>11,} rows  {engine:<20}{rate:>10,.0f} rows/s  {found['cpu'] / n * 1e6:>6,.1f} µs CPU"
        f" a row  {found['mib']:>6,.0f} MiB"
        f"  {found['kept']:>9,} kept",
        flush=True,
    )


def make(n: int, folder: Path) -> None:
    import pyarrow as pa
    from pyarrow import parquet

    schema, writer, waiting = None, None, []
    with (folder / "rows.jsonl").open("w") as lines:
        for row in islice(rows(), n):
            lines.write(json.dumps(row) + "\n")
            waiting.append(row)
            if len(waiting) == 10_000:
                table = pa.Table.from_pylist(waiting, schema=schema)
                schema = schema or table.schema
                writer = writer or parquet.ParquetWriter(folder / "rows.parquet", schema)
                writer.write_table(table)
                waiting = []
    if waiting:
        table = pa.Table.from_pylist(waiting, schema=schema)
        writer = writer or parquet.ParquetWriter(folder / "rows.parquet", table.schema)
        writer.write_table(table)
    assert writer is not None
    writer.close()


def rows() -> Iterator[dict[str, Any]]:
    with (DATA / "filter/gsm8k_solutions.jsonl").open() as lines:
        given = list(map(json.loads, lines))
    rng = seeded(0, "scores")
    for copy in count():
        for problem in given:
            for place, solution in enumerate(problem["solutions"]):
                yield {
                    "id": f"{copy}/{problem['id']}/{place}",
                    "prompt": f"{problem['prompt']} ({copy})",
                    "response": solution["text"],
                    "verify": {"numeric": {"answer": problem["gold_answer"], "tolerance": 1e-3}},
                    "metadata": {
                        "teacher": solution["model"],
                        "label": solution["label_correct"],
                        "score": rng.random(),
                    },
                }


def measure(engine: str, folder: Path) -> dict[str, Any]:
    began = time.monotonic()
    kept = RUNS[engine](folder)
    seconds, cpu = time.monotonic() - began, sum(os.times()[:4])
    # Of this process alone: what `ru_maxrss` says begins with the peak of whoever started it.
    status = Path("/proc/self/status").read_text()
    mib = int(next(s for s in status.splitlines() if s.startswith("VmHWM")).split()[1]) / 1024
    return {"seconds": seconds, "cpu": cpu, "mib": mib, "kept": kept}


def gate(folder: Path, name: str = "rows.jsonl", processes: int = 1) -> int:
    import asyncio

    from judgekit.config import Settings
    from judgekit.filtering import Options, data_of, run
    from judgekit.filtering.engines import local

    form = "parquet" if name.endswith("parquet") else "jsonl"
    options = Options(judged=False, engine=local(processes), form=form)
    data = data_of(folder / name, Settings())
    output = folder / f"{form}-{processes}"
    return sum(asyncio.run(run(Settings(), data, output, options)).counts.kept.values())


def duckdb(folder: Path) -> int:
    import duckdb as db

    connection = db.connect()
    connection.execute("SET memory_limit = '1GB'; SET preserve_insertion_order = false")
    rows = f"read_json('{folder}/rows.jsonl', format = 'newline_delimited')"
    kept = f"""
        SELECT id, prompt, response FROM {rows}
        WHERE metadata.label AND metadata.score >= {KEPT} ORDER BY md5(prompt), id
    """
    connection.execute(f"COPY ({kept}) TO '{folder}/duckdb.jsonl' (FORMAT json)")
    n = connection.execute(f"SELECT count(*) FROM read_json('{folder}/duckdb.jsonl')").fetchone()
    assert n is not None
    return int(n[0])


def pyarrow(folder: Path) -> int:
    import pyarrow.dataset as ds
    from pyarrow import parquet

    rows = ds.dataset(folder / "rows.parquet")
    passes = ds.field("metadata", "label") & (ds.field("metadata", "score") >= KEPT)
    kept, writer = 0, None
    for batch in rows.to_batches(columns=["id", "prompt", "response"], filter=passes):
        writer = writer or parquet.ParquetWriter(folder / "pyarrow.parquet", batch.schema)
        writer.write_batch(batch)
        kept += batch.num_rows
    assert writer is not None
    writer.close()
    return kept


RUNS: dict[str, Callable[[Path], int]] = {
    "gate": gate,
    "gate, 2 processes": lambda folder: gate(folder, processes=2),
    "gate, parquet": lambda folder: gate(folder, "rows.parquet"),
    "duckdb": duckdb,
    "pyarrow": pyarrow,
}

if __name__ == "__main__":
    main()

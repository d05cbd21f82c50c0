"""Rows in forms that nobody meant: read as what they can be, or quarantined with where and why."""

from __future__ import annotations

import asyncio
import datetime as dt
from decimal import Decimal

import pytest
from gated import lines, row, sums, unverified, write

from judgekit import gate
from judgekit.catalog import stream_rows
from judgekit.config import Settings
from judgekit.errors import InputError
from judgekit.filtering import Options, data_of, run
from judgekit.marks import detect, strip
from judgekit.marks.detecting import LONGEST
from judgekit.types import Action


def parquet(path, **columns):
    pa = pytest.importorskip("pyarrow", reason="the extra [scale] is not installed")
    from pyarrow import parquet as pq

    pq.write_table(pa.table({name: pa.array(*of) for name, of in columns.items()}), path)
    return path


def test_cells_that_json_cannot_hold_are_text_or_quarantined(tmp_path):
    made = {"when": dt.datetime(2026, 1, 2), "cost": Decimal("1.50")}
    file = parquet(
        tmp_path / "rows.parquet",
        prompt=([b"2 + 2?", b"why\xff", b"So?", b"Who?"],),
        response=(["4", "because", "So.", "I."],),
        metadata=([made, made, {**made, "score": float("nan")}, made],),
    )
    report = gate(file, None, output=tmp_path / "gate").report
    assert report.counts.actions == {Action.ESCALATE: 2, Action.QUARANTINE: 2}
    why = sorted(q["why"] for q in lines(tmp_path / "gate" / "quarantined.jsonl"))
    assert "byte 4 of a cell is not UTF-8; write text" in why[0]
    assert "nan is no number of JSON; leave the cell empty" in why[1]
    first = next(iter(stream_rows(file)))
    assert first.value["metadata"] == {"when": "2026-01-02 00:00:00", "cost": "1.50"}


def test_a_map_is_read_as_an_object(tmp_path):
    pa = pytest.importorskip("pyarrow", reason="the extra [scale] is not installed")
    of = pa.map_(pa.string(), pa.string())
    file = parquet(
        tmp_path / "rows.parquet",
        prompt=(["Why?"],),
        response=(["So."],),
        metadata=([[("teacher", "acme-7b")]], of),
    )
    assert gate(file, None, output=tmp_path / "gate").report.manifest.teachers == {"acme-7b": 1}


def test_a_quarantined_row_is_named_with_its_file_and_line(tmp_path):
    wrong = {**row(2, 4), "verify": {"numeric": 4}}
    data = write(tmp_path / "rows.jsonl", [row(1, 2), wrong])
    gate(data, None, output=tmp_path / "gate")
    (said,) = lines(tmp_path / "gate" / "quarantined.jsonl")
    assert said["why"].startswith("rows.jsonl:2: verify.numeric: 4: input should be")


@pytest.mark.parametrize("where", ["kept.jsonl", "rows.jsonl"])
def test_a_gate_does_not_write_over_the_rows_it_reads(tmp_path, where):
    data = write(tmp_path / where, sums(2))
    given = data if where == "kept.jsonl" else tmp_path
    before = data.read_bytes()
    settings = Settings()
    options = Options(judged=False)
    with pytest.raises(InputError, match="written over by the gate's own files; name another"):
        asyncio.run(run(settings, data_of(given, settings), tmp_path, options))
    assert data.read_bytes() == before
    assert [p.name for p in tmp_path.iterdir()] == [where]


def test_a_text_longer_than_any_judge_reads_is_marked_for_that_and_not_read(tmp_path):
    long = unverified(row(1, 2, response="word" + " word" * (LONGEST // 5)))
    (mark,) = detect(long["response"])
    assert (mark.family, mark.kind) == ("verbosity", "too-long")
    assert strip(long["response"]).left == (mark,)
    gate([long], None, output=tmp_path)
    (shown,) = lines(tmp_path / "escalated.jsonl")
    assert [m["kind"] for m in shown["marks"]] == ["too-long"]


def test_a_short_original_excuses_no_text_that_is_too_long():
    from judgekit.marks import added

    assert added("word " * LONGEST, prompt="", original="word")

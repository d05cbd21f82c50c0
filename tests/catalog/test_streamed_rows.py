"""Rows read one at a time, from lines, arrays, Parquet and folders of them."""

from __future__ import annotations

import json

import pytest

from judgekit.catalog import Problem, load_samples, stream_rows
from judgekit.errors import InputError

ROW = {"prompt": "2 + 2?", "response": "4"}


def names(path):
    return [r.name if not isinstance(r, Problem) else str(r) for r in stream_rows(path)]


def test_rows_without_a_name_are_numbered_over_all_files_of_a_folder(tmp_path):
    (tmp_path / "a.jsonl").write_text(f"{json.dumps(ROW)}\n\n{json.dumps(ROW)}\n")
    (tmp_path / "b.json").write_text(json.dumps([ROW, ROW]))
    (tmp_path / "notes.txt").write_text("no rows")
    assert names(tmp_path) == ["row-1", "row-2", "row-3", "row-4"]


def test_a_line_that_is_no_row_is_said_in_its_place(tmp_path):
    path = tmp_path / "rows.jsonl"
    path.write_bytes(json.dumps(ROW).encode() + b"\n{\n\xff\n" + json.dumps(ROW).encode())
    first, broken, bytes_, last = names(path)
    assert (first, last) == ("row-1", "row-4")
    assert "rows.jsonl:2: not one JSON object" in broken
    assert "rows.jsonl:3: byte 1 is not UTF-8" in bytes_


def test_a_byte_order_mark_is_no_part_of_the_first_row(tmp_path):
    path = tmp_path / "rows.jsonl"
    path.write_bytes(b"\xef\xbb\xbf" + json.dumps(ROW).encode())
    assert names(path) == ["row-1"]


def test_a_folder_without_rows_is_refused(tmp_path):
    with pytest.raises(InputError, match="holds no file of rows"):
        list(stream_rows(tmp_path))


def test_what_is_wrong_in_a_folder_is_said_of_its_file(tmp_path):
    named = json.dumps({**ROW, "id": "a"})
    (tmp_path / "a.jsonl").write_text(f"{named}\n")
    (tmp_path / "b.jsonl").write_text(f'{named}\n{{"prompt": "?"}}\n')
    with pytest.raises(InputError) as refused:
        load_samples(tmp_path)
    assert "b.jsonl:2: field 'response': missing" in str(refused.value)
    assert f"b.jsonl:1: field 'id': 'a' already names a row in line 1 of {tmp_path}" in str(
        refused.value
    )


def test_parquet_rows_are_those_of_the_lines_without_what_columns_fill_in(tmp_path):
    pq = pytest.importorskip("pyarrow.parquet", reason="the extra [scale] is not installed")
    import pyarrow as pa

    rows = [{**ROW, "verify": {"numeric": {"answer": 4}}}, {**ROW, "reference": "4", "id": "b"}]
    (tmp_path / "rows.jsonl").write_text("".join(json.dumps(r) + "\n" for r in rows))
    pq.write_table(
        pa.Table.from_pylist(
            [rows[0] | {"id": None, "reference": None}, rows[1] | {"verify": None}]
        ),
        tmp_path / "rows.parquet",
    )
    assert load_samples(tmp_path / "rows.parquet") == load_samples(tmp_path / "rows.jsonl")
    (tmp_path / "no.parquet").write_bytes(b"PAR2")
    with pytest.raises(InputError, match="cannot be read as Parquet"):
        list(stream_rows(tmp_path / "no.parquet"))


def test_a_row_with_candidates_is_a_sample_for_each_of_one_cluster(tmp_path):
    row = {"id": "q", "prompt": "2 + 2?", "candidates": ["4", {"response": "5", "reference": "4"}]}
    (tmp_path / "rows.jsonl").write_text(json.dumps(row))
    first, second = load_samples(tmp_path / "rows.jsonl")
    assert [(s.id, s.response, s.cluster) for s in (first, second)] == [
        ("q/1", "4", "q"),
        ("q/2", "5", "q"),
    ]
    assert (first.reference, second.reference) == (None, "4")


@pytest.mark.parametrize(
    ("candidates", "said"),
    [([], "no list of answers"), ("4", "no list of answers"), ([4], "neither a text nor an object"),
     ([{"id": "x", "response": "4"}], "without an id of its own")],
)  # fmt: skip
def test_candidates_of_another_form_are_refused_by_line(tmp_path, candidates, said):
    path = tmp_path / "rows.jsonl"
    path.write_text(json.dumps({"prompt": "2 + 2?", "candidates": candidates}))
    with pytest.raises(InputError, match=f"rows.jsonl:1: .*{said}"):
        load_samples(path)


def test_candidates_beside_a_response_are_refused(tmp_path):
    path = tmp_path / "rows.jsonl"
    path.write_text(json.dumps({**ROW, "candidates": ["4"]}))
    with pytest.raises(InputError, match="beside 'response'"):
        load_samples(path)

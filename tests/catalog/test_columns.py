"""Rows of anyone's columns, as rows of a prompt and a response."""

from __future__ import annotations

import json

import pytest

from judgekit.catalog import Columns, Problem, load_samples
from judgekit.catalog.columns import reshape
from judgekit.catalog.json_rows import Row
from judgekit.errors import InputError
from judgekit.ingest import write_rows

SOLVED = {
    "id": "sum",
    "question": "2 + 2?",
    "gold": "4",
    "solutions": [{"text": "It is 4.", "model": "a"}, {"text": "It is 5.", "model": "b"}],
}
OF_SOLVED = Columns(
    named={"prompt": "question", "response": "text", "verify.numeric.answer": "gold"},
    fixed={"metadata.task": "sums"},
    each="solutions",
)


def values(columns, value):
    return [r.value for r in reshape(Row("f", 3, "row-1", value), columns)]


def write(path, *rows):
    path.write_text("".join(json.dumps(row) + "\n" for row in rows))
    return path


def test_each_answer_of_a_row_is_a_row_of_its_own(tmp_path):
    data, out = write(tmp_path / "given.jsonl", SOLVED), tmp_path / "rows.jsonl"
    assert write_rows(data, OF_SOLVED, out).rows == 2
    first, second = load_samples(out)
    assert (first.id, first.cluster, first.response) == ("sum/1", "sum", "It is 4.")
    assert first.verify == {"numeric": {"answer": "4"}}
    assert second.metadata == {"model": "b", "task": "sums"}


def test_an_answer_may_be_a_text_alone():
    given = {"prompt": "2 + 2?", "answers": ["4", "5"]}
    first, second = values(Columns(each="answers"), given)
    assert (first["response"], second["response"]) == ("4", "5")


def test_a_column_that_another_is_read_instead_of_is_not_lost():
    given = {"prompt": "2 + 2?", "response": "a draft", "refined": "4"}
    (row,) = values(Columns(named={"response": "refined"}), given)
    assert row == {"prompt": "2 + 2?", "response": "4", "metadata": {"response": "a draft"}}


def test_a_column_inside_a_column_is_found():
    given = {"prompt": "2 + 2?", "out": {"text": "4"}}
    (row,) = values(Columns(named={"response": "out.text"}), given)
    assert row["response"] == "4"


def test_rows_that_lack_a_column_are_counted(tmp_path):
    plain = {"prompt": "Why?", "response": "So."}
    data = write(tmp_path / "given.jsonl", plain, {**plain, "gold": "4"})
    columns = Columns(named={"verify.exact.answer": "gold"})
    assert write_rows(data, columns, tmp_path / "o").lacking == {"verify.exact.answer": 1}


@pytest.mark.parametrize(
    ("columns", "said"),
    [
        (Columns(named={"respons": "text"}), "respons: no field of a row; did you mean 'response'"),
        (Columns(named={"response": "txt"}, each="solutions"), "'txt' for 'response'"),
        (Columns(each="answers"), "given.jsonl:1: field 'answers': no list of answers"),
    ],
)
def test_what_no_row_has_is_refused_and_nothing_is_lost(columns, said, tmp_path):
    data, out = write(tmp_path / "given.jsonl", SOLVED), tmp_path / "rows.jsonl"
    out.write_text("before")
    with pytest.raises(InputError, match=said):
        write_rows(data, columns, out)
    assert out.read_text() == "before"
    assert {p.name for p in tmp_path.iterdir()} == {"given.jsonl", "rows.jsonl"}


def test_rows_that_are_not_whole_are_written_and_told(tmp_path):
    data = write(tmp_path / "given.jsonl", {"prompt": "Why?", "response": "So."}, {"prompt": "?"})
    written = write_rows(data, Columns(), tmp_path / "o")
    assert (written.rows, written.wrong) == (2, 1)
    assert "given.jsonl:2: field 'response': missing" in written.problems[0]


def test_only_the_rows_that_are_asked_for_are_written(tmp_path):
    rows = [{"prompt": "?", "response": str(n), "family": f"f{n}"} for n in range(3)]
    columns = Columns(where={"family": "f1"})
    write_rows(write(tmp_path / "given.jsonl", *rows), columns, tmp_path / "o.jsonl")
    assert [s.response for s in load_samples(tmp_path / "o.jsonl")] == ["1"]


def test_a_table_is_read_and_its_empty_cells_are_none(tmp_path):
    data = tmp_path / "given.csv"
    data.write_text('question,answer,reference\n"Why, then?",So.,\n')
    columns = Columns(named={"prompt": "question", "response": "answer"})
    write_rows(data, columns, tmp_path / "o.jsonl")
    (sample,) = load_samples(tmp_path / "o.jsonl")
    assert (sample.prompt, sample.reference) == ("Why, then?", None)


@pytest.mark.parametrize("value", [None, 3, "text", [1], {"solutions": [None]}, {"solutions": {}}])
def test_what_is_no_row_is_a_problem_in_its_place(value):
    (problem,) = reshape(Row("f", 3, "row-1", value), OF_SOLVED)
    assert isinstance(problem, Problem)
    assert problem.line == 3


def test_metadata_of_a_wrong_type_is_left_to_the_reading_of_the_row():
    (row,) = values(Columns(), {"prompt": "?", "response": "!", "metadata": 3, "more": 4})
    assert row["metadata"] == 3


def test_a_name_with_a_dot_in_it_stays_a_name():
    (row,) = values(Columns(), {"prompt": "?", "a.b": 1})
    assert row["metadata"] == {"a.b": 1}

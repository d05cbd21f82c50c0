"""Answers in anyone's columns, written as the rows that audits and gates read."""

from __future__ import annotations

import json

import pytest

from judgekit.catalog import Problem, load_samples
from judgekit.catalog.each import each_answer
from judgekit.catalog.json_rows import Row
from judgekit.catalog.mapping import load_mapping
from judgekit.errors import InputError
from judgekit.ingest import write_rows

SOLVED = {
    "id": "sum",
    "question": "2 + 2?",
    "gold": "4",
    "solutions": [{"text": "It is 4.", "model": "a"}, {"text": "It is 5.", "model": "b"}],
}
OF_SOLVED = ("prompt=question", "response=text", "verify.numeric.answer=gold")
PLAIN = {"prompt": "Why?", "response": "So."}


@pytest.fixture
def write(tmp_path):
    """Return a function that writes rows by rules, and gives what came of it."""

    def written(*rows, mapped=(), fixed=None, each=None):
        data, out = tmp_path / "given.jsonl", tmp_path / "rows.jsonl"
        data.write_text("".join(json.dumps(row) + "\n" for row in rows))
        found = write_rows(data, load_mapping(mapped, fixed or {}), out, each=each)
        return found, [json.loads(line) for line in out.read_text().splitlines()]

    return written


def test_each_answer_of_a_row_is_a_row_of_its_own(write, tmp_path):
    found, _ = write(SOLVED, mapped=OF_SOLVED, fixed={"metadata.task": "sums"}, each="solutions")
    assert found.rows == 2
    first, second = load_samples(tmp_path / "rows.jsonl")
    assert (first.id, first.cluster, first.response) == ("sum/1", "sum", "It is 4.")
    assert first.verify == {"numeric": {"answer": "4"}}
    assert second.metadata == {"model": "b", "task": "sums"}


def test_an_answer_may_be_a_text_alone(write):
    _, rows = write({"prompt": "2 + 2?", "answers": ["4", "5"]}, each="answers")
    assert [row["response"] for row in rows] == ["4", "5"]


def test_a_column_that_another_is_read_instead_of_is_not_lost(write):
    given = {**PLAIN, "refined": "4"}
    _, (row,) = write(given, mapped=["response=refined"])
    assert (row["response"], row["metadata"]) == ("4", {"response": "So."})


def test_a_column_inside_a_column_is_found(write):
    _, (row,) = write({"prompt": "2 + 2?", "out": {"text": "4"}}, mapped=["response=out.text"])
    assert row["response"] == "4"


def test_rows_that_lack_a_column_are_counted(write):
    found, _ = write(PLAIN, {**PLAIN, "gold": "4"}, mapped=["verify.exact.answer=gold"])
    assert found.unmapped == {"gold": 1}


@pytest.mark.parametrize(
    ("mapped", "each", "said"),
    [
        (["respons=text"], None, "respons: no field of a row; did you mean 'response'"),
        (["response=txt"], "solutions", "txt: missing; did you mean 'text'"),
        ([], "answers", "given.jsonl:1: field 'answers': no list of answers"),
    ],
)
def test_what_no_row_has_is_refused_and_nothing_is_lost(mapped, each, said, write, tmp_path):
    (tmp_path / "rows.jsonl").write_text("before")
    with pytest.raises(InputError, match=said):
        write(SOLVED, mapped=mapped, each=each)
    assert (tmp_path / "rows.jsonl").read_text() == "before"
    assert {p.name for p in tmp_path.iterdir()} <= {"given.jsonl", "rows.jsonl"}


def test_rows_that_are_not_whole_are_written_and_told(write):
    found, rows = write(PLAIN, {"prompt": "?"})
    assert (len(rows), found.wrong) == (2, 1)
    assert "given.jsonl:2: field 'response': missing" in found.problems[0]


def test_a_table_is_read_and_its_empty_cells_are_none(tmp_path):
    data = tmp_path / "given.csv"
    data.write_text('question,answer,reference\n"Why, then?",So.,\n')
    write_rows(data, load_mapping(["prompt=question", "response=answer"]), tmp_path / "o.jsonl")
    (sample,) = load_samples(tmp_path / "o.jsonl")
    assert (sample.prompt, sample.reference) == ("Why, then?", None)


@pytest.mark.parametrize("value", [None, 3, "text", [1], {"solutions": [None]}, {"solutions": {}}])
def test_what_holds_no_answers_is_a_problem_in_its_place(value):
    (problem,) = each_answer(Row("f", 3, "row-1", value), "solutions")
    assert isinstance(problem, Problem)
    assert problem.line == 3


def test_metadata_of_a_wrong_type_is_left_to_the_reading_of_the_row(write):
    _, rows = write(PLAIN, {**PLAIN, "metadata": 3, "more": 4})
    assert rows[1]["metadata"] == 3


def test_a_name_with_a_dot_in_it_stays_a_name(write):
    _, (row,) = write({**PLAIN, "a.b": 1})
    assert row["metadata"] == {"a.b": 1}

"""Rows of another shape become ours by rules that a person writes, or say why they do not."""

from __future__ import annotations

import pytest

from judgekit.catalog.json_rows import Row
from judgekit.catalog.mapping import load_mapping
from judgekit.catalog.mapping.cases import read_cases
from judgekit.errors import InputError

RULES = """
- row: {response: "{refined}", metadata: {task: "of {family}"}}
- where: {family: [sums, products]}
  row: {verify: {numeric: {answer: "{gold:number}"}}}
- where: {family: code}
  row: {response: "{prompt}{refined}", verify: {code: {function: "{name}", cases: "{test:cases}"}}}
"""
GIVEN = {"prompt": "What is 6 x 7?", "refined": "42.", "family": "sums", "gold": "1,042", "x": None}


def mapped(given, *rules):
    return load_mapping(rules)(Row("rows.jsonl", 1, "row-1", given)).value


@pytest.fixture
def rules(tmp_path):
    path = tmp_path / "rules.yaml"
    path.write_text(RULES)
    return str(path)


def test_cells_fill_fields_and_what_no_rule_reads_is_metadata(rules):
    assert mapped(GIVEN, rules) == {
        "prompt": "What is 6 x 7?",
        "response": "42.",
        "verify": {"numeric": {"answer": 1042}},
        "metadata": {"task": "of sums", "x": None},
    }


def test_a_pair_on_the_command_line_is_a_rule_too():
    made = mapped(GIVEN, "response=refined", "metadata.kind=family", "verify.numeric.answer=gold")
    assert made["response"] == "42."
    assert made["metadata"] == {"kind": "sums", "x": None}
    assert made["verify"] == {"numeric": {"answer": "1,042"}}


def test_a_rule_that_finds_no_such_cell_is_left_out_and_told(rules):
    made = mapped({**GIVEN, "gold": "None"}, rules)
    assert "verify" not in made
    assert made["metadata"]["unmapped"] == ["gold: 'None' holds no number"]
    misspelt = mapped({**GIVEN, "refined_": 1}, "response=refind")
    assert misspelt["metadata"]["unmapped"] == ["refind: missing; did you mean 'refined'?"]


def test_a_later_rule_goes_over_an_earlier_one(rules):
    test = "def check(candidate):\n    assert candidate(2, (1,)) == [2]\n    assert True"
    given = {"prompt": "def f(a, b):\n", "refined": "    return [a]", "family": "code"}
    made = mapped({**given, "name": "f", "test": test}, rules)
    assert made["response"] == "def f(a, b):\n    return [a]"
    assert made["verify"]["code"]["cases"] == [[[2, {"$tuple": [1]}], [2]]]


@pytest.mark.parametrize(
    "script",
    [
        "",
        "def check(f): pass",
        "def check(f):\n    assert f(1) == 2\n    assert abs(f(1.5) - 2) < 1e-6",
        "def check(f):\n    for i in range(9):\n        assert f(i) == i",
        "assert f(g(1)) == 2",
        "assert f(1) == __import__('os').system('true')",
        "assert f(1) ==",
        "(" * 10_000,
        "a\0b",
    ],
)
def test_a_script_that_is_not_cases_alone_gives_none(script):
    assert read_cases(script) is None


@pytest.mark.parametrize(
    ("content", "said"),
    [("- rows: {}", "row"), ("row: {}", "list"), ("- {", "no YAML"), (None, "cannot be read")],
)
def test_a_wrong_file_of_rules_is_refused_by_name(tmp_path, content, said):
    path = tmp_path / "wrong.yaml"
    if content is not None:
        path.write_text(content)
    with pytest.raises(InputError, match=f"wrong.yaml.*{said}"):
        load_mapping([str(path)])


def test_what_is_no_row_of_columns_stays_as_it_is():
    assert mapped([1, 2], "response=refined") == [1, 2]

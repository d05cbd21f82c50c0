"""Prompts on the command line: shown, checked, and rehearsed without a model."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from judgekit.cli import cli

EIGHT = '{"reason": "Right.", "score": 8}'
VECTOR = '{"reason": "Fine.", "clarity": 5, "relevance": 4, "specificity": 3, "overall": 4}'


def run(*words: str) -> Result:
    return CliRunner().invoke(cli, ["prompts", *words], standalone_mode=False)


def shown(*words: str) -> str:
    result = run(*words)
    assert result.exception is None, result.output
    return result.stdout


def test_a_prompt_is_shown_with_its_terms_and_its_templates() -> None:
    page = shown("show", "attributes")
    assert "accepts where no attribute is below its threshold: clarity 4, relevance 4" in page
    assert "{{ response | fenced }}" in page


def test_what_a_judge_would_read_is_shown_to_the_letter() -> None:
    page = shown("try", "pointwise", "--sample", "fact-03", "--text", "Nine\x1b[31m </response>")
    assert "Nine\\x1b[31m &lt;/response>" in page
    assert '{"max_tokens": 600}' in page
    assert "read as" not in page


@pytest.mark.parametrize(
    ("name", "replies", "said"),
    [
        ("pointwise", [EIGHT], "score 8: accepted, for it accepts from 7"),
        ("pointwise", [EIGHT.replace("8", "2")], "score 2: not accepted"),
        ("pointwise", [EIGHT.replace("8", "11")], "no score: off-scale: 11 is not in 1 to 10"),
        ("pointwise", ["Score: 8"], "no score: no-verdict"),
        ("pairwise", ['{"winner": "A"}'], "score 0.5: not accepted"),
        ("pairwise", ['{"winner": "A"}', '{"winner": "B"}'], "score 1: accepted"),
        ("pointwise-digit", ["8"], "score 8: accepted"),
        ("attributes", [VECTOR], "specificity: 3\noverall: 4\nscore 3: not accepted"),
        ("attributes", [VECTOR.replace("5", "9")], "clarity: none (off-scale)\nrelevance: 4"),
        ("attributes-yesno", ["Yes", "No"], "clarity: 1\nrelevance: 0\nspecificity: 0"),
    ],
)
def test_a_reply_is_read_as_an_audit_would_read_it(
    name: str, replies: list[str], said: str
) -> None:
    given = [word for reply in replies for word in ("--reply", reply)]
    assert said in shown("try", name, *given)


def test_a_pair_is_shown_in_both_orders_and_attributes_apart_one_by_one() -> None:
    pair, apart = (
        json.loads(shown("try", name, "--json"))["calls"]
        for name in ("pairwise", "attributes-apart")
    )
    assert len(pair) == 2
    assert len(apart) == 4
    assert ["- clarity:" in call["messages"][-1]["content"] for call in apart] == [True] + [
        False
    ] * 3


def test_a_schema_bound_judge_is_shown_with_its_schema() -> None:
    call = json.loads(shown("try", "attributes", "--structured", "--json"))["calls"][0]
    schema = call["params"]["response_format"]["json_schema"]["schema"]
    assert schema["required"] == ["reason", "clarity", "relevance", "specificity", "overall"]


def test_the_packaged_prompts_pass() -> None:
    assert run("lint").return_value == 0


def test_a_finding_is_printed_and_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "mine.yaml").write_text("title: Mine\n")
    result = run("lint", str(tmp_path))
    assert result.return_value == 2
    assert "mine.yaml:1: field 'protocol': missing" in result.stdout

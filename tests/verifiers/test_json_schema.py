"""Documents are read strictly and validated where nothing they do can harm."""

import pytest

from judgekit.types import Outcome, Sample
from judgekit.verifiers import check_options
from judgekit.verifiers.json_schema import json_schema

pytest.importorskip("jsonschema_rs", reason="the extra [verify] is not installed")

PASS, FAIL, ABSTAIN = Outcome
ROW = Sample(id="a", prompt="?", response="x")
SCHEMA = {
    "type": "object",
    "properties": {"age": {"type": "integer"}, "name": {"type": "string", "pattern": "^(a+)+$"}},
    "required": ["age"],
    "additionalProperties": False,
}


def found(response: str, **options: object):
    return json_schema(ROW, response, schema=SCHEMA, **options)


@pytest.mark.parametrize(
    ("response", "outcome"),
    [
        ('{"age": 1}', PASS),
        ('Here you are:\n```json\n{"age": 1}\n```', PASS),
        ('```\n{"age": 1}\n```', PASS),
        ('{"age": "1"}', FAIL),
        ('{"age": 1, "size": 2}', FAIL),
        ("[]", FAIL),
        ('{"age": 1, "age": 2}', FAIL),
        ('{"age": NaN}', FAIL),
        ('{"age": 1e999}', FAIL),
        ('{"age": 1,}', FAIL),
        ('{"age": 1, "name": "' + "a" * 60 + '!"}', FAIL),
        ("He is one.", ABSTAIN),
        ('```json\n{"age": 1}\n```\nor\n```json\n{"age": 2}\n```', ABSTAIN),
        ("[" * 100_000, ABSTAIN),
        ('{"age": ' + "1" * 2_000_000, ABSTAIN),
    ],
)
def test_a_document_is_valid_or_not(response, outcome):
    assert found(response).outcome is outcome


def test_being_valid_settles_only_what_the_row_says_it_settles():
    assert not found('{"age": 1}').complete
    assert found('{"age": 1}', complete=True).complete


def test_a_schema_that_calls_itself_without_end_is_left_open():
    both = [{"properties": {"a": {"$ref": "#"}}, "minProperties": n} for n in (5, 6)]
    nested = "{}"
    for _ in range(40):
        nested = f'{{"a": {nested}}}'
    assert json_schema(ROW, nested, schema={"anyOf": both}, timeout_s=0.3).outcome is ABSTAIN


def test_a_schema_fetches_nothing():
    outside = json_schema(ROW, "{}", schema={"$ref": "http://127.0.0.1:1/x.json"})
    assert outside.outcome is ABSTAIN
    assert "outside it" in outside.reason


def test_a_wrong_schema_is_refused_at_the_door():
    wrong = check_options("json_schema", {"schema": {"type": "objct"}})
    assert wrong is not None
    assert wrong.startswith("json_schema: option 'schema': not a JSON schema: ")

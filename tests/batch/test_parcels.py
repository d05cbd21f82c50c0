"""Parcels hold what a provider takes; names and lines are read back or refused."""

from __future__ import annotations

import json
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from judgekit.batch import naming, results
from judgekit.batch.anthropic_batches import AnthropicBatches
from judgekit.batch.naming import Name
from judgekit.batch.openai_batches import OpenAIBatches, as_lines
from judgekit.batch.parcels import Entry, Limits, Packer
from judgekit.batch.results import Fate
from judgekit.errors import InputError
from judgekit.llm import Sent


def entry(number: int, size: int = 10) -> Entry:
    body = b'"' + b"x" * (size - 2) + b'"'
    return Entry(number.to_bytes(32, "big"), "{}", Sent("", {}, body), 1)


def pack(entries: list[Entry], limits: Limits) -> list[tuple[Entry, ...]]:
    packer = Packer(limits)
    parcels = [packer.add(e) for e in entries]
    return [p for p in (*parcels, packer.close()) if p]


def test_the_limits_are_those_the_providers_publish() -> None:
    assert OpenAIBatches.limits == (50_000, 200_000_000)
    assert AnthropicBatches.limits == (100_000, 256_000_000)


def test_parcels_are_split_by_requests() -> None:
    parcels = pack([entry(i) for i in range(7)], Limits(3, 10**9))
    assert [len(p) for p in parcels] == [3, 3, 1]


@settings(max_examples=40, deadline=None)
@given(st.lists(st.integers(2, 3000), max_size=30), st.integers(4000, 9000))
def test_no_file_is_longer_than_its_limit_and_nothing_is_lost(sizes: list[int], limit: int) -> None:
    entries = [entry(i, size) for i, size in enumerate(sizes)]
    parcels = pack(entries, Limits(10**6, limit))
    files = [b"".join(as_lines(p, "0" * 12)) for p in parcels]
    assert all(len(file) <= limit for file in files)
    assert [e for p in parcels for e in p] == entries


def test_a_request_that_no_parcel_can_hold_is_refused() -> None:
    with pytest.raises(InputError, match="one request has 5,256 bytes, and a batch takes 1,000"):
        Packer(Limits(10, 1000)).add(entry(0, 5000))


def test_a_name_comes_back_from_a_custom_id_that_both_providers_allow() -> None:
    name = Name(naming.new_mark(), bytes(range(224, 256)))
    spelled = naming.spell(name)
    assert re.fullmatch("[a-zA-Z0-9_-]{1,64}", spelled)
    assert naming.parse(spelled) == name


@pytest.mark.parametrize("custom_id", ["", "request-1", "0" * 56, "0" * 12 + "-" + "ä" * 43])
def test_a_custom_id_of_somebody_else_is_none_of_ours(custom_id: str) -> None:
    assert naming.parse(custom_id) is None


@pytest.mark.parametrize(
    ("line", "fate", "reason"),
    [
        ({"response": {"status_code": 200, "body": {"choices": []}}}, Fate.ANSWERED, ""),
        ({"response": {"body": {"choices": []}}}, Fate.ANSWERED, ""),
        (
            {"response": {"status_code": 200, "body": None}},
            Fate.ERRORED,
            "without a reason",
        ),
        (
            {"response": {"status_code": 500, "body": {"error": {"message": "no"}}}},
            Fate.ERRORED,
            "no",
        ),
        # vLLM's way: the error beside, the body empty or the error itself.
        (
            {
                "response": {"status_code": 400},
                "error": {"type": "BadRequestError", "message": "x"},
            },
            Fate.ERRORED,
            "BadRequestError: x",
        ),
        ({"error": {"code": "batch_expired"}}, Fate.EXPIRED, "batch_expired"),
    ],
)
def test_lines_in_openais_form(line: dict, fate: Fate, reason: str) -> None:
    raw = json.dumps({"custom_id": "x", **line}).encode()
    found = results.read(raw, results.of_openai)
    assert found is not None
    assert (found.fate, found.reason) == (fate, reason)


WORDS = ["custom_id", "response", "error", "result", "type", "body", "message", "x"]
JSON = st.recursive(
    st.none() | st.integers(0, 9) | st.sampled_from(WORDS),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.sampled_from(WORDS), inner),
    max_leaves=8,
)


@settings(max_examples=60, deadline=None)
@given(JSON)
def test_any_json_is_a_result_or_none_and_never_an_error(value: object) -> None:
    for form in (results.of_openai, results.of_anthropic):
        found = results.read(json.dumps(value).encode(), form)
        assert found is None or isinstance(found.custom_id, str)

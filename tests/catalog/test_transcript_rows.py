"""A row may give messages; one of them is judged, and what cannot be read is refused by field."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from judgekit.catalog import load_samples, read_sample
from judgekit.errors import InputError
from judgekit.types import Sample, Transcript

USER = {"role": "user", "content": "How warm is it?"}
CALL = {"id": "c1", "type": "function", "function": {"name": "weather", "arguments": '{"in": "C"}'}}
CALLS = {"role": "assistant", "content": None, "tool_calls": [CALL]}
RESULT = {"role": "tool", "tool_call_id": "c1", "content": "18"}
ANSWER = {"role": "assistant", "content": "It is 18.", "id": "m5"}
THANKS = {"role": "user", "content": "Thanks."}
ALL = [USER, CALLS, RESULT, ANSWER]


def load(tmp_path: Path, *rows: dict[str, Any]) -> tuple[Sample, ...]:
    path = tmp_path / "rows.jsonl"
    path.write_text("".join(f"{json.dumps(row)}\n" for row in rows))
    return load_samples(path)


def transcript(sample: Sample) -> Transcript:
    assert sample.transcript is not None
    return sample.transcript


@pytest.mark.parametrize(
    "row",
    [
        {"prompt": ALL},
        {"messages": ALL},
        {"messages": ALL, "judged": 3},
        {"messages": ALL, "judged": "m5"},
        {"messages": ALL, "response": None},
        {"prompt": ALL[:3], "response": "It is 18."},
        {"messages": ALL[:3], "response": "It is 18."},
    ],
)
def test_the_same_conversation_may_be_given_in_several_ways(tmp_path: Path, row: Any) -> None:
    (sample,) = load(tmp_path, {"id": "a", **row})
    (same,) = load(tmp_path, {"id": "a", "prompt": ALL})
    assert sample == same
    assert sample.response == "It is 18."
    assert (len(transcript(sample).turns), transcript(sample).judged) == (4, 3)


def test_what_came_after_the_judged_message_is_shown_after_it(tmp_path: Path) -> None:
    (sample,) = load(tmp_path, {"messages": [*ALL, THANKS], "judged": "m5"})
    assert sample.prompt.endswith("[assistant]\n(the response to be judged)\n\n[user]\n| Thanks.")


def test_a_call_in_the_judged_message_is_shown_beside_it(tmp_path: Path) -> None:
    (sample,) = load(
        tmp_path, {"messages": [USER, {**CALLS, "content": "I look."}, RESULT], "judged": 1}
    )
    assert sample.response == "I look."
    assert "(the response to be judged)\n[calls weather as c1]\n| " in sample.prompt


def test_a_tool_that_answers_by_id_is_shown_by_its_name(tmp_path: Path) -> None:
    (sample,) = load(tmp_path, {"messages": ALL})
    assert "[tool weather answers c1]\n| 18" in sample.prompt


def test_a_tool_may_answer_by_its_name_alone(tmp_path: Path) -> None:
    call = {"function": {"name": "weather", "arguments": {"in": "°C"}}}
    turns = [USER, {"role": "assistant", "tool_calls": [call]}]
    turns += [{"role": "tool", "name": "weather", "content": "18"}, ANSWER]
    (sample,) = load(tmp_path, {"messages": turns})
    assert '[calls weather]\n| {"in": "°C"}\n\n[tool weather]\n| 18' in sample.prompt


def test_parts_of_text_are_lines_of_one_message(tmp_path: Path) -> None:
    parts = [{"type": "text", "text": "Hi."}, {"type": "text", "text": "How warm is it?"}]
    (sample,) = load(tmp_path, {"prompt": [{"role": "user", "content": parts}], "response": "18"})
    assert sample.prompt.startswith("[user]\n| Hi.\n| How warm is it?\n")


def test_fields_that_hold_nothing_are_no_fields(tmp_path: Path) -> None:
    returned: dict[str, Any] = {
        "refusal": None,
        "audio": None,
        "annotations": [],
        "tool_calls": None,
    }
    (sample,) = load(tmp_path, {"messages": [USER, {**ANSWER, **returned}]})
    assert [sample] == [*load(tmp_path, {"messages": [USER, ANSWER]})]


def test_rows_with_and_without_messages_stand_in_one_file(tmp_path: Path) -> None:
    plain, talk = load(tmp_path, {"prompt": "2 + 2?", "response": "4"}, {"messages": ALL})
    assert plain.transcript is None
    assert transcript(talk).others == (*transcript(talk).turns[:3],)


IMAGE = {"role": "user", "content": [{"type": "image_url", "image_url": {"url": "x"}}]}


@pytest.mark.parametrize(
    ("row", "says"),
    [
        (
            {"messages": []},
            "field 'messages': no list of messages; a conversation has at least one",
        ),
        ({"prompt": []}, "field 'prompt': no list of messages"),
        ({"messages": "Hi."}, "field 'messages': no list of messages"),
        ({"prompt": "Hi.", "response": "x", "judged": 0}, "field 'prompt': no list of messages"),
        (
            {"messages": ALL, "prompt": "Hi."},
            "field 'messages': beside 'prompt'; give the messages",
        ),
        ({"messages": ["Hi."]}, "field 'messages.0': not a message; a message is an object with"),
        (
            {"messages": [{"content": "x"}]},
            "field 'messages.0.role': None is no role; known: assis",
        ),
        (
            {"messages": [{"role": "bot"}]},
            "field 'messages.0.role': 'bot' is no role; known: assis",
        ),
        ({"prompt": [{"role": "user"}]}, "field 'prompt.0.content': None is neither text nor a li"),
        ({"messages": [{**USER, "content": 3}]}, "field 'messages.0.content': 3 is neither text"),
        (
            {"messages": [IMAGE]},
            "field 'messages.0.content.0': 'image_url' is no part of text, and",
        ),
        (
            {"messages": [{**USER, "when": 1}]},
            "field 'messages.0.when': unknown field; a message h",
        ),
        (
            {"messages": [{**USER, "name": "A B"}]},
            "field 'messages.0.name': 'A B' is not one visib",
        ),
        ({"messages": [{**USER, "name": 3}]}, "field 'messages.0.name': 3 is not one visible word"),
        ({"messages": [{**USER, "tool_calls": [CALL]}]}, "only an assistant calls tools, not a us"),
        (
            {"messages": [USER, CALLS, {**USER, "tool_call_id": "c1"}, ANSWER]},
            "2.tool_call_id': only",
        ),
        (
            {"messages": [USER, {**CALLS, "tool_calls": 3}]},
            "field 'messages.1.tool_calls': not a l",
        ),
        (
            {"messages": [USER, {**CALLS, "tool_calls": [{}]}]},
            "1.tool_calls.0': not a call of a fu",
        ),
        (
            {"messages": [USER, {**CALLS, "tool_calls": [{"function": {}}]}]},
            "field 'messages.1.tool_calls.0.function.name': missing; a call names its tool",
        ),
        (
            {
                "messages": [
                    USER,
                    {**CALLS, "tool_calls": [{"function": {"name": "f", "arguments": 1}}]},
                ]
            },
            "field 'messages.1.tool_calls.0.function.arguments': 1 is neither text nor an object",
        ),
        (
            {"messages": [USER, RESULT, ANSWER]},
            "'messages.1.tool_call_id': 'c1' names no call befo",
        ),
        (
            {"messages": [USER, RESULT, CALLS, ANSWER]},
            "field 'messages.1.tool_call_id': 'c1' names",
        ),
        ({"messages": [USER, {"role": "tool", "content": "x"}, ANSWER]}, "missing; name the call"),
        ({"messages": [*ALL[:3], RESULT, ANSWER]}, "3.tool_call_id': 'c1' is answered already"),
        (
            {"messages": [*ALL[:2], {**RESULT, "name": "clock"}, ANSWER]},
            "2.name': 'clock' answers,",
        ),
        (
            {"messages": [USER, CALLS, CALLS, RESULT, ANSWER]},
            "2.tool_calls.0.id': 'c1' already nam",
        ),
        ({"messages": [{**USER, "id": "m5"}, ANSWER]}, "1.id': 'm5' already names message 0"),
        ({"messages": [ANSWER, USER]}, "field 'messages.1.role': a user's message is not judged; "),
        ({"messages": ALL, "judged": 2}, "field 'messages.2.role': a tool's message is not judged"),
        (
            {"messages": ALL, "judged": 1},
            "field 'messages.1.content': no text that could be judged",
        ),
        (
            {"messages": ALL, "judged": 4},
            "field 'judged': 4 names no message; give its place, from",
        ),
        ({"messages": ALL, "judged": -1}, "field 'judged': -1 names no message"),
        ({"messages": ALL, "judged": True}, "field 'judged': True names no message"),
        ({"messages": ALL, "judged": "m6"}, "field 'judged': 'm6' names no message"),
        ({"messages": ALL, "judged": 3, "response": "x"}, "field 'judged': beside 'response'; say"),
        ({"messages": ALL, "response": 4}, "field 'response': 4 is not text"),
        ({"messages": ALL, "response": " "}, "field 'response': nothing to see in it"),
        ({"mesages": ALL}, "field 'mesages': unknown field; did you mean 'messages'?; extra colum"),
    ],
)
def test_a_row_that_is_no_conversation_is_refused_with_line_and_field(
    tmp_path: Path, row: dict[str, Any], says: str
) -> None:
    with pytest.raises(InputError) as refused:
        load(tmp_path, {"prompt": "2 + 2?", "response": "4"}, row)
    assert "rows.jsonl:2: field '" in str(refused.value)
    assert says in str(refused.value)


def test_every_wrong_message_of_a_row_is_named(tmp_path: Path) -> None:
    with pytest.raises(InputError) as refused:
        load(tmp_path, {"messages": [{"role": "bot"}, IMAGE]})
    assert [line.split("'")[1] for line in str(refused.value).splitlines()] == [
        "messages.0.role",
        "messages.1.content.0",
    ]


def test_a_refusal_is_short_however_long_the_row(tmp_path: Path) -> None:
    with pytest.raises(InputError) as refused:
        load(tmp_path, {"messages": [{"role": "user", "content": {"x": "y" * 10_000}}]})
    assert len(str(refused.value)) < 300


def test_rows_in_python_are_held_to_the_same() -> None:
    assert read_sample({"id": "a", "messages": ALL}, "row 1").response == "It is 18."
    with pytest.raises(InputError, match=r"^row 3: field 'messages.0.role': 'bot' is no role"):
        read_sample({"id": "a", "messages": [{"role": "bot"}]}, "row 3")

"""A samples file is read whole or refused with file, line and field."""

import json
from pathlib import Path

import pytest

from judgekit.catalog import load_samples
from judgekit.errors import InputError

RIGHT = {"prompt": "2 + 2?", "response": "4"}


def row(**fields: object) -> str:
    return json.dumps({**RIGHT, **fields})


@pytest.fixture
def write(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)

    def write(content: str | bytes) -> Path:
        path = Path("rows.jsonl")
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path

    return write


def test_the_packaged_demo_loads():
    assert len({s.id for s in load_samples()}) >= 20


def test_rows_without_an_id_are_named_by_their_line(write):
    assert [s.id for s in load_samples(write(f"{row()}\n\n{row()}\n"))] == ["row-1", "row-3"]


def test_a_json_array_is_the_same_as_its_lines(write):
    pretty = json.dumps([{**RIGHT, "id": "a"}, {**RIGHT, "id": "b"}], indent=2)
    assert load_samples(write(pretty)) == load_samples(write(f"{row(id='a')}\n{row(id='b')}"))


def test_elements_without_an_id_are_named_by_their_place(write):
    assert [s.id for s in load_samples(write(f"[{row()}, {row()}]"))] == ["row-1", "row-2"]


def test_a_byte_order_mark_and_windows_line_ends_are_no_errors(write):
    samples = load_samples(write(b"\xef\xbb\xbf" + f"{row()}\r\n{row()}\r\n".encode()))
    assert [s.response for s in samples] == ["4", "4"]


def test_a_line_separator_inside_an_answer_does_not_end_the_line(write):
    text = "one\u2028two\u0085three"
    line = json.dumps({**RIGHT, "response": text}, ensure_ascii=False)
    assert load_samples(write(line))[0].response == text


def test_characters_beyond_the_basic_plane_may_be_escaped(write):
    assert load_samples(write(row(response="\U0001f600")))[0].response == "\U0001f600"


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("", "rows.jsonl: no rows; one JSON object a line, with 'prompt' and 'response'"),
        ("[]", "rows.jsonl: no rows; one JSON object a line, with 'prompt' and 'response'"),
        ("{", "rows.jsonl:1: not one JSON object a line: "),
        ('{\n"prompt": "p"}', "rows.jsonl:1: not one JSON object a line: "),
        (f"{row()}\n3", "rows.jsonl:2: not an object; a row is an object with"),
        (f"[{row()},\n[]]", "rows.jsonl:2: not an object; a row is an object with"),
        (f"[{row()},\n", "rows.jsonl:2: not a JSON array: "),
        (f"[{row()}]\n{row()}", "rows.jsonl:2: not a JSON array: Extra data"),
        (f'{row()}\n{{"prompt": "p"}}', "rows.jsonl:2: field 'response': missing"),
        (row(respons="x"), "field 'respons': unknown field; did you mean 'response'?; extra"),
        (row(difficulty=3), "extra columns go under 'metadata'"),
        (row(id=7), "rows.jsonl:1: field 'id': 7 is not text"),
        (row(id=""), "rows.jsonl:1: field 'id': needs at least 1"),
        (row(id=None), "rows.jsonl:1: field 'id': null is not text"),
        (
            f"{row(id='a')}\n{row(id='a')}",
            "rows.jsonl:2: field 'id': 'a' already names a row in line 1",
        ),
        (f"[{row(id='a')}, {row(id='a')}]", "field 'id': 'a' already names a row in line 1"),
        (row(prompt=" \n"), "field 'prompt': nothing to see"),
        (row(response="\u200b"), "field 'response': nothing to see"),
        (row(reference=""), "field 'reference': nothing to see"),
        (row(wrong_response="4"), "field 'wrong_response': the same as 'response'"),
        (row(response=4), "field 'response': 4 is not text; put it in quotation marks"),
        (
            row(verify={"numerc": {}}),
            "field 'verify.numerc': verifier 'numerc' unknown; did you mean 'numeric'?",
        ),
        (row(metadata={"x": float("nan")}), "NaN is no JSON number; write null"),
        (row(metadata={"x": 1})[:-2] + "1e999}}", "11e999 is no JSON number"),
        (row()[:-1] + ', "prompt": "again"}', "the key 'prompt' stands twice; keep one"),
        (
            row(response="\ud83d half"),
            "rows.jsonl:1: not one JSON object a line: half a surrogate pair",
        ),
        (row(metadata={"k": "\udc00"}), "half a surrogate pair"),
        (b'\n{"prompt": "caf\xe9", "response": "x"}', "rows.jsonl:2: byte 17 is not UTF-8"),
        (b'[\n{"prompt": "caf\xe9", "response": "x"}]', "rows.jsonl:2: byte 18 is not UTF-8"),
        ("\ufeff{}".encode("utf-16"), "rows.jsonl:1: byte 1 is not UTF-8; save the file as UTF-8"),
        ("[" * 100_000, "not a JSON array: "),
        (row(metadata={"x": 1})[:-2] + "1" * 5000 + "}}", "rows.jsonl:1: not one JSON object"),
    ],
)
def test_a_wrong_file_is_refused_with_place_and_remedy(write, content, said):
    with pytest.raises(InputError) as refused:
        load_samples(write(content))
    assert said in str(refused.value)


def test_one_wrong_row_loads_nothing_and_every_wrong_row_is_counted(write):
    bad = "\n".join([row(), *['{"prompt": "p"}'] * 8])
    with pytest.raises(InputError) as refused:
        load_samples(write(bad))
    assert str(refused.value).splitlines()[0].startswith("rows.jsonl:2: field 'response': missing")
    assert str(refused.value).splitlines()[-1] == "and 3 more"


def test_a_missing_file_is_named():
    with pytest.raises(InputError, match=r"nowhere\.jsonl: cannot be read: No such file"):
        load_samples(Path("nowhere.jsonl"))


def test_an_error_shows_no_control_characters(write):
    with pytest.raises(InputError) as refused:
        load_samples(write(row(**{"\x1b[31mred": 1})))
    assert "\x1b" not in str(refused.value)

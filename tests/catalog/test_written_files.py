"""A file of written texts: readable, hiding nothing, refused by line, stale where need be."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from judgekit.catalog import (
    WrittenText,
    load_attacks,
    load_written,
    save_written,
    sort_written,
    texts_by_sample,
)
from judgekit.errors import InputError
from judgekit.types import Sample

(SAD,) = (a for a in load_attacks() if a.id == "tone/written-sad")
SAMPLE = Sample(id="a", prompt="How much?", response="It costs 4 euros.")


def row(**changes: Any) -> WrittenText:
    fields = {
        "attack": SAD.id,
        "sample": "a",
        "status": "accepted",
        "before": SAMPLE.response,
        "text": "It costs 4 euros, alas.",
        "task": SAD.params["task"],
        "model": "openai/writer",
    }
    return WrittenText.model_validate({**fields, **changes})


def file_of(folder: Path, *rows: Any) -> Path:
    path = folder / "written.jsonl"
    path.write_text("".join(f"{r if isinstance(r, str) else json.dumps(r)}\n" for r in rows))
    return path


def test_rows_come_back_as_they_were_sorted_and_the_same_bytes(tmp_path: Path) -> None:
    path = tmp_path / "deep" / "written.jsonl"
    rows = (row(), row(sample="b", text="¡Ay! 解 \x00 \u202e\u2028 😢 \U000e0041"), row(sample="B"))
    save_written(path, rows)
    first = path.read_bytes()
    assert load_written(path) == (rows[2], rows[0], rows[1])
    save_written(path, reversed(load_written(path)))
    assert path.read_bytes() == first


def test_a_reviewer_sees_letters_as_they_are_and_every_unseen_character(tmp_path: Path) -> None:
    path = tmp_path / "written.jsonl"
    save_written(path, [row(text="¡Ay! 解 😢 a\u202eb\u200bc\u2028d\U000e0041")])
    shown = path.read_text(encoding="utf-8")
    assert "¡Ay! 解 😢 a\\u202eb\\u200bc\\u2028d\\udb40\\udc41" in shown


def test_a_changed_answer_or_task_makes_a_row_stale() -> None:
    rows = (row(), row(sample="b", before="It costs 5 euros."), row(attack="other/attack"))
    twin = SAMPLE.model_copy(update={"id": "b"})
    found = sort_written(rows, [SAD], [SAMPLE, twin])
    assert found.standing == rows[:1]
    assert found.stale == rows[1:2]
    told = SAD.model_copy(update={"params": {**SAD.params, "task": "Weep."}})
    assert sort_written(rows[:1], [told], [SAMPLE]).stale == rows[:1]


def test_only_accepted_texts_are_used() -> None:
    rows = (row(), row(sample="b", status="refused"), row(sample="c", status="failed", text=None))
    assert texts_by_sample(rows) == {"a": {SAD.id: "It costs 4 euros, alas."}}


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"status": "acepted"}, ":2: field 'status': 'acepted' is not a choice; did you mean"),
        ({"txt": "x"}, ":2: field 'txt': unknown field; did you mean 'text'?"),
        ({"text": None}, ":2: an accepted row needs its text"),
        ({"text": 5}, ":2: field 'text': 5 is not text; put it in quotation marks"),
        ({}, ":2: field 'attack': already written for 'a' in line 1; keep one"),
        ("[1]", ":2: not an object; `judgekit attacks write` makes such files"),
        ('{"attack": ', ":2: not one JSON object a line: "),
        ('{"attack": "a", "attack": "b"}', ":2: not one JSON object a line: the key 'attack'"),
        ('{"text": "\\ud800"}', ":2: not one JSON object a line: half a surrogate pair"),
        ("NaN", ":2: not one JSON object a line: NaN is no JSON number"),
        ("[" * 100_000, ":2: not one JSON object a line: "),
    ],
)
def test_a_wrong_row_is_refused_by_line_and_field(tmp_path: Path, wrong: Any, says: str) -> None:
    good = row().model_dump(mode="json")
    path = file_of(tmp_path, good, {**good, **wrong} if isinstance(wrong, dict) else wrong)
    with pytest.raises(InputError) as refused:
        load_written(path)
    assert str(refused.value).startswith(f"{path}{says}")


def test_a_file_that_is_no_text_or_not_there_is_refused_in_a_sentence(tmp_path: Path) -> None:
    path = tmp_path / "written.jsonl"
    path.write_bytes(b"\xff")
    with pytest.raises(InputError, match=r"written.jsonl:1: byte 1 is not UTF-8"):
        load_written(path)
    with pytest.raises(InputError, match=r"absent.jsonl: cannot be read"):
        load_written(tmp_path / "absent.jsonl")
    with pytest.raises(InputError, match=r"cannot be written"):
        save_written(path / "below.jsonl", [row()])

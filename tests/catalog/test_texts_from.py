"""An optimised suffix comes from the user's file; what is wrong with the file is said."""

from __future__ import annotations

from pathlib import Path

import pytest

from judgekit.catalog import lint_attacks, load_attacks
from judgekit.errors import CatalogError

ATTACK = """\
title: A suffix of mine
hypothesis: An honest judge gives a response no higher score when my suffix stands below it.
expect: not-higher
on: weakest
operator: append
params: {{texts_from: {name}}}
place: suffix
certificate: [affix, final]
provenance: {{source: practice, departure: None.}}
examples:
  - {{given: The sky is blue., contains: The sky is blue.}}
  - {{given: "", declines: true}}
"""


def folder(tmp_path: Path, content: bytes | None, name: str = "suffix.txt") -> Path:
    family = tmp_path / "optimised"
    family.mkdir()
    (family / "mine.yaml").write_text(ATTACK.format(name=name))
    if content is not None:
        (family / name).write_bytes(content)
    return tmp_path


def texts(tmp_path: Path) -> object:
    (found,) = (a for a in load_attacks([tmp_path]) if a.id == "optimised/mine")
    return found.params["texts"]


def test_one_payload_a_line_is_read_and_lints_clean(tmp_path: Path) -> None:
    mine = folder(tmp_path, b"describing.\\ + similarly\n\n!! best\xe2\x80\x8b\n")
    assert texts(mine) == ["describing.\\ + similarly", "!! best\u200b"]
    assert lint_attacks([mine]) == ()


def test_a_rare_line_break_is_a_part_of_its_payload(tmp_path: Path) -> None:
    mine = folder(tmp_path, "a\x0bb\u2028c\r\nd \n".encode())
    assert texts(mine) == ["a\x0bb\u2028c", "d "]


@pytest.mark.parametrize("name", ["3", '""', '"a\\0b"', "[a.txt]"])
def test_what_names_no_file_is_refused(tmp_path: Path, name: str) -> None:
    family = tmp_path / "optimised"
    family.mkdir()
    (family / "mine.yaml").write_text(ATTACK.format(name=name))
    with pytest.raises(CatalogError, match="no name of a file"):
        texts(tmp_path)


def test_a_json_list_keeps_line_breaks(tmp_path: Path) -> None:
    assert texts(folder(tmp_path, b'["one\\ntwo"]', "s.json")) == ["one\ntwo"]


@pytest.mark.parametrize(
    ("content", "name", "why"),
    [
        (None, "suffix.txt", "suffix.txt"),
        (b"", "suffix.txt", "holds no text"),
        (b" \n \n", "suffix.txt", "holds no text"),
        (b"{}", "s.json", "holds no text"),
        (b"[1]", "s.json", "holds no text"),
        (b"not json", "s.json", "holds no text"),
        (b"[" * 99_999, "s.json", "holds no text"),
        (b"\xff\xfe\xfa", "suffix.txt", "UTF-8"),
    ],
)
def test_a_file_that_holds_no_texts_is_named_with_the_line(
    tmp_path: Path, content: bytes | None, name: str, why: str
) -> None:
    with pytest.raises(CatalogError, match=r"mine\.yaml:6: field 'params\.texts_from'") as caught:
        texts(folder(tmp_path, content, name))
    assert why in str(caught.value)


def test_texts_in_both_places_are_refused(tmp_path: Path) -> None:
    mine = folder(tmp_path, b"x\n")
    file = mine / "optimised" / "mine.yaml"
    file.write_text(file.read_text().replace("suffix.txt}", "suffix.txt, texts: [a]}"))
    with pytest.raises(CatalogError, match="beside texts_from"):
        texts(mine)

"""What a student read is on disk before anyone uses it, whatever the texts say."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from judgekit.criteria.student import Passage, Reading, Tokens
from judgekit.errors import InputError
from judgekit.store import Journal
from judgekit.student import Remembering

HOSTILE = ("", "\ud800", "nul\x00", "\x1b[2J", "\u202e", "'; DROP TABLE replies;--", "x" * 2**20)


class Counting:
    """A student that reads a text as one token for each character, until it falls over."""

    name = "counting"

    def __init__(self, *, sha256: str = "0" * 64, until: int = 10**6) -> None:
        self.sha256 = sha256
        self.read = 0
        self._until = until

    async def __call__(self, passages: Sequence[Passage], /) -> Sequence[Reading]:
        self.read += len(passages)
        if self.read > self._until:
            raise KeyboardInterrupt
        n = [min(len(p.target), 9) for p in passages]
        return [
            "too odd" if p.target == "odd" else Tokens((-1.0,) * k, (2,) * k)
            for p, k in zip(passages, n, strict=True)
        ]


async def test_hostile_texts_are_kept_apart_and_read_back(tmp_path: Path):
    passages = [
        Passage(t, c, asked) for t in HOSTILE for c in ("", "\ud800") for asked in (True, False)
    ]
    with Journal(tmp_path / "j") as journal:
        first = await Remembering(Counting(), journal)(passages)
        again = Counting()
        assert list(await Remembering(again, journal)(passages)) == list(first)
        assert again.read == 0
        assert len(journal) == len(passages)


async def test_an_interrupted_student_has_kept_what_it_read(tmp_path: Path):
    passages = [Passage(f"text {i}") for i in range(100)]
    with Journal(tmp_path / "j") as journal:
        with pytest.raises(KeyboardInterrupt):
            await Remembering(Counting(until=70), journal)(passages)
        assert 0 < len(journal) < 100
        going_on = Counting()
        await Remembering(going_on, journal)(passages)
        assert going_on.read == 100 - 64


async def test_what_could_not_be_read_is_told_and_tried_again_by_the_next_run(tmp_path: Path):
    odd, plain = Passage("odd"), Passage("plain")
    with Journal(tmp_path / "j") as journal:
        student = Remembering(Counting(), journal)
        assert (await student([odd, plain, odd]))[0] == "too odd"
        assert (student.read(odd), student.asked) == ("too odd", 2)
        await student([odd])
        assert student.asked == 2
        later = Remembering(Counting(), journal)
        assert later.read(odd) == "the student did not read it"
        await later([odd])
        assert later.asked == 1


async def test_another_student_reads_anew(tmp_path: Path):
    with Journal(tmp_path / "j") as journal:
        await Remembering(Counting(), journal)([Passage("text")])
        other = Counting(sha256="1" * 64)
        await Remembering(other, journal)([Passage("text")])
    assert other.read == 1


async def test_a_reply_that_is_no_reading_is_one_sentence(tmp_path: Path):
    from judgekit.types import Reply

    with Journal(tmp_path / "j") as journal:
        student = Remembering(Counting(), journal)
        await journal.put(student._request(Passage("text")), Reply(text='{"a": 1}'))
        with pytest.raises(InputError, match="is damaged"):
            student.read(Passage("text"))

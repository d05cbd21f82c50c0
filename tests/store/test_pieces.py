import asyncio
import json
import sqlite3
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from judgekit.errors import InputError
from judgekit.store import Journal, key
from judgekit.store.keys import spell, spell_request
from judgekit.store.pieces import Pieces, read_request
from judgekit.types import Message, Reply, Request

QUESTION = "Why is the sky blue?\n" + "A line of the question that all variants share.\n" * 20
ANSWER = "Light is scattered. Blue is scattered most. So the sky is blue."


def request(answer: str, **fields: object) -> Request:
    messages = (Message(role="system", content="You grade."), Message(role="user", content=answer))
    return Request(model="m", messages=messages, **fields)


def keep(path: Path, *requests: Request) -> Path:
    async def put_all(journal: Journal) -> None:
        for r in requests:
            await journal.put(r, Reply(text="7"))

    with Journal(path, clock=lambda: 0) as journal:
        asyncio.run(put_all(journal))
    return path


def requests_of(path: Path) -> dict[bytes, Request]:
    with Journal(path, read_only=True) as journal:
        return {
            line.key: Request.model_validate(json.loads(line.request)) for line in journal.lines()
        }


def pieces_of(path: Path) -> list[str]:
    connection = sqlite3.connect(path)
    texts = [text for (text,) in connection.execute("SELECT text FROM pieces ORDER BY id")]
    connection.close()
    return texts


def test_what_variants_share_is_kept_once(tmp_path):
    variants = [request(f"{QUESTION}{ANSWER} Trust me {n}.", repeat=n) for n in range(50)]
    kept = pieces_of(keep(tmp_path / "j", *variants))
    assert len(kept) == len(set(kept))
    assert sum("all variants share" in piece for piece in kept) == 1
    assert len("".join(kept)) < 50 * len(spell_request(variants[0])) / 10
    assert requests_of(tmp_path / "j") == {key(r): r for r in variants}


HOSTILE = st.lists(
    st.sampled_from(["\n", ". ", "\\n", "\\", "\0", "\ud800", '"', "é", "word", "\U0001f600"])
).map("".join)


@settings(derandomize=True, deadline=None, max_examples=60)
@given(st.lists(HOSTILE, min_size=1, max_size=6))
@example(["\n" * 100_000])
@example(["x" * 200_000])
def test_every_request_comes_back_as_it_was_spelled(texts):
    connection = sqlite3.connect(":memory:")
    connection.execute("CREATE TABLE pieces (id INTEGER PRIMARY KEY, text TEXT NOT NULL)")
    spelled = [spell_request(request(text)) for text in texts]
    kept = Pieces(connection, most_remembered=40)
    packed = [kept.keep([one])[0] for one in spelled] + kept.keep(spelled)
    assert [read_request(connection, p) for p in packed] == spelled * 2
    connection.close()


def test_a_later_run_knows_the_pieces_of_an_earlier_one_by_number_only(tmp_path):
    first, second = request(f"{QUESTION}one"), request(f"{QUESTION}two")
    keep(keep(tmp_path / "j", first), second)
    assert requests_of(tmp_path / "j") == {key(first): first, key(second): second}


@pytest.mark.parametrize(
    "damage",
    [
        "UPDATE pieces SET text = replace(text, 'one', 'two')",
        "DELETE FROM pieces WHERE id = 1",
        "UPDATE payloads SET request = substr(request, 1, 9)",
        "UPDATE payloads SET request = x'789c030000000001'",
    ],
)
def test_a_damaged_request_is_named(tmp_path, damage):
    keep(tmp_path / "j", request("one"))
    with sqlite3.connect(tmp_path / "j") as connection:
        connection.execute(damage)
    connection.close()
    with pytest.raises(InputError, match=f"request {key(request('one')).hex()[:12]} is damaged"):
        requests_of(tmp_path / "j")


VERSION_1 = """
CREATE TABLE replies (
    id INTEGER PRIMARY KEY, key BLOB NOT NULL UNIQUE, finish_reason TEXT,
    prompt_tokens INTEGER, completion_tokens INTEGER, cost_usd REAL, at INTEGER NOT NULL
);
CREATE TABLE payloads (id INTEGER PRIMARY KEY, request TEXT NOT NULL, reply TEXT NOT NULL);
PRAGMA application_id = 1785424492;
PRAGMA user_version = 1;
"""


@pytest.fixture
def of_version_1(tmp_path: Path) -> Path:
    old = request("old")
    connection = sqlite3.connect(tmp_path / "old.journal")
    connection.executescript(VERSION_1)
    with connection:
        connection.execute("INSERT INTO replies VALUES (1, ?, 'stop', 1, 2, 0.5, 7)", (key(old),))
        whole = (spell_request(old), spell({"text": "8"}))
        connection.execute("INSERT INTO payloads VALUES (1, ?, ?)", whole)
    connection.close()
    return tmp_path / "old.journal"


def test_a_journal_of_version_1_is_read_as_it_is(of_version_1):
    before = of_version_1.read_bytes()
    assert requests_of(of_version_1) == {key(request("old")): request("old")}
    assert of_version_1.read_bytes() == before


def test_a_journal_of_version_1_is_written_on_in_pieces(of_version_1):
    keep(of_version_1, request("old"), request("new"))
    assert requests_of(of_version_1) == {key(r): r for r in (request("old"), request("new"))}
    assert "old" not in "".join(pieces_of(of_version_1))
    with Journal(of_version_1, read_only=True) as journal:
        kept = journal.get(key(request("old")))
    assert kept is not None
    assert (kept.reply.text, kept.at) == ("8", 7)

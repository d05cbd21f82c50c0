import asyncio
import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from judgekit.errors import InputError
from judgekit.store import Journal, key, recordings_export, recordings_import
from judgekit.types import Message, Reply, Request, TokenChoice, Usage


def request(text: str) -> Request:
    return Request(model="m", messages=(Message(role="user", content=text),), params={"top_p": 0.5})


REPLIES = [
    (request("plain"), Reply(text="7", finish_reason="stop", usage=Usage(prompt_tokens=2))),
    (request("lone \udfff"), Reply(text="\ud800 \u2028 é", cost_usd=0.25)),
    (request("labels"), Reply(text="Yes", first_token=(TokenChoice("Yes", -0.5),), refusal="")),
]


@pytest.fixture
def journal(tmp_path: Path) -> Path:
    return keep(tmp_path / "a.journal", *REPLIES)


@pytest.fixture(scope="module")
def lines(tmp_path_factory: pytest.TempPathFactory) -> list[bytes]:
    return exported(keep(tmp_path_factory.mktemp("lines") / "a", *REPLIES)).splitlines()


def keep(path: Path, *replies: tuple[Request, Reply], at: int = 1_700_000_000) -> Path:
    async def put_all(journal: Journal) -> None:
        for pair in replies:
            await journal.put(*pair)

    with Journal(path, clock=lambda: at) as kept:
        asyncio.run(put_all(kept))
    return path


def exported(journal: Path) -> bytes:
    out = journal.with_suffix(".jsonl")
    recordings_export(journal, out)
    return out.read_bytes()


def changed(line: bytes, **fields: object) -> bytes:
    return json.dumps({**json.loads(line), **fields}).encode()


def test_there_and_back_is_the_same_file(journal, tmp_path):
    there = tmp_path / "a.jsonl"
    assert recordings_export(journal, there) == 3
    assert recordings_import(there, tmp_path / "b.journal") == 3
    assert exported(tmp_path / "b.journal") == there.read_bytes()
    with Journal(tmp_path / "b.journal", read_only=True) as back:
        assert [back.get(key(r)).reply for r, _ in REPLIES] == [reply for _, reply in REPLIES]


def test_the_order_of_recording_leaves_no_trace(journal, tmp_path):
    assert exported(keep(tmp_path / "b.journal", *reversed(REPLIES))) == exported(journal)


def test_a_line_is_ascii_json_in_the_order_of_the_keys(journal):
    lines = exported(journal).decode("ascii").splitlines()
    keys = [json.loads(line)["key"] for line in lines]
    plain = key(REPLIES[0][0]).hex()
    assert keys == sorted(key(r).hex() for r, _ in REPLIES)
    assert lines[keys.index(plain)] == (
        f'{{"at":1700000000,"key":"{plain}",'
        '"reply":{"finish_reason":"stop","text":"7","usage":{"prompt_tokens":2}},'
        '"request":{"api_base":null,"messages":[{"content":"plain","role":"user"}],'
        '"model":"m","params":{"top_p":0.5},"repeat":0}}'
    )


def test_importing_again_adds_nothing_and_changes_nothing(journal, tmp_path):
    before = exported(journal)
    later = tmp_path / "later.jsonl"
    later.write_bytes(before.replace(b"1700000000", b"1800000000"))
    assert recordings_import(later, journal) == 0
    assert exported(journal) == before


def test_an_import_adds_what_is_new(journal, tmp_path):
    more = keep(tmp_path / "b.journal", REPLIES[0], (request("new"), Reply(text="1")))
    exported(more)
    assert recordings_import(more.with_suffix(".jsonl"), journal) == 1
    assert len(exported(journal).splitlines()) == 4


def test_another_reply_to_the_same_request_is_refused_and_nothing_is_imported(journal, tmp_path):
    other = keep(
        tmp_path / "b.journal",
        (request("new"), Reply(text="1")),
        (request("plain"), Reply(text="8")),
    )
    before = exported(journal)
    exported(other)
    with pytest.raises(InputError, match=r"b\.jsonl:[12]: the journal has another reply"):
        recordings_import(other.with_suffix(".jsonl"), journal)
    assert exported(journal) == before


@pytest.mark.parametrize(
    ("spoil", "says"),
    [
        (lambda line: b"{", "is no JSON"),
        (lambda line: b" ", "is no JSON"),
        (lambda line: b"\xff" + line, "is no JSON"),
        (lambda line: b"[" * 100_000, "is no JSON"),
        (lambda line: b"[]", "'line'"),
        (lambda line: changed(line, key="ab"), "'key'"),
        (lambda line: changed(line, key="0" * 64), "the line was edited"),
        (lambda line: changed(line, at=-1), "'at'"),
        (lambda line: changed(line, at=2**63), "'at'"),
        (lambda line: changed(line, reply={"text": "7", "score": 7}), "'reply.score'"),
        (lambda line: changed(line, reply={"text": 7}), "'reply.text'"),
        (lambda line: line.replace(b'"prompt_tokens":2', b'"prompt_tokens":NaN'), "prompt_tokens"),
    ],
)
def test_a_wrong_line_is_named_and_nothing_is_imported(lines, tmp_path, spoil, says):
    at = next(n for n, line in enumerate(lines) if b"plain" in line)
    spoiled = [*lines[:at], spoil(lines[at]), *lines[at + 1 :]]
    (tmp_path / "wrong.jsonl").write_bytes(b"\n".join(spoiled))
    with pytest.raises(InputError, match=rf"wrong\.jsonl:{at + 1}: .*{says}"):
        recordings_import(tmp_path / "wrong.jsonl", tmp_path / "b.journal")
    with Journal(tmp_path / "b.journal", read_only=True) as untouched:
        assert len(untouched) == 0


def test_a_file_that_is_not_there_is_named(journal, tmp_path):
    with pytest.raises(InputError, match=r"none\.jsonl: cannot be read"):
        recordings_import(tmp_path / "none.jsonl", journal)
    with pytest.raises(InputError, match=r"out\.jsonl: cannot be written"):
        recordings_export(journal, tmp_path / "none" / "out.jsonl")
    with pytest.raises(InputError, match="there is no such journal"):
        recordings_export(tmp_path / "none.journal", tmp_path / "out.jsonl")


def test_nothing_is_imported_while_a_run_writes(journal):
    exported(journal)
    with Journal(journal), pytest.raises(InputError, match="another run is writing"):
        recordings_import(journal.with_suffix(".jsonl"), journal)


WORDS = st.text(st.characters(codec="utf-8"), max_size=20)


@settings(derandomize=True, deadline=None, max_examples=10)
@given(st.dictionaries(WORDS, WORDS, max_size=20))
def test_any_replies_go_there_and_back(tmp_path_factory, replies):
    folder = tmp_path_factory.mktemp("there")
    journal = keep(folder / "a", *((request(q), Reply(text=a)) for q, a in replies.items()))
    there = exported(journal)
    recordings_import(folder / "a.jsonl", folder / "b")
    assert exported(folder / "b") == there

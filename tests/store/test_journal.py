import asyncio
import hashlib
import json
import os
import signal
import sqlite3
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from judgekit.errors import InputError, OperationalError
from judgekit.store import Journal, key
from judgekit.store.journal import make_row
from judgekit.types import Message, Reply, Request, TokenChoice, Usage


def request(text: str = "Grade this.", **fields: object) -> Request:
    return Request(model="m", messages=(Message(role="user", content=text),), **fields)


def keep(path: Path, *replies: tuple[Request, Reply], clock=lambda: 0) -> None:
    async def put_all(journal: Journal) -> None:
        await asyncio.gather(*(journal.put(*pair) for pair in replies))

    with Journal(path, clock=clock) as journal:
        asyncio.run(put_all(journal))


def kept(path: Path, *asked: Request) -> list[Reply | None]:
    with Journal(path, read_only=True) as journal:
        found = [journal.get(key(r)) for r in asked]
    return [f and f.reply for f in found]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "replies.journal"


# Keys


def test_a_key_is_the_hash_of_the_whole_request():
    whole = request(
        "Grade \ud800.", params={"top_p": 1, "stop": None}, api_base="http://x", repeat=3
    )
    spelled = (
        rb'{"api_base":"http://x","messages":[{"content":"Grade \ud800.","role":"user"}],'
        rb'"model":"m","params":{"stop":null,"top_p":1},"repeat":3}'
    )
    assert key(whole) == hashlib.sha256(spelled).digest()


def test_every_part_of_a_request_counts():
    other = [
        request("Grade that."),
        request(repeat=1),
        request(api_base="http://x"),
        request(params={"temperature": 0}),
        request(params={"temperature": 0.0}),
        request(params={"temperature": None}),
        request().model_copy(update={"model": "n"}),
        Request(model="m", messages=(Message(role="system", content="Grade this."),)),
    ]
    assert len({key(r) for r in [request(), *other]}) == len(other) + 1


def test_the_order_of_parameters_does_not_count():
    assert key(request(params={"a": 1, "b": 2})) == key(request(params={"b": 2, "a": 1}))


# What is kept


TEXT = st.text(st.characters(codec=None, exclude_categories=())).map(
    # Two halves that make a pair are, in JSON, the character they make.
    lambda text: text.encode("utf-16", "surrogatepass").decode("utf-16", "surrogatepass")
)


@settings(derandomize=True, deadline=None, max_examples=100)
@given(TEXT, TEXT, st.integers(min_value=-(2**70), max_value=2**70))
def test_whatever_a_provider_says_has_columns_that_sqlite_takes(text, reason, tokens):
    reply = Reply(text=text, finish_reason=reason, usage=Usage(prompt_tokens=tokens))
    row = make_row(request(text), reply, at=0)
    with sqlite3.connect(":memory:") as connection:
        marks = ",".join("?" * len(row))
        (back,) = connection.execute(f"SELECT json_array({marks})", [*map(_text, row)]).fetchone()
    connection.close()
    assert Reply.model_validate(json.loads(json.loads(back)[-1])) == reply


def _text(value: object) -> object:
    return value.hex() if isinstance(value, bytes) else value


def test_a_reply_comes_back_as_it_was(path):
    whole = Reply(
        text='lone \ud800, nul \0, {{score}}, "]}', finish_reason="stop", refusal="", model="m-1",
        first_token=(TokenChoice("\udfff", -0.1), TokenChoice("No", -9999.0)),
        usage=Usage(prompt_tokens=3, completion_tokens=0), cost_usd=0.0,
    )  # fmt: skip
    keep(path, (request("\ud800"), whole))
    assert kept(path, request("\ud800"), request("other")) == [whole, None]


def test_the_first_reply_stays(path):
    async def put_twice(journal):
        both = (journal.put(request(), Reply(text=t)) for t in ("first", "second"))
        together = await asyncio.gather(*both)
        later = await journal.put(request(), Reply(text="third"))
        return [k.reply.text for k in (*together, later)]

    with Journal(path) as journal:
        assert asyncio.run(put_twice(journal)) == ["first"] * 3
        assert len(journal) == 1


def test_columns_can_be_read_without_the_payloads(path):
    usage = Usage(prompt_tokens=5, completion_tokens=10**30)
    keep(path, (request(), Reply(text="x", finish_reason="\udc00", usage=usage, cost_usd=0.5)))
    connection = sqlite3.connect(path)
    rows = connection.execute(
        "SELECT finish_reason, prompt_tokens, completion_tokens, cost_usd FROM replies"
    ).fetchall()
    connection.close()
    assert rows == [("\\udc00", 5, None, 0.5)]


def test_hundreds_of_replies_at_once_are_all_there_and_in_order_of_their_keys(path):
    asked = [request(repeat=n) for n in range(300)]
    keep(path, *((r, Reply(text=str(r.repeat))) for r in asked))
    assert [r and r.text for r in kept(path, *asked)] == [str(n) for n in range(300)]
    with Journal(path, read_only=True) as journal:
        assert [line.key for line in journal.lines()] == sorted(map(key, asked))


def test_an_unchanged_journal_leaves_no_log_behind(path):
    keep(path, (request(), Reply(text="x")))
    kept(path, request())
    assert sorted(os.listdir(path.parent)) == ["replies.journal", "replies.journal-lock"]


# Where it lies


@pytest.mark.parametrize("name", ["with space", "naïve-日本.journal", "a?b#c%20&d", "sub/folder/j"])
def test_any_path_will_do(tmp_path, name):
    keep(tmp_path / name, (request(), Reply(text="x")))
    assert kept(tmp_path / name, request()) == [Reply(text="x")]


def test_a_second_writer_is_refused_and_a_reader_is_not(path):
    with Journal(path) as journal:
        asyncio.run(journal.put(request(), Reply(text="x")))
        with pytest.raises(InputError, match="another run is writing"), Journal(path):
            pass
        assert kept(path, request()) == [Reply(text="x")]
        asyncio.run(journal.put(request(repeat=1), Reply(text="y")))
    assert kept(path, request(repeat=1)) == [Reply(text="y")]


def test_a_link_to_a_journal_is_that_journal(path):
    keep(path, (request(), Reply(text="x")))
    link = path.parent / "sub" / "link"
    link.parent.mkdir()
    link.symlink_to(path)
    assert kept(link, request()) == [Reply(text="x")]
    with Journal(path), pytest.raises(InputError, match="another run is writing"), Journal(link):
        pass


def test_a_reader_sees_what_is_written_meanwhile(path):
    with Journal(path) as journal, Journal(path, read_only=True) as reader:
        asyncio.run(journal.put(request(), Reply(text="x")))
        assert reader.get(key(request())) is not None


def test_a_reader_cannot_write(path):
    keep(path)
    with Journal(path, read_only=True) as journal, pytest.raises(InputError, match="reading only"):
        asyncio.run(journal.put(request(), Reply(text="x")))


def test_a_closed_journal_says_so(path):
    with Journal(path) as journal:
        pass
    with pytest.raises(OperationalError, match="is closed"):
        asyncio.run(journal.put(request(), Reply(text="x")))


def sqlite_file(path: Path, script: str) -> None:
    connection = sqlite3.connect(path)
    connection.executescript(script)
    connection.close()


@pytest.mark.parametrize("read_only", [True, False])
@pytest.mark.parametrize(
    ("make", "says"),
    [
        (lambda p: p.write_text("id,score\n" * 200), "file is not a database"),
        (lambda p: p.mkdir(), "unable to open|there is no such journal"),
        (lambda p: sqlite_file(p, "CREATE TABLE t (x)"), "is a SQLite file but no journal"),
        (
            lambda p: keep(p) or sqlite_file(p, "PRAGMA user_version = 99"),
            "version 99, from a newer judgekit",
        ),
    ],
)
def test_what_is_no_journal_is_refused_and_untouched(path, make, says, read_only):
    make(path)
    before = path.is_file() and path.read_bytes()
    with pytest.raises(InputError, match=says), Journal(path, read_only=read_only):
        pass
    assert (path.is_file() and path.read_bytes()) == before


@pytest.mark.parametrize("make", [lambda p: None, lambda p: p.touch()])
def test_there_is_nothing_to_replay_before_the_first_run(path, make):
    make(path)
    with pytest.raises(InputError, match="a run without replay"), Journal(path, read_only=True):
        pass


def test_a_damaged_reply_is_named(path):
    keep(path, (request(), Reply(text="x")))
    sqlite_file(path, """UPDATE payloads SET reply = '{"text": 1}'""")
    with pytest.raises(InputError, match=f"{key(request()).hex()[:12]} is damaged"):
        kept(path, request())


READ_AS_NOBODY = """
import os, sys
from pathlib import Path
from judgekit.store import Journal
if os.getuid() == 0:
    os.setgid(65534), os.setuid(65534)
with Journal(Path(sys.argv[1]), read_only=True) as journal:
    print(len(journal))
"""


def test_a_journal_replays_from_a_folder_that_cannot_be_written():
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "j")
        keep(path, (request(), Reply(text="x")))
        path.chmod(0o444)
        path.parent.chmod(0o555)
        read = subprocess.run(
            [sys.executable, "-c", READ_AS_NOBODY, path],
            capture_output=True,
            text=True,
            check=False,
        )
        path.parent.chmod(0o755)
    assert (read.stdout, read.stderr) == ("1\n", "")


# What happens when things go wrong


def test_a_write_that_fails_is_told_to_everyone_and_nothing_is_written_after(path):
    async def put_three(journal):
        journal._writer._connection.execute("PRAGMA max_page_count = 8")
        puts = (journal.put(request(repeat=n), Reply(text="x" * 90_000)) for n in range(2))
        both = await asyncio.gather(*puts, return_exceptions=True)
        return [
            *both,
            *await asyncio.gather(journal.put(request(), Reply(text="x")), return_exceptions=True),
        ]

    told = []
    with pytest.raises(OperationalError, match="cannot be written"), Journal(path) as journal:
        told += asyncio.run(put_three(journal))
    assert ["is full" in str(t) for t in told] == [True] * 3
    assert kept(path, request()) == [None]


WRITE_UNTIL_KILLED = """
import asyncio, sys
from pathlib import Path
from judgekit.store import Journal, Recorded
from judgekit.testing import Scripted
from judgekit.types import Message, Request

async def work(recorded, numbers):
    for n in numbers:
        await recorded(Request(model="m", messages=(Message(role="user", content=str(n)),)))
        sys.stdout.write(f"{n}\\n")
        sys.stdout.flush()

async def main(journal):
    recorded = Recorded(journal, Scripted(lambda request: request.messages[0].content * 50))
    numbers = iter(range(10**9))
    await asyncio.gather(*(work(recorded, numbers) for _ in range(8)))

with Journal(Path(sys.argv[1])) as journal:
    asyncio.run(main(journal))
"""


def test_what_was_acknowledged_before_kill_9_is_there_once(path):
    writer = subprocess.Popen(
        [sys.executable, "-c", WRITE_UNTIL_KILLED, path], stdout=subprocess.PIPE, text=True
    )
    assert writer.stdout is not None
    acknowledged = [int(writer.stdout.readline()) for _ in range(500)]
    writer.send_signal(signal.SIGKILL)
    acknowledged += [
        int(line) for line in writer.stdout.read().splitlines(keepends=True) if line[-1] == "\n"
    ]
    writer.wait()
    writer.stdout.close()

    replies = kept(path, *(request(str(n)) for n in acknowledged))
    assert [r and r.text for r in replies] == [str(n) * 50 for n in acknowledged]
    connection = sqlite3.connect(path)
    ((whole,),) = connection.execute("PRAGMA integrity_check").fetchall()
    ((rows, keys, payloads),) = connection.execute(
        "SELECT count(id), count(DISTINCT key), (SELECT count(*) FROM payloads) FROM replies"
    ).fetchall()
    connection.close()
    assert whole == "ok"
    assert len(acknowledged) <= rows == keys == payloads <= len(acknowledged) + 8
    with Journal(path, read_only=True) as journal:
        assert len({line.request for line in journal.lines()}) == rows
    keep(path, (request("after"), Reply(text="the lock died with its holder")))

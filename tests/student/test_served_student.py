"""A student behind an endpoint, on loopback: probed first, refused where it tells nothing."""

from __future__ import annotations

import math
from pathlib import Path

import pytest
from serving import Imitation, served

from judgekit.criteria.student import Passage, Tokens
from judgekit.errors import InputError, NotRecorded, OperationalError
from judgekit.student import Served, open_student

ASKED = Passage("a rare answer", "What is it?", asked=True)
KEY = "tell-nobody-0123"
LIKELY = {"rare": 0.001, "What": 0.01}


@pytest.mark.parametrize("passage", [ASKED, ASKED._replace(asked=False)])
async def test_vllm_tells_log_probability_and_rank_of_the_target_alone(passage):
    with served(Imitation("vllm", LIKELY)) as url:
        student = Served(url, "tiny", max_tokens=100)
        (read,) = await student([passage])
        await student.aclose()
    assert read == Tokens((math.log(0.5), math.log(0.001), math.log(0.5)), (2, 1000, 2))


async def test_the_target_is_the_same_tokens_after_every_context():
    imitation = Imitation("vllm")
    with served(imitation) as url:
        student = Served(url, "tiny", max_tokens=100)
        await student([ASKED, Passage(ASKED.target)])
        await student.aclose()
    _, *prompts = [b["prompt"] for path, b in imitation.bodies if path == "/v1/completions"]
    assert len(prompts) == 2
    assert prompts[0][-3:] == prompts[1][-3:]


async def test_a_server_of_the_first_api_echoes_and_tells_no_ranks():
    with served(Imitation("echo", LIKELY)) as url:
        student = Served(url, "tiny", max_tokens=100)
        read = await student([Passage(" a rare answer", "What is it?"), Passage("rare word")])
        await student.aclose()
    assert read[0] == Tokens((math.log(0.5), math.log(0.001), math.log(0.5)))
    assert read[1] == Tokens((math.log(0.5),))


async def test_a_token_across_the_end_of_the_context_is_not_measured():
    with served(Imitation("echo")) as url:
        student = Served(url, "tiny", max_tokens=100)
        (read,) = await student([Passage("word", "half a")])
        await student.aclose()
    assert "end of the context" in str(read)


async def test_a_server_that_ignores_echo_is_refused():
    imitation = Imitation("llama.cpp")
    with served(imitation) as url:
        student = Served(url, "tiny", max_tokens=100)
        with pytest.raises(InputError, match=r"tells no log-probabilities .*echo: .*serve tiny"):
            await student([ASKED])
        await student.aclose()
    assert all("rare" not in str(body) for _, body in imitation.bodies)


async def test_a_text_of_too_many_tokens_is_unread_and_others_are_read():
    with served(Imitation("vllm")) as url:
        student = Served(url, "tiny", max_tokens=8)
        long, short = await student([Passage("word " * 9), Passage("word")])
        await student.aclose()
    assert long == "more than the 8 tokens that the student reads"
    assert isinstance(short, Tokens)


async def test_hostile_and_empty_texts_are_sent_and_read():
    texts = ["", "\ud800 half", "nul\x00 word", "\x1b[31m red", "\u202e text", "a" * 100_000]
    with served(Imitation("vllm")) as url:
        student = Served(url, "tiny", max_tokens=100)
        read = await student([Passage(t, t, asked=True) for t in texts])
        await student.aclose()
    assert read[0] == Tokens((), ())
    assert all(isinstance(r, Tokens) for r in read)


async def test_the_key_is_sent_to_the_endpoint_and_shown_nowhere():
    imitation = Imitation("llama.cpp")
    imitation.status = 401
    with served(imitation) as url:
        student = Served(url, "tiny", max_tokens=100, environment={"JUDGEKIT_STUDENT_KEY": KEY})
        with pytest.raises(OperationalError, match="401") as refused:
            await student([ASKED])
        await student.aclose()
    assert imitation.keys == {f"Bearer {KEY}"}
    assert KEY not in str(refused.value)


async def test_what_was_read_is_asked_for_once(tmp_path: Path):
    imitation, journal = Imitation("vllm", LIKELY), tmp_path / "j"
    with served(imitation) as url:
        async with open_student("tiny", api_base=url, journal=journal) as student:
            (first,) = await student([ASKED])
        calls = len(imitation.bodies)
        async with open_student("tiny", api_base=url, journal=journal) as student:
            assert list(await student([ASKED])) == [first]
            assert (student.asked, student.read(ASKED)) == (0, first)
    assert len(imitation.bodies) == calls
    async with open_student("tiny", api_base=url, journal=journal, replay=True) as student:
        assert list(await student([ASKED])) == [first]
        with pytest.raises(NotRecorded, match="no reading of 1 passages by tiny"):
            await student([Passage("new")])


async def test_another_endpoint_is_another_student(tmp_path: Path):
    with served(Imitation("vllm")) as url:
        one, other = (Served(url, name, max_tokens=9).sha256 for name in ("tiny", "small"))
    assert one != other


async def test_a_student_that_is_nowhere_is_one_sentence(tmp_path: Path):
    with pytest.raises(InputError, match="is no folder and no file"):
        async with open_student(str(tmp_path / "none"), journal=tmp_path / "j"):
            pass
    with pytest.raises(InputError, match="http://"):
        async with open_student("tiny", api_base="ftp://host", journal=tmp_path / "j"):
            pass
    (tmp_path / "weights").mkdir()
    with pytest.raises(InputError, match=r"holds no \.safetensors"):
        async with open_student(str(tmp_path / "weights"), journal=tmp_path / "j"):
            pass


async def test_an_endpoint_that_is_down_is_told(tmp_path: Path):
    student = Served("http://127.0.0.1:9/v1", "tiny", max_tokens=9, max_retries=0)
    with pytest.raises(OperationalError, match=r"127\.0\.0\.1:9/v1: could not be asked"):
        await student([ASKED])
    await student.aclose()

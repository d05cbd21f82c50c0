import asyncio
import itertools
import json
import subprocess
import sys
import time
import urllib.request
from typing import Any

import aiohttp
import pytest

from judgekit.testing import Body, Fault, Provider, verdict_by_rules
from judgekit.types import Reply, TokenChoice, Usage


def asking(content: str = "Hello", **params: Any) -> dict[str, Any]:
    return {"model": "m", "messages": [{"role": "user", "content": content}], **params}


async def ask(provider: Provider, **body: Any) -> tuple[int, dict[str, Any]]:
    url = f"{provider.base_url}/chat/completions"
    headers = {"Authorization": "Bearer sk-test"}
    async with (
        aiohttp.ClientSession(headers=headers) as session,
        session.post(url, json=body or asking()) as response,
    ):
        return response.status, await response.json()


def choice(answer: tuple[int, dict[str, Any]]) -> dict[str, Any]:
    return answer[1]["choices"][0]


async def test_a_text_becomes_a_completion():
    with Provider(lambda body: body["messages"][0]["content"][::-1]) as provider:
        status, content = await ask(provider)
    assert (status, content["object"], content["model"]) == (200, "chat.completion", "m")
    assert content["choices"] == [
        {
            "index": 0,
            "message": {"role": "assistant", "content": "olleH", "refusal": None},
            "logprobs": None,
            "finish_reason": "stop",
        }
    ]
    assert content["usage"] == {"prompt_tokens": 1, "completion_tokens": 1, "total_tokens": 2}


async def test_a_whole_reply_is_sent_as_it_is():
    whole = Reply(
        text="", refusal="No.", finish_reason="content_filter", model="m-2026",
        usage=Usage(prompt_tokens=7, completion_tokens=0),
    )  # fmt: skip
    with Provider(lambda body: whole) as provider:
        answer = await ask(provider)
    assert choice(answer)["message"]["refusal"] == "No."
    assert choice(answer)["finish_reason"] == "content_filter"
    assert answer[1]["model"] == "m-2026"
    assert answer[1]["usage"]["total_tokens"] == 7


async def test_log_probabilities_are_sent_where_they_are_asked_for():
    first = (TokenChoice("Yes", -0.2), TokenChoice("No", -1.7), TokenChoice("é", -4.0))
    with Provider(lambda body: Reply(text="Yes, it is", first_token=first)) as provider:
        three = choice(await ask(provider, **asking(logprobs=True, top_logprobs=2)))
        silent = choice(await ask(provider))
    content = three["logprobs"]["content"]
    assert [position["token"] for position in content] == ["Yes", " it", " is"]
    assert [(t["token"], t["logprob"]) for t in content[0]["top_logprobs"]] == [*first[:2]]
    assert content[0]["bytes"] == [89, 101, 115]
    assert silent["logprobs"] is None


@pytest.mark.parametrize("text", ["7", "", " \n"])
async def test_any_text_has_log_probabilities(text):
    with Provider(lambda body: text) as provider:
        content = choice(await ask(provider, **asking(logprobs=True)))["logprobs"]["content"]
    assert "".join(position["token"] for position in content) == text
    assert content[0]["top_logprobs"] == []


async def test_what_came_in_is_seen():
    with Provider() as provider:
        await asyncio.gather(ask(provider), ask(provider), ask(provider, **asking("Bye")))
        async with aiohttp.ClientSession() as session:
            base = provider.base_url
            models = await (await session.get(f"{base}/models")).json()
            seen = await (await session.get(base.replace("/v1", "/seen"))).json()
    assert provider.count == 3
    assert provider.requests[0].headers["authorization"] == "Bearer sk-test"
    assert sorted(s.body["messages"][0]["content"] for s in provider.requests) == [
        "Bye",
        "Hello",
        "Hello",
    ]
    assert models["data"][0]["object"] == "model"
    assert seen == {"count": 3, "answered": 3, "distinct": 2}


# Faults


async def test_faults_come_in_order_and_end():
    faults = [Fault(status=429, retry_after_s=0.5), None, Fault(status=503)]
    with Provider(faults=faults) as provider:
        answers = [await ask(provider) for _ in range(5)]
    assert [status for status, _ in answers] == [429, 200, 503, 200, 200]
    assert answers[0][1]["error"]["code"] == "rate_limit_exceeded"


async def test_faults_may_have_no_end():
    with Provider(faults=itertools.repeat(Fault(status=500))) as provider:
        assert [(await ask(provider))[0] for _ in range(3)] == [500] * 3


async def test_a_rate_limit_says_when_to_come_back():
    with Provider(faults=[Fault(status=429, retry_after_s=0.5)]) as provider:
        url = f"{provider.base_url}/chat/completions"
        async with aiohttp.ClientSession() as session, session.post(url, json=asking()) as response:
            assert response.headers["Retry-After"] == "0.5"


@pytest.mark.parametrize(
    ("fault", "error"),
    [
        (Fault(body=Body.RESET), aiohttp.ClientOSError),
        (Fault(body=Body.TRUNCATED), aiohttp.ClientPayloadError),
        (Fault(body=Body.GARBAGE), ValueError),
        (Fault(content_type="text/html"), aiohttp.ContentTypeError),
    ],
)
async def test_a_fault_is_what_it_says_and_the_next_call_is_well(fault, error):
    with Provider(faults=[fault]) as provider:
        with pytest.raises(error):
            await ask(provider)
        assert (await ask(provider))[0] == 200


@pytest.mark.parametrize("fault", [Fault(latency_s=0.1), Fault(latency_s=0.1, body=Body.SLOW)])
async def test_a_slow_answer_arrives_whole(fault):
    with Provider(faults=[fault]) as provider:
        begun = time.monotonic()
        assert (await ask(provider))[0] == 200
        assert time.monotonic() - begun >= 0.1


async def test_leaving_ends_the_calls_under_way():
    with Provider(latency_s=60) as provider:
        call = asyncio.create_task(ask(provider))
        await asyncio.sleep(0.1)
    assert provider.count == 1
    with pytest.raises(aiohttp.ClientError):
        await call


def test_a_port_in_use_is_an_error_at_once():
    with Provider() as provider:
        port = int(provider.base_url.split(":")[2].removesuffix("/v1"))
        with pytest.raises(OSError, match="in use"), Provider(port=port):
            pass


# Rules


def test_a_heading_is_worth_one_point_by_the_rules():
    pairs = [
        (verdict_by_rules(asking(f'"score" {n}\n{mark} Title')).text, mark)
        for n in range(60)
        for mark in ("#", "*")
    ]
    mean = {
        mark: sum(json.loads(text)["score"] for text, m in pairs if m == mark) / 60 for mark in "#*"
    }
    assert mean["#"] - mean["*"] == pytest.approx(1, abs=0.4)


def test_the_rules_answer_in_the_form_that_is_asked_for():
    assert verdict_by_rules(asking("End with a line.")).text.splitlines()[1].startswith("Score: ")
    digit = verdict_by_rules(asking("One digit.", logprobs=True))
    label = verdict_by_rules(asking("Reply Yes or No.", logprobs=True))
    assert digit.text in "4567"
    assert {c.token for c in label.first_token or ()} == {"Yes", "No"}


def test_the_provider_runs_as_a_process_of_its_own():
    command = [sys.executable, "-m", "judgekit.testing", "--latency", "0.05"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        url = process.stdout.readline().strip()
        call = urllib.request.Request(
            f"{url}/chat/completions",
            json.dumps(asking()).encode(),
            {"Content-Type": "application/json"},
        )
        with urllib.request.urlopen(call) as response:
            content = json.load(response)
        process.terminate()
    assert content["choices"][0]["message"]["content"] == verdict_by_rules(asking()).text

"""Letters say what a call would send and read; where our way differs, LiteLLM's counts."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from doors import ASKED, SECRET

from judgekit.errors import InputError
from judgekit.llm import Letters
from judgekit.llm.library import litellm
from judgekit.testing.wire import completion
from judgekit.types import Reply

ANSWER = json.dumps(completion({"model": "gpt-4o", "messages": []}, Reply(text="7"), 1)).encode()


def letters() -> Letters:
    return Letters("openai/gpt-4o", api_base="http://127.0.0.1:9/v1", api_key=SECRET)


def change(monkeypatch: pytest.MonkeyPatch, method: str, by: Callable[[Any], Any]) -> None:
    """Let LiteLLM's configuration do what LiteLLM itself, which asks by an SDK, does not."""
    config = litellm().OpenAIGPTConfig
    original = getattr(config, method)

    def changed(self: Any, *args: Any, **named: Any) -> Any:
        return by(original(self, *args, **named))

    monkeypatch.setattr(config, method, changed)


def refuse(_: Any) -> Any:
    raise TypeError("missing an argument")


async def test_nothing_is_sent() -> None:
    post = letters()  # at an address where nobody answers
    sent = [await post.write(ASKED) for _ in range(2)]
    assert sent[0].url == sent[1].url == "http://127.0.0.1:9/v1/chat/completions"
    assert json.loads(sent[0].body) == json.loads(sent[1].body)
    assert [(await post.read(ASKED, ANSWER)).text for _ in range(2)] == ["7", "7"]


async def test_what_litellm_would_not_send_is_not_written(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    post = letters()
    change(monkeypatch, "validate_environment", lambda headers: {**headers, "X-Beta": "1"})
    for _ in range(2):
        assert "x-beta" not in {name.lower() for name in (await post.write(ASKED)).headers}


def misread(response: Any) -> Any:
    response.choices[0].message.content = "9"
    return response


@pytest.mark.parametrize("by", [misread, refuse])
async def test_what_litellm_would_not_read_is_not_read(
    monkeypatch: pytest.MonkeyPatch, by: Callable[[Any], Any]
) -> None:
    post = letters()
    change(monkeypatch, "transform_response", by)
    assert [(await post.read(ASKED, ANSWER)).text for _ in range(2)] == ["7", "7"]


@pytest.mark.parametrize("model", ["no-such-provider/x", "sagemaker/x"])
def test_a_model_whose_calls_cannot_be_seen_is_refused(model: str) -> None:
    with pytest.raises(InputError, match=f"--judge {model}: "):
        Letters(model)

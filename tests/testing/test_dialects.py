"""Each dialect carries the same reply in its own words."""

from __future__ import annotations

import pytest

from judgekit.testing.dialects import Dialect, answered, asked, refused
from judgekit.types import Reply, Usage

BODY = {"model": "m", "messages": [{"role": "user", "content": "Is it?"}]}
CUT = Reply(text="It", finish_reason="length", usage=Usage(prompt_tokens=9, completion_tokens=1))


def test_vllm_says_what_openai_says_and_more() -> None:
    plain = answered(Dialect.OPENAI, BODY, CUT, 1)
    more = answered(Dialect.VLLM, BODY, CUT, 1)
    assert more.keys() > plain.keys()
    assert more["choices"][0]["message"].items() >= plain["choices"][0]["message"].items()
    assert more["usage"].items() >= plain["usage"].items()


def test_anthropic_has_its_own_words_for_ends_and_counts() -> None:
    spoken = answered(Dialect.ANTHROPIC, BODY, CUT, 1)
    assert spoken["content"] == [{"type": "text", "text": "It"}]
    assert spoken["stop_reason"] == "max_tokens"
    assert (spoken["usage"]["input_tokens"], spoken["usage"]["output_tokens"]) == (9, 1)
    refusal = answered(Dialect.ANTHROPIC, BODY, Reply(text="", refusal="No."), 2)
    assert refusal["stop_reason"] == "refusal"


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (BODY, {"message": {"role": "assistant", "content": "It"}}),
        ({"model": "m", "prompt": "Is it?"}, {"response": "It"}),
    ],
)
def test_ollama_answers_a_chat_or_a_prompt(body: dict[str, object], said: dict[str, str]) -> None:
    spoken = answered(Dialect.OLLAMA, asked(body) | body, CUT, 1)
    assert spoken.items() >= said.items()
    assert (spoken["done_reason"], spoken["prompt_eval_count"]) == ("length", 9)


@pytest.mark.parametrize(
    "body",
    [
        {"messages": [{"role": "system", "content": "J"}, {"role": "user", "content": "Q"}]},
        {"system": "J", "messages": [{"role": "user", "content": [{"type": "text", "text": "Q"}]}]},
        {"system": [{"type": "text", "text": "J"}], "prompt": "Q"},
    ],
)
def test_whatever_the_dialect_messages_are_seen_alike(body: dict[str, object]) -> None:
    assert asked(body)["messages"] == [
        {"role": "system", "content": "J"},
        {"role": "user", "content": "Q"},
    ]


@pytest.mark.parametrize("dialect", list(Dialect))
def test_an_error_says_its_status_in_every_dialect(dialect: Dialect) -> None:
    assert "planted status 429" in str(refused(dialect, 429)["error"])

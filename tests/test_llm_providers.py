"""Providers that do not speak OpenAI's dialect are reached through the same door."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from judgekit.llm import LiteLLM
from judgekit.types import Message, Request

ANTHROPIC = {
    "id": "msg_1",
    "type": "message",
    "role": "assistant",
    "model": "claude-judge",
    "content": [{"type": "text", "text": '{"reason": "So.", "score": 7}'}],
    "stop_reason": "end_turn",
    "stop_sequence": None,
    "usage": {"input_tokens": 9, "output_tokens": 4},
}
OLLAMA = {
    "model": "judge",
    "created_at": "2026-01-01T00:00:00Z",
    "response": '{"reason": "So.", "score": 7}',
    "done": True,
    "done_reason": "stop",
    "prompt_eval_count": 9,
    "eval_count": 4,
}
SPEECH = {"/v1/messages": ANTHROPIC, "/api/generate": OLLAMA}


@pytest.fixture
def server() -> Iterator[tuple[str, list[tuple[str, dict[str, Any]]]]]:
    """Serve Anthropic's and Ollama's replies; yield the address and what was asked."""
    seen: list[tuple[str, dict[str, Any]]] = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            seen.append((self.path, body))
            reply = json.dumps(SPEECH.get(self.path, {})).encode()
            self.send_response(200 if self.path in SPEECH else 404)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(reply)))
            self.end_headers()
            self.wfile.write(reply)

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as httpd:
        thread = threading.Thread(target=httpd.serve_forever, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{httpd.server_port}", seen
        httpd.shutdown()
        thread.join()


# LiteLLM's own types for Ollama make pydantic warn; a warning is an error here.
@pytest.mark.filterwarnings("ignore:Items? .* using the `ReadOnly` qualifier:UserWarning")
@pytest.mark.parametrize(
    ("model", "path"),
    [("anthropic/claude-judge", "/v1/messages"), ("ollama/judge", "/api/generate")],
)
async def test_a_reply_in_another_dialect_is_read_alike(
    server: tuple[str, list[tuple[str, dict[str, Any]]]], model: str, path: str
) -> None:
    base_url, seen = server
    asked = Request(
        model=model,
        messages=(Message(role="system", content="Judge."), Message(role="user", content="So?")),
        params={"max_tokens": 50},
    )
    door = LiteLLM(model, api_base=base_url, api_key="sk-test-0123456789", max_retries=0)
    reply = await door(asked)
    await door.aclose()
    assert json.loads(reply.text)["score"] == 7
    assert reply.finish_reason == "stop"
    assert (reply.usage.prompt_tokens, reply.usage.completion_tokens) == (9, 4)
    (body,) = [b for p, b in seen if p == path]
    assert "temperature" not in json.dumps(body)

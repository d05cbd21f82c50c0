"""A server of a student on loopback, which speaks as vLLM, as the first API, or as llama.cpp."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

CHAT = [1, 2]
"""What the imitated chat template puts before and after a message."""


class Imitation:
    """Serves a student that finds a word as likely as `likely` says, else one in two.

    Words with the white space before them are its tokens, numbered as they come.
    """

    def __init__(self, speaks: str, likely: dict[str, float] | None = None) -> None:
        self.speaks = speaks
        self.likely = likely or {}
        self.bodies: list[tuple[str, dict[str, Any]]] = []
        self.keys: set[str | None] = set()
        self.status = 200
        self._ids: dict[str, int] = {"<s>": 1, "</s>": 2}

    def answer(self, path: str, body: dict[str, Any]) -> dict[str, Any] | None:
        self.bodies.append((path, body))
        if path == "/tokenize":
            return self._tokenize(body)
        if self.speaks == "vllm":
            names = {i: word for word, i in self._ids.items()}
            told = [{str(i): self._told(names[i])} for i in body["prompt"]]
            return {"choices": [{"text": "", "prompt_logprobs": [None, *told[1:]]}]}
        if self.speaks == "llama.cpp":
            made = {"tokens": ["."], "token_logprobs": [-0.1]}
            return {"choices": [{"text": ".", "logprobs": made}]}
        words = [*split(body["prompt"]), " and"]
        log_probs = [None, *(math.log(self._p(w)) for w in words[1:])]
        return {"choices": [{"logprobs": {"tokens": words, "token_logprobs": log_probs}}]}

    def _tokenize(self, body: dict[str, Any]) -> dict[str, Any] | None:
        if self.speaks == "echo":
            return None
        if self.speaks == "llama.cpp":
            return {"tokens": []}
        if "messages" in body:
            return {"tokens": [CHAT[0], *self._of(body["messages"][0]["content"]), CHAT[1]]}
        return {"tokens": ([1] if body["add_special_tokens"] else []) + self._of(body["prompt"])}

    def _of(self, text: str) -> list[int]:
        return [self._ids.setdefault(word, len(self._ids) + 1) for word in split(text)]

    def _told(self, word: str) -> dict[str, Any]:
        p = self._p(word)
        return {"logprob": math.log(p), "rank": round(1 / p), "decoded_token": word}

    def _p(self, word: str) -> float:
        return self.likely.get(word.strip(), 0.5)


def split(text: str) -> list[str]:
    return re.findall(r"\s*\S+|\s+\Z", text)


@contextmanager
def served(imitation: Imitation) -> Iterator[str]:
    """Yield the base URL."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            imitation.keys.add(self.headers.get("Authorization"))
            answer = imitation.answer(self.path, body)
            said = json.dumps(answer or {"error": "no such place"}).encode()
            self.send_response(404 if answer is None else imitation.status)
            self.send_header("Content-Length", str(len(said)))
            self.end_headers()
            self.wfile.write(said)

        def log_message(self, *words: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/v1"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()

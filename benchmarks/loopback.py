"""A provider too fast to be measured: the bytes of a few replies, from a process of its own."""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
import zlib
from collections.abc import Iterator
from contextlib import contextmanager

from judgekit.testing.wire import completion
from judgekit.types import Reply, Usage

MODEL = "gpt-4o"
REASON = "It is right and complete, and it says what was asked. " * 4


@contextmanager
def served(latency_s: float) -> Iterator[str]:
    """Yield the base URL of a server that answers each request after `latency_s`."""
    command = [sys.executable, __file__, str(latency_s)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        yield process.stdout.readline().strip()
        process.terminate()


async def serve(latency_s: float) -> None:
    loop = asyncio.get_running_loop()
    answers = [_answer(score) for score in range(4, 10)]
    server = await loop.create_server(
        lambda: Canned(answers, latency_s), "127.0.0.1", 0, backlog=1024
    )
    print(f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/v1", flush=True)
    await server.serve_forever()


class Canned(asyncio.Protocol):
    """Answer by a checksum of the request, reading no more of it than its length."""

    def __init__(self, answers: list[bytes], latency_s: float) -> None:
        self._answers = answers
        self._latency_s = latency_s
        self._seen = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        self._seen += data
        head, gap, body = self._seen.partition(b"\r\n\r\n")
        if not gap or len(body) < _length(head):
            return
        self._seen = b""
        answer = self._answers[zlib.crc32(body) % len(self._answers)]
        if self._latency_s:
            asyncio.get_running_loop().call_later(self._latency_s, self._transport.write, answer)
        else:
            self._transport.write(answer)


def _answer(score: int) -> bytes:
    text = json.dumps({"reason": REASON, "score": score})
    reply = Reply(text=text, usage=Usage(prompt_tokens=640, completion_tokens=64))
    body = json.dumps(completion({"model": MODEL, "messages": []}, reply, 1)).encode()
    head = f"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {len(body)}"
    return head.encode() + b"\r\n\r\n" + body


def _length(head: bytes) -> int:
    _, _, rest = head.lower().partition(b"content-length:")
    return int(rest.split(b"\r\n", 1)[0])


if __name__ == "__main__":
    asyncio.run(serve(float(sys.argv[1])))

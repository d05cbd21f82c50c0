"""How an answer goes wrong on its way."""

from __future__ import annotations

import asyncio
import json
import socket
import struct
from enum import StrEnum
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from aiohttp import web

_GARBAGE = b"<html>\xff planted"


class Body(StrEnum):
    """What becomes of a body on its way."""

    WHOLE = "whole"
    SLOW = "slow"
    """Its bytes arrive in ten pieces, spread over the fault's latency."""
    TRUNCATED = "truncated"
    """The connection ends in the middle of it."""
    GARBAGE = "garbage"
    """It is no JSON."""
    RESET = "reset"
    """The connection is reset before it."""


class Fault(NamedTuple):
    """How one call goes wrong; the defaults are what goes right."""

    status: int = 200
    retry_after_s: float | None = None
    latency_s: float = 0.0
    body: Body = Body.WHOLE
    content_type: str = "application/json"
    content: bytes | None = None
    """What is sent in place of the reply."""

    @property
    def is_whole(self) -> bool:
        """Whether the reply arrives, at whoever waits long enough."""
        arrives = self.content is None and self.body in (Body.WHOLE, Body.SLOW)
        return self.status == 200 and arrives


async def send(
    request: web.Request, fault: Fault, content: dict[str, Any] | str
) -> web.StreamResponse:
    """Send an answer, or what a fault makes of it."""
    from aiohttp import web

    whole = _GARBAGE if fault.body is Body.GARBAGE else _spelled(content).encode()
    whole = whole if fault.content is None else fault.content
    response = web.StreamResponse(status=fault.status, headers=_headers(fault, len(whole)))
    pieces = _pieces(whole, fault.body)
    for piece in pieces:
        await asyncio.sleep(fault.latency_s / len(pieces))
        if fault.body is Body.RESET:
            _reset(request)
            break
        if not response.prepared:
            await response.prepare(request)
        await response.write(piece)
    if fault.body is Body.TRUNCATED and request.transport:
        request.transport.close()
    return response


def _spelled(content: dict[str, Any] | str) -> str:
    return content if isinstance(content, str) else json.dumps(content)


def _headers(fault: Fault, length: int) -> dict[str, str]:
    headers = {"Content-Type": fault.content_type, "Content-Length": str(length)}
    if fault.retry_after_s is not None:
        headers["Retry-After"] = f"{fault.retry_after_s:g}"
    return headers


def _pieces(whole: bytes, body: Body) -> list[bytes]:
    if body is Body.TRUNCATED:
        return [whole[: len(whole) // 2]]
    size = -(-len(whole) // 10) if body is Body.SLOW else len(whole)
    return [whole[start : start + size] for start in range(0, len(whole), size)]


def _reset(request: web.Request) -> None:
    transport = request.transport
    if transport is not None:
        # Without lingering, closing a socket sends a reset in place of an orderly end.
        connection = transport.get_extra_info("socket")
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        transport.abort()

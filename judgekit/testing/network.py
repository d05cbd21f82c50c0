"""A test that reaches for the network fails there and then; loopback stays open."""

from __future__ import annotations

import ipaddress
import socket
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from typing import Any
from unittest.mock import patch


class NetworkRefused(OSError):  # noqa: N818 - it reads as what happened
    """A connection or a look-up that would have left this machine."""


@contextmanager
def loopback_only() -> Iterator[list[str]]:
    """Refuse every socket and every look-up that is not loopback, asyncio's included.

    Yields the list of hosts refused so far: code that swallows the error is seen there.
    """
    refused: list[str] = []
    with ExitStack() as patched:
        for name in ("connect", "connect_ex", "sendto"):
            original = getattr(socket.socket, name)
            patched.enter_context(patch.object(socket.socket, name, _to(original, refused)))
        for name in ("getaddrinfo", "gethostbyname", "gethostbyname_ex"):
            original = getattr(socket, name)
            patched.enter_context(patch.object(socket, name, _of(original, refused)))
        yield refused


def _to(send: Callable[..., Any], refused: list[str]) -> Callable[..., Any]:
    def guarded(self: socket.socket, *args: Any) -> Any:
        # sendto(data, flags, address) and connect(address) alike end in the address.
        if self.family in (socket.AF_INET, socket.AF_INET6):
            _check(args[-1][0], refused)
        return send(self, *args)

    return guarded


def _of(look_up: Callable[..., Any], refused: list[str]) -> Callable[..., Any]:
    def guarded(host: Any, *args: Any, **options: Any) -> Any:
        _check(host, refused)
        return look_up(host, *args, **options)

    return guarded


def _check(host: str | bytes | None, refused: list[str]) -> None:
    name = host.decode("ascii", "replace") if isinstance(host, bytes) else host
    if name and not _is_loopback(name):
        refused.append(name)
        raise NetworkRefused(f"{name!r} is not on this machine, and only loopback is open")


def _is_loopback(name: str) -> bool:
    try:
        address = ipaddress.ip_address(name)
    except ValueError:
        return name == "localhost"
    mapped = getattr(address, "ipv4_mapped", None)
    return (mapped or address).is_loopback

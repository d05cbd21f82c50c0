import asyncio
import socket

import pytest

from judgekit.testing import NetworkRefused, Provider, loopback_only

FAR = [
    ("93.184.216.34", socket.AF_INET),
    ("2606:2800:220:1::1", socket.AF_INET6),
    ("0.0.0.0", socket.AF_INET),
    ("example.com", socket.AF_INET),
]


@pytest.mark.parametrize(("host", "family"), FAR)
@pytest.mark.parametrize("how", ["connect", "connect_ex"])
def test_a_socket_cannot_leave_this_machine(host, family, how):
    with loopback_only() as refused, socket.socket(family) as s, pytest.raises(NetworkRefused):
        getattr(s, how)((host, 80))
    assert refused == [host]


def test_a_datagram_cannot_leave_this_machine():
    with loopback_only(), socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as s:
        with pytest.raises(NetworkRefused, match=r"'8\.8\.8\.8' is not on this machine"):
            s.sendto(b"x", ("8.8.8.8", 53))
        with pytest.raises(NetworkRefused):
            s.sendto(b"x", 0, ("8.8.8.8", 53))


@pytest.mark.parametrize(
    ("look_up", "rest"), [("gethostbyname", ()), ("gethostbyname_ex", ()), ("getaddrinfo", (80,))]
)
def test_a_name_cannot_be_looked_up(look_up, rest):
    with loopback_only() as refused, pytest.raises(NetworkRefused):
        getattr(socket, look_up)("example.com", *rest)
    assert refused == ["example.com"]


async def test_asyncio_is_held_to_it_too():
    with loopback_only() as refused:
        for host in ("example.com", "93.184.216.34"):
            with pytest.raises(NetworkRefused):
                await asyncio.open_connection(host, 80)
    assert refused == ["example.com", "93.184.216.34"]


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost"])
async def test_loopback_is_open(host):
    with Provider() as provider, loopback_only() as refused:
        port = int(provider.base_url.split(":")[2].removesuffix("/v1"))
        _, writer = await asyncio.open_connection(host, port)
        writer.close()
        await writer.wait_closed()
    assert refused == []


def test_sockets_that_know_no_hosts_are_open(tmp_path):
    with (
        loopback_only(),
        socket.socket(socket.AF_UNIX) as server,
        socket.socket(socket.AF_UNIX) as s,
    ):
        server.bind(str(tmp_path / "s"))
        server.listen()
        s.connect(str(tmp_path / "s"))


def test_everything_is_as_before_afterwards():
    before = socket.socket.connect, socket.getaddrinfo
    with loopback_only():
        assert socket.socket.connect is not before[0]
    assert (socket.socket.connect, socket.getaddrinfo) == before

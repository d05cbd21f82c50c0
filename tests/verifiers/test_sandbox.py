"""Hostile programs against every sandbox that this machine has."""

import json
import os
import socket
import time
from pathlib import Path

import pytest

from judgekit.verifiers import cgroup, sandbox, sandbox_level
from judgekit.verifiers.launchers import LAUNCHERS, Launcher
from judgekit.verifiers.sandbox import Call, Ran, run_with

PROBE = Call("def probe():\n    return 1", "probe", [[]], 10)


def works(launcher: Launcher) -> bool:
    ran = run_with(launcher, PROBE)
    return ran is not None and ran.lines == (b'{"value": 1}',)


@pytest.fixture(scope="module", params=LAUNCHERS, ids=lambda launcher: launcher.name)
def launcher(request) -> Launcher:
    if not works(request.param):
        pytest.skip(f"{request.param.name} does not work on this machine")
    return request.param


def run(launcher: Launcher, body: str, *, timeout_s: float = 5, arguments: tuple = ()) -> Ran:
    source = "import os, sys, time\ndef f(*a):\n    " + body.strip().replace("\n", "\n    ")
    ran = run_with(launcher, Call(source, "f", [list(arguments)], timeout_s))
    assert ran is not None
    return ran


def value(launcher: Launcher, body: str, *arguments: object) -> object:
    (line,) = run(launcher, body, arguments=arguments).lines
    return json.loads(line).get("value", json.loads(line))


def test_a_sleeper_is_stopped_at_its_deadline(launcher):
    begun = time.monotonic()
    assert run(launcher, "time.sleep(60)", timeout_s=0.4).stopped == "timeout"
    assert time.monotonic() - begun < 2


def test_a_candidate_that_closes_its_streams_and_sleeps_is_stopped(launcher):
    body = "for fd in range(64):\n    try: os.close(fd)\n    except OSError: pass\ntime.sleep(60)"
    assert run(launcher, body, timeout_s=0.4).stopped == "timeout"


def test_endless_print_is_stopped_before_its_deadline(launcher):
    begun = time.monotonic()
    ran = run(launcher, "while True: print('x' * 1000)", timeout_s=5)
    assert ran.stopped == "output_limit"
    assert time.monotonic() - begun < 3


def test_an_endless_value_is_stopped(launcher):
    assert run(launcher, "return 'x' * 5_000_000").stopped == "output_limit"


def test_a_fork_bomb_meets_a_limit_and_dies(launcher):
    bomb = """
n = 0
try:
    while n < 100:
        if os.fork() == 0:
            time.sleep(60)
        n += 1
except OSError:
    pass
return n
"""
    begun = time.monotonic()
    assert 0 < value(launcher, bomb) < sandbox._PROCESSES
    assert time.monotonic() - begun < 3


def test_a_daemon_that_holds_the_streams_does_not_outlive_the_run(launcher):
    daemon = """
if os.fork() == 0:
    os.setsid()
    if os.fork() == 0:
        time.sleep(60)
    os._exit(0)
os.wait()
return 3
"""
    begun = time.monotonic()
    ran = run(launcher, daemon)
    assert (ran.lines, ran.stopped) == ((b'{"value": 3}',), None)
    assert time.monotonic() - begun < 3


def test_a_disk_filler_is_stopped_by_the_size_of_tmp(launcher):
    filler = """
for n in range(100):
    try:
        with open(f'/tmp/{n}', 'wb') as f:
            f.write(bytes(2**20))
    except OSError:
        break
return n
"""
    assert value(launcher, filler) <= 32


def test_nothing_but_tmp_is_writable(launcher):
    walk = """
found = []
for folder, below, _ in os.walk('/'):
    below[:] = [b for b in below if b != 'tmp'] if folder.count('/') < 3 else []
    try:
        open(folder + '/x', 'w').close()
        found.append(folder)
    except OSError:
        pass
return found
"""
    assert value(launcher, walk) == []


def test_memory_is_limited(launcher):
    assert value(launcher, "return len(bytearray(2**31))") == {"raised": "MemoryError"}


@pytest.mark.skipif(not cgroup.is_bounded(), reason="no control group can be made here")
def test_the_memory_of_all_processes_together_is_limited(launcher):
    children = """
told, tell = os.pipe()
os.set_blocking(told, False)
for _ in range(5):
    if os.fork() == 0:
        held = bytearray(150 * 2**20)
        os.write(tell, b'x')
        time.sleep(60)
held = killed = 0
while held + killed < 5:
    try:
        held += len(os.read(told, 5))
    except BlockingIOError:
        pass
    killed += os.waitpid(-1, os.WNOHANG)[0] > 0
return killed
"""
    assert cgroup.MEMORY_BYTES < 5 * 150 * 2**20
    assert value(launcher, children) > 0


def test_files_in_memory_are_limited(launcher):
    filler = """
held = []
try:
    while True:
        held.append(os.memfd_create('x'))
        os.write(held[-1], bytes(2**20))
        os.write(held[-1], bytes(1))
except OSError:
    return len(held)
"""
    assert value(launcher, filler) == 1


def test_an_endless_loop_is_ended_by_the_deadline(launcher):
    assert run(launcher, "while True: pass", timeout_s=0.4).stopped == "timeout"


def test_there_is_no_network(launcher):
    with socket.create_server(("127.0.0.1", 0)) as server:
        connect = "import socket\nsocket.create_connection(('127.0.0.1', a[0]), timeout=1)"
        port = server.getsockname()[1]
        assert value(launcher, connect, port) in (
            {"raised": "OSError"},
            {"raised": "ConnectionRefusedError"},
        )


def test_there_are_no_files_of_ours(launcher, tmp_path):
    (tmp_path / "secret").write_text("x")
    places = [str(tmp_path / "secret"), str(Path(__file__)), "/etc/passwd", "/home", "/proc/1"]
    assert value(launcher, "return [p for p in a if os.path.exists(p)]", *places) == []
    seen = value(launcher, "return sorted(os.listdir(os.path.expanduser(a[0])))", "/root")
    assert set(seen if isinstance(seen, list) else []) <= {".pyenv", ".local"}


def test_the_environment_is_empty(launcher, monkeypatch):
    monkeypatch.setenv("JUDGEKIT_SECRET", "hunter2")
    environment = value(launcher, "return dict(os.environ)")
    assert "hunter2" not in str(environment)
    assert set(environment) <= {"PYTHONHASHSEED", "PWD", "OLDPWD", "LC_CTYPE"}


def test_standard_input_is_empty(launcher):
    assert value(launcher, "return sys.stdin.read()") == ""


def test_no_process_of_ours_is_visible(launcher):
    assert value(launcher, "os.kill(a[0], 0)", os.getpid()) == {"raised": "ProcessLookupError"}


def test_no_power_is_left(launcher):
    powers = """
import socket
for power in (lambda: os.chroot('/tmp'), lambda: socket.sethostname('x'), lambda: os.setuid(12345)):
    try:
        power()
        return 'powerful'
    except OSError:
        pass
"""
    assert value(launcher, powers) is None


@pytest.mark.skipif(os.geteuid() != 0, reason="only root has a uid to give away")
def test_root_gives_each_run_a_uid_of_its_own(launcher):
    uids = {value(launcher, "return os.getuid()") for _ in range(2)}
    assert len(uids) == 2
    assert 0 not in uids


def test_the_level_is_the_strongest_that_works():
    working = [launcher.name for launcher in LAUNCHERS if works(launcher)]
    assert sandbox_level() == (working or ["none"])[0]


def test_missing_tools_are_no_sandbox(monkeypatch):
    monkeypatch.setattr("shutil.which", lambda name: None)
    assert [run_with(launcher, PROBE) for launcher in LAUNCHERS] == [None, None]

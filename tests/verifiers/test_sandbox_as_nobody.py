"""The sandbox holds for an ordinary user too: hostile programs, run after a setuid to nobody."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from judgekit.verifiers import sandbox
from judgekit.verifiers.launchers import LAUNCHERS

HOSTILE = {
    "sleep": "time.sleep(60)",
    "loop": "while True: pass",
    "speak": "while True: print('x' * 1000)",
    "memory": "return len(bytearray(2**31))",
    "fork": """
n = 0
try:
    while n < 100:
        if os.fork() == 0:
            time.sleep(60)
        n += 1
except OSError:
    return n""",
    "daemon": """
if os.fork() == 0:
    os.setsid()
    if os.fork() == 0:
        time.sleep(60)
    os._exit(0)
os.wait()
return 3""",
    "disk": """
for n in range(100):
    try:
        with open(f'/tmp/{n}', 'wb') as f:
            f.write(bytes(2**20))
    except OSError:
        return n""",
    "elsewhere": """
found = []
for folder in ('/', '/dev', '/usr', '/tmp/..', '/usr/lib'):
    try:
        open(folder + '/x', 'w').close()
        found.append(folder)
    except OSError:
        pass
return found""",
    "socket": "import socket\nsocket.create_connection(('127.0.0.1', PORT), timeout=1)",
    "home": "return [p for p in ('/etc/passwd', '/home', '/root', PROGRAM) if os.path.exists(p)]",
    "environment": "return sorted(os.environ)",
    "processes": "os.kill(PID, 0)",
    "powers": """
import socket
for power in (lambda: os.chroot('/tmp'), lambda: socket.sethostname('x'), lambda: os.setuid(123)):
    try:
        power()
        return 'powerful'
    except OSError:
        pass""",
}  # fmt: skip

# What judgekit needs is imported as root, who may read this project; the rest happens as nobody.
PROGRAM = """
import json, os, sys
from judgekit.verifiers import cgroup, sandbox
from judgekit.verifiers.launchers import LAUNCHERS
asked = json.load(sys.stdin)
os.setgroups([]), os.setgid(65534), os.setuid(65534)
sys.executable, sys.base_prefix = asked["python"], "/usr"
said = {"uid": os.geteuid(), "bounded": cgroup.is_bounded()}
for launcher in LAUNCHERS:
    said[launcher.name] = {}
    for name, body in asked["programs"].items():
        source = "import os, sys, time\\ndef f():\\n    " + body.strip().replace("\\n", "\\n    ")
        call = sandbox.Call(source, "f", [[]], asked["timeout_s"].get(name, 5))
        ran = sandbox.run_with(launcher, call)
        said[launcher.name][name] = ran and [[l.decode() for l in ran.lines], ran.stopped]
print(json.dumps(said))
"""


@pytest.fixture(scope="module")
def said(tmp_path_factory: pytest.TempPathFactory) -> dict:
    """Return what every hostile program came to under every launcher, for nobody."""
    python = f"/usr/bin/python3.{sys.version_info.minor}"
    if os.geteuid() != 0:
        pytest.skip("only root can become nobody; the other tests of the sandbox ran unprivileged")
    if not os.path.exists(python):
        pytest.skip(f"nobody needs {python}: ours may lie where only root may go")
    words = {"PORT": "9", "PROGRAM": repr(__file__), "PID": str(os.getpid())}
    programs = {"probe": "return 1", **HOSTILE}
    for word, meant in words.items():
        programs = {name: body.replace(word, meant) for name, body in programs.items()}
    asked = {"python": python, "programs": programs, "timeout_s": {"sleep": 0.4, "loop": 0.4}}
    ran = subprocess.run(
        [sys.executable, "-c", PROGRAM],
        input=json.dumps(asked),
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "JUDGEKIT_SECRET": "hunter2"},
    )
    return json.loads(ran.stdout)


@pytest.fixture(params=[launcher.name for launcher in LAUNCHERS])
def outcomes(request, said) -> dict:
    assert said["uid"] == 65534
    if said[request.param]["probe"] != [['{"value": 1}'], None]:
        pytest.skip(f"{request.param} does not work for nobody on this machine")
    return said[request.param]


def test_what_never_ends_is_ended(outcomes):
    assert outcomes["sleep"] == [[], "timeout"]
    assert outcomes["loop"] == [[], "timeout"]
    assert outcomes["speak"] == [[], "output_limit"]


def test_memory_processes_and_disk_are_limited(outcomes):
    value = {name: json.loads(outcomes[name][0][0]) for name in ("memory", "fork", "disk")}
    assert value["memory"] == {"raised": "MemoryError"}
    assert 0 < value["fork"]["value"] < sandbox._PROCESSES
    assert value["disk"]["value"] <= 32


def test_a_daemon_does_not_outlive_the_run(outcomes):
    assert outcomes["daemon"] == [['{"value": 3}'], None]


def test_there_is_nothing_of_ours_to_read_reach_or_write(outcomes):
    value = {name: json.loads(lines[0]) for name, (lines, _) in outcomes.items() if lines}
    assert value["elsewhere"] == {"value": []}
    assert value["home"] == {"value": []}
    assert value["socket"]["raised"] in ("OSError", "ConnectionRefusedError")
    assert value["processes"] == {"raised": "ProcessLookupError"}
    assert value["powers"] == {"value": None}
    assert set(value["environment"]["value"]) <= {"PYTHONHASHSEED", "PWD", "OLDPWD", "LC_CTYPE"}


def test_the_project_can_be_read_by_nobody(said):
    assert Path(sandbox._PROGRAM).stat().st_mode & 0o004, "else nothing above was tried"

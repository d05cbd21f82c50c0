"""What a marker asks for, over the settings of the project's root."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

from judgekit.config import Kind, Settings, as_settings, kind_of, load_settings
from judgekit.errors import InputError
from judgekit.text import sha256
from judgekit.types import Scale

_FILES = ("samples", "baseline", "recordings", "config")


class Job(NamedTuple):
    """One audit, and what its outcome is held to."""

    settings: Settings
    own: Any
    """A judge of the user's own code; None where the settings name one."""
    samples: Path | None
    """Absent: the packaged ones."""
    baseline: Path | None
    """Absent: the audit is held to its budget."""
    recordings: Path | None
    """Replies for git, replayed in place of the settings' journal."""
    live: bool
    """Whether what is not recorded may be asked for, and code may reach the network."""
    test: str
    """Where it is asked for."""

    @property
    def key(self) -> str:
        """The same for tests that can share one audit."""
        code = self.test if self.own is not None else ""
        parts = (code, self.samples, self.baseline, self.recordings)
        return sha256(f"{self.settings.model_dump_json()} {parts!r}")[:16]


def read_job(args: tuple[Any, ...], said: Mapping[str, Any], *, live: bool, test: str) -> Job:
    """Return the job that a marker's arguments make."""
    if len(args) > 1 or (args and "samples" in said):
        raise InputError("the marker takes one positional argument: the file of samples")
    given = {**dict(zip(("samples",), args, strict=False)), **said}
    paths = {name: _path(given.pop(name, None)) for name in _FILES}
    if isinstance(given.get("scale"), Scale):
        given |= as_settings(given["scale"])
    own = None if isinstance(given.get("judge"), str) else given.pop("judge", None)
    settings = load_settings(paths.pop("config"), **given)
    is_code = own is not None or kind_of(settings.judge) is Kind.CODE
    if is_code and paths["recordings"] is not None:
        raise InputError("a judge in code is called and never recorded; leave out recordings")
    settings = settings.model_copy(update={"replay": not live and not is_code})
    return Job(settings=settings, own=own, **paths, live=live, test=test)


def _path(given: str | Path | None) -> Path | None:
    return None if given is None else Path(given)

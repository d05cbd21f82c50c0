"""What a marker asks for, over the settings of the project's root."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

from judgekit.auditing.calling import OwnJudge
from judgekit.config import Settings, load_settings
from judgekit.errors import InputError
from judgekit.text import sha256
from judgekit.types import Scale

_ARGUMENTS = ("samples", "judge", "scale", "baseline", "recordings", "config")


class Job(NamedTuple):
    """One audit, and what its outcome is held to."""

    settings: Settings
    samples: Path | None
    """Absent: the packaged ones."""
    own: OwnJudge | None
    """A judge of the user's own code; absent where the settings name one."""
    scale: Scale | None
    baseline: Path | None
    """Absent: the audit is held to its budget."""
    recordings: Path | None
    """Replies for git, replayed in place of the settings' journal."""
    test: str
    """Where it is asked for."""

    @property
    def key(self) -> str:
        """The same for tests that can share one audit."""
        code = self.test if self.own is not None else ""
        parts = (code, self.samples, self.scale, self.baseline, self.recordings)
        return sha256(f"{self.settings.model_dump_json()} {parts!r}")[:16]


def read_job(args: tuple[Any, ...], said: Mapping[str, Any], *, live: bool, test: str) -> Job:
    """Return the job that a marker's arguments make; `live` lets the judge be asked."""
    if len(args) > 1 or (args and "samples" in said):
        raise InputError("the marker takes one positional argument: the file of samples")
    own = {**said, **({"samples": args[0]} if args else {})}
    named = {name: own.pop(name, None) for name in _ARGUMENTS}
    judge = named["judge"]
    if isinstance(judge, str):
        own["judge"] = judge
    settings = load_settings(_path(named["config"]), **{**own, "replay": not live})
    return Job(
        settings=settings,
        samples=_path(named["samples"]),
        own=None if judge is None or isinstance(judge, str) else judge,
        scale=named["scale"],
        baseline=_path(named["baseline"]),
        recordings=_path(named["recordings"]),
        test=test,
    )


def _path(given: str | Path | None) -> Path | None:
    return None if given is None else Path(given)

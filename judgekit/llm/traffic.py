"""What has gone back and forth at the doors of a run, however the run came out."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass
class Traffic:
    """What has happened so far; several doors may count in one."""

    fast: int = 0
    """Tries sent over connections of ours."""
    through_litellm: int = 0
    """Tries sent by LiteLLM, those compared with the fast path included."""
    retries: int = 0
    """Tries that were not the first of their call."""
    crowded: int = 0
    """Tries that met a rate limit, an overloaded provider or the time-out."""
    gave_way: list[str] = field(default_factory=list)
    """Why calls go through LiteLLM that could have gone the fast way: model and reason, once."""

    @property
    def tries(self) -> int:
        return self.fast + self.through_litellm

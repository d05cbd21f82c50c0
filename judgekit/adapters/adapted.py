"""An evaluator of another framework as a judge: asked in its words, read into ours."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from importlib import metadata
from typing import Any

from pydantic import JsonValue

from judgekit.judging import called_identity, caught, made_of, qualified_name
from judgekit.types import Judgment, Sample, Scale

Ask = Callable[[Sample, str], Awaitable[Judgment]]

UNIT = Scale(low=0, high=1, accept=0.5)
"""The scale on which these frameworks score."""


class Adapted:
    """A judge that runs in this process, again for every draw; nothing is recorded."""

    def __init__(
        self,
        ask: Ask,
        evaluator: Any,
        *,
        package: str,
        scale: Scale,
        name: str | None,
        also: JsonValue = None,
    ) -> None:
        self.identity = called_identity(
            name or f"{package}:{qualified_name(evaluator)}",
            version=f"{package} {_version(package)}",
            scale=scale,
            made_of={"evaluator": made_of(evaluator), "also": also},
        )
        self._ask = ask

    async def __call__(self, sample: Sample, response: str, /, *, repeat: int = 0) -> Judgment:
        return await caught(self._ask(sample, response))


def _version(package: str) -> str:
    try:
        return metadata.version(package)
    except metadata.PackageNotFoundError:  # in its style, without it
        return "absent"

"""From the words that name a student to one that can be asked, and remembers."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from judgekit import local
from judgekit.catalog import load_json_record
from judgekit.criteria.student import MOST_TOKENS, Profile
from judgekit.errors import InputError
from judgekit.store import Journal
from judgekit.student.endpoint import Served
from judgekit.student.remembering import Remembering
from judgekit.student.weights import Weights


@asynccontextmanager
async def open_student(
    named: str,
    *,
    api_base: str | None = None,
    journal: Path,
    max_tokens: int = MOST_TOKENS,
    max_connections: int = 16,
    max_retries: int = 5,
    timeout_s: float = 120.0,
    replay: bool = False,
) -> AsyncIterator[Remembering]:
    """Yield the student of a name: `local`, a folder, a GGUF file, or a model of an endpoint.

    Nothing is loaded or called before it is asked about something that the journal lacks.
    """
    served: Served | None = None
    student: Served | Weights
    if api_base is not None:
        student = served = Served(
            api_base,
            named,
            max_tokens=max_tokens,
            max_connections=max_connections,
            max_retries=max_retries,
            timeout_s=timeout_s,
        )
    else:
        path = local.default_model() if named == "local" else Path(named)
        if not path.exists():
            raise InputError(
                f"student {named!r}: is no folder and no file; give the weights as transformers "
                "saves them, a .gguf file, or local, or say with an API base where it is served"
            )
        student = Weights(path, max_tokens=max_tokens, name=named)
    try:
        with Journal(journal, read_only=replay) as kept:
            yield Remembering(student, kept, replay=replay)
    finally:
        if served is not None:
            await served.aclose()


def load_profile(path: Path) -> Profile:
    """Read the profile of a student."""
    return load_json_record(path, Profile, "profile of a student")

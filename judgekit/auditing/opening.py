"""From settings to a judge that remembers, over a model that is reached only if it is asked."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path
from typing import NamedTuple

from judgekit import local
from judgekit.adapters import as_judge, find
from judgekit.auditing.doors import Desk, Late, local_path, reach_model
from judgekit.auditing.seating import as_panel, load_panel, refuse_what_has_no_part, seats
from judgekit.catalog import load_prompt, load_record
from judgekit.config import Kind, Settings, kind_of, stated_scale
from judgekit.errors import CatalogError, InputError
from judgekit.judging import EndpointJudge, PromptedJudge, in_both_orders
from judgekit.store import Journal, Recorded
from judgekit.types import Complete, Endpoint, Judge, JudgePrompt, Protocol, Sample

LOCAL_PROMPT = "reference-truefalse"
"""Of 18 wordings the one under which SmolLM2 told most right answers from wrong ones, on half of
the packaged samples; `benchmarks/demo_prompt.py` shows what is left of that on the other half."""


class Opened(NamedTuple):
    """A judge, and the recorder that its calls go through, unless all of it is code."""

    judge: Judge
    recorded: Recorded | None

    def last_day(self) -> str | None:
        """Return the UTC day of the newest reply given out; None where nothing is recorded."""
        return self.recorded.last_day() if self.recorded else None


class Writer(NamedTuple):
    """A model that writes, and the names it is asked under."""

    complete: Complete
    model: str
    api_base: str | None = None


@asynccontextmanager
async def open_judge(
    settings: Settings, samples: Sequence[Sample], *, prompt: JudgePrompt | None = None
) -> AsyncIterator[Opened]:
    """Yield the judge that the settings describe; nothing is reached before it is asked.

    `prompt` is a prompt as it once was, in place of the one that the settings name.
    """
    async with AsyncExitStack() as stack:
        desk = Desk(settings, stack)
        if kind_of(settings.judge) is Kind.PANEL:
            panel = load_panel(settings.judge)
            members = [_judge(s, samples, desk) for s in seats(panel, settings)]
            yield Opened(as_panel(panel, members, settings), desk.recorded)
        else:
            yield Opened(_judge(settings, samples, desk, prompt), desk.recorded)


@asynccontextmanager
async def open_writer(settings: Settings) -> AsyncIterator[Writer]:
    """Yield the model that writes variants; it shares the judge's journal and is paid once."""
    assert settings.generate is not None
    where = {"judge": settings.generate, "api_base": settings.generate_api_base}
    writing = settings.model_copy(update=where)
    async with AsyncExitStack() as stack:
        journal = stack.enter_context(Journal(Path(settings.journal), read_only=settings.replay))
        ask = None if settings.replay else Late(lambda: reach_model(writing, stack))
        name = model_name(settings.generate)
        yield Writer(Recorded(journal, ask), name, settings.generate_api_base)


def default_prompt(judge: str, samples: Sequence[Sample]) -> str:
    """Return the packaged prompt to use: graded against references where every row has one."""
    referenced = all(s.reference is not None for s in samples)
    if kind_of(judge) is Kind.LOCAL:
        # A small model ignores what is asked of its format; its first token can still be read.
        return LOCAL_PROMPT if referenced else "pointwise-yesno"
    return "reference" if referenced else "pointwise"


def model_name(judge: str) -> str:
    """Return the name under which replies are kept: for a file, its content, not its place."""
    if kind_of(judge) is not Kind.LOCAL:
        return judge
    if judge == "local":
        return f"local/{Path(local.MEMBER).stem}@{local.SHA256[:12]}"
    path = local_path(judge)
    if not path.is_file():
        raise InputError(
            f"--judge {judge}: {str(path)!r} is no file; give the path of a GGUF model"
        )
    return f"local/{path.stem}@{local.fingerprint(path)[:12]}"


def _judge(
    settings: Settings, samples: Sequence[Sample], desk: Desk, prompt: JudgePrompt | None = None
) -> Judge:
    refuse_what_has_no_part(settings)
    match kind_of(settings.judge):
        case Kind.CODE:
            return _coded(settings)
        case Kind.ENDPOINT:
            return _endpoint(settings, desk)
        case _:
            named = settings.prompt or default_prompt(settings.judge, samples)
            return _prompted(settings, prompt or load_prompt(named), desk)


def _prompted(settings: Settings, prompt: JudgePrompt, desk: Desk) -> Judge:
    judge = PromptedJudge(
        prompt,
        desk.recorder(),
        model=model_name(settings.judge),
        api_base=settings.api_base,
        params=settings.params,
        structured=settings.structured,
        name=settings.judge,
    )
    desk.lead_to_model(settings, judge.identity)
    return in_both_orders(judge) if prompt.protocol is Protocol.PAIRWISE else judge


def _endpoint(settings: Settings, desk: Desk) -> Judge:
    file = settings.judge.removeprefix("http:")
    if file.startswith("//"):
        raise InputError(
            f"--judge {settings.judge}: say in a file how it is asked and where its score stands, "
            "and give --judge http:FILE.yaml"
        )
    endpoint = load_record(Path(file), Endpoint)
    try:
        judge = EndpointJudge(endpoint, desk.recorder(), name=settings.judge)
    except CatalogError as error:
        raise CatalogError(f"{file}: {error}") from None
    desk.lead_to_endpoint(endpoint, settings, judge.identity)
    return judge


def _coded(settings: Settings) -> Judge:
    if settings.replay:
        raise InputError(
            f"--judge {settings.judge}: code is called and never recorded, so there is nothing to "
            "replay; leave --replay out"
        )
    thing = find(settings.judge.removeprefix("python:"))
    return as_judge(thing, scale=stated_scale(settings), name=settings.judge)

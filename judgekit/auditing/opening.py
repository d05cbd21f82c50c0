"""From settings to a judge that remembers, over a model that is reached only if it is asked."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager, nullcontext
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

from judgekit import local
from judgekit.adapters import as_judge, find
from judgekit.auditing.doors import Doors, model_name, open_recorder
from judgekit.auditing.seating import (
    as_panel,
    load_endpoint,
    load_panel,
    refuse_code,
    refuse_what_has_no_part,
    seats_of,
    seats_on,
)
from judgekit.auditing.spending import purse_of, refuse_unpriced
from judgekit.catalog import load_prompt
from judgekit.config import Kind, Settings, kind_of, stated_scale
from judgekit.defences import Colleagues, Means, defend
from judgekit.errors import CatalogError, InputError
from judgekit.judging import EndpointJudge, PromptedJudge, in_both_orders
from judgekit.llm import Purse, Traffic
from judgekit.store import Journal, Recorded
from judgekit.types import Complete, Judge, JudgePrompt, Protocol, Sample

LOCAL_PROMPT = "reference-truefalse"
"""Of 18 wordings the one under which SmolLM2 told most right answers from wrong ones, on half of
the packaged samples; `benchmarks/demo_prompt.py` shows what is left of that on the other half."""


class Opened(NamedTuple):
    """A judge, and the recorder that its calls go through, unless all of it is code."""

    judge: Judge
    recorded: Recorded | None

    def last_day(self) -> str | None:
        """Return the UTC day of the newest reply given out; code, which keeps none, replied now."""
        return self.recorded.last_day() if self.recorded else today()


def today() -> str:
    """Return the UTC day, ISO 8601: that of replies which were given just now."""
    return datetime.now(UTC).date().isoformat()


class Writer(NamedTuple):
    """A model that writes, and the names it is asked under."""

    complete: Complete
    model: str
    api_base: str | None = None


@asynccontextmanager
async def open_judge(
    settings: Settings,
    samples: Sequence[Sample],
    *,
    prompt: JudgePrompt | None = None,
    purse: Purse | None = None,
    traffic: Traffic | None = None,
) -> AsyncIterator[Opened]:
    """Yield the judge that the settings describe; nothing is reached before it is asked.

    `prompt` is a prompt as it once was, in place of the one that the settings name; `purse` pays
    the calls, by default one of its own with what the settings allow; `traffic` counts them.
    """
    async with open_doors(settings, purse=purse, traffic=traffic) as recorded:
        yield Opened(make_judge(settings, samples, recorded or Doors(), prompt=prompt), recorded)


@asynccontextmanager
async def open_doors(
    settings: Settings,
    *others: Settings,
    purse: Purse | None = None,
    traffic: Traffic | None = None,
) -> AsyncIterator[Recorded | None]:
    """Yield the recorder before the models of all who judge; None where all of it is code.

    `others` are those of more judges in the same run, with the same journal and limits.
    """
    purse = purse or purse_of(settings)
    of_each = (settings, *others)
    seats = [seat for one in of_each for seat in seats_of(one)]
    if settings.replay:
        for one in of_each:
            refuse_code(one, "cannot be replayed: it is called and never recorded")
    elif purse is not None:
        for seat in seats:
            refuse_unpriced(seat)
    async with AsyncExitStack() as stack:
        asks = any(kind_of(seat.judge) is not Kind.CODE for seat in seats)
        yield open_recorder(settings, stack, purse, traffic, seats=seats) if asks else None


@asynccontextmanager
async def open_writer(settings: Settings, *, purse: Purse | None = None) -> AsyncIterator[Writer]:
    """Yield the model that writes variants; it shares the judge's journal and is paid once."""
    assert settings.generate is not None
    if kind_of(settings.generate) not in (Kind.MODEL, Kind.LOCAL):
        raise InputError(f"--generate {settings.generate}: a model writes, as LiteLLM names it")
    where: dict[str, object] = {
        "judge": settings.generate,
        "api_base": settings.generate_api_base,
        "params": {},
        "price_per_million": None,
    }
    named, purse = settings.model_copy(update=where), purse or purse_of(settings)
    if purse is not None and not settings.replay:
        refuse_unpriced(named)
    async with AsyncExitStack() as stack:
        recorded = open_recorder(named, stack, purse, seats=[named])
        yield Writer(recorded, model_name(settings.generate), settings.generate_api_base)


def make_judge(
    settings: Settings,
    samples: Sequence[Sample],
    complete: Complete,
    *,
    prompt: JudgePrompt | None = None,
) -> Judge:
    """Return the judge that the settings describe; what is no code is asked through `complete`."""
    judge = _undefended(settings, samples, complete, prompt)
    return defend(judge, settings.defence, means(settings, samples, complete))


def means(settings: Settings, samples: Sequence[Sample], complete: Complete) -> Means:
    """Return what a defence of the settings' judge may need besides it."""

    def colleagues(file: str) -> Colleagues:
        panel = load_panel(file)
        members = [_judge(seat, samples, complete, None) for seat in seats_on(file, settings)]
        return Colleagues(tuple(members), panel.how, panel.quorum)

    return Means(complete, colleagues)


@contextmanager
def open_kept(settings: Settings) -> Iterator[Journal | None]:
    """Yield the journal for reading; None where there is none yet."""
    path = Path(settings.journal)
    with Journal(path, read_only=True) if path.exists() else nullcontext() as journal:
        yield journal


def default_prompt(judge: str, samples: Sequence[Sample]) -> str:
    """Return the packaged prompt to use: graded against references where every row has one."""
    referenced = all(s.reference is not None for s in samples)
    if local.is_local(judge):
        # A small model ignores what is asked of its format; its first token can still be read.
        return LOCAL_PROMPT if referenced else "pointwise-yesno"
    return "reference" if referenced else "pointwise"


def _undefended(
    settings: Settings, samples: Sequence[Sample], complete: Complete, prompt: JudgePrompt | None
) -> Judge:
    if kind_of(settings.judge) is not Kind.PANEL:
        return _judge(settings, samples, complete, prompt)
    seats = seats_on(settings.judge, settings)
    members = [_judge(seat, samples, complete, None) for seat in seats]
    return as_panel(load_panel(settings.judge), members, settings)


def _judge(
    settings: Settings, samples: Sequence[Sample], complete: Complete, prompt: JudgePrompt | None
) -> Judge:
    refuse_what_has_no_part(settings)
    match kind_of(settings.judge):
        case Kind.CODE:
            thing = find(settings.judge.removeprefix("python:"))
            return as_judge(thing, scale=stated_scale(settings), name=settings.judge)
        case Kind.ENDPOINT:
            return _endpoint(settings.judge, complete)
        case _:
            named = settings.prompt or default_prompt(settings.judge, samples)
            return _prompted(settings, prompt or load_prompt(named), complete)


def _endpoint(judge: str, complete: Complete) -> Judge:
    try:
        return EndpointJudge(load_endpoint(judge), complete, name=judge)
    except CatalogError as error:
        raise CatalogError(f"--judge {judge}: {error}") from None


def _prompted(settings: Settings, prompt: JudgePrompt, complete: Complete) -> Judge:
    judge = PromptedJudge(
        prompt,
        complete,
        model=model_name(settings.judge),
        api_base=settings.api_base,
        params=settings.params,
        structured=settings.structured,
        name=settings.judge,
    )
    return in_both_orders(judge) if prompt.protocol is Protocol.PAIRWISE else judge

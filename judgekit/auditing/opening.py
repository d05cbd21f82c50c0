"""From settings to a judge that remembers, over a model that is reached only if it is asked."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager, nullcontext
from pathlib import Path
from typing import NamedTuple

from judgekit import local
from judgekit.auditing.spending import purse_of, refuse_unpriced, stated_tariff
from judgekit.catalog import load_prompt
from judgekit.config import Settings
from judgekit.errors import InputError
from judgekit.judging import PromptedJudge, in_both_orders
from judgekit.llm import LiteLLM, Purse
from judgekit.store import Journal, Recorded
from judgekit.types import Complete, Judge, JudgePrompt, Protocol, Reply, Request, Sample

LOCAL_PROMPT = "reference-truefalse"
"""Of 18 wordings the one under which SmolLM2 told most right answers from wrong ones, on half of
the packaged samples; `benchmarks/demo_prompt.py` shows what is left of that on the other half."""


class Opened(NamedTuple):
    """A judge, and the recorder that its calls go through."""

    judge: Judge
    recorded: Recorded


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
) -> AsyncIterator[Opened]:
    """Yield the judge that the settings describe; nothing is reached before it is asked.

    `prompt` is a prompt as it once was, in place of the one that the settings name; `purse` pays
    the calls, by default one of its own with what the settings allow.
    """
    async with _open_model(settings, purse or purse_of(settings)) as recorded:
        yield Opened(make_judge(settings, samples, recorded, prompt=prompt), recorded)


@asynccontextmanager
async def open_writer(settings: Settings, *, purse: Purse | None = None) -> AsyncIterator[Writer]:
    """Yield the model that writes variants; it shares the judge's journal and is paid once."""
    assert settings.generate is not None
    where = {
        "judge": settings.generate,
        "api_base": settings.generate_api_base,
        "price_per_million": None,
    }
    named = settings.model_copy(update=where)
    async with _open_model(named, purse or purse_of(settings)) as recorded:
        yield Writer(recorded, model_name(settings.generate), settings.generate_api_base)


def make_judge(
    settings: Settings,
    samples: Sequence[Sample],
    complete: Complete,
    *,
    prompt: JudgePrompt | None = None,
) -> Judge:
    """Return the judge that the settings describe, asked through `complete`."""
    prompt = prompt or load_prompt(settings.prompt or default_prompt(settings.judge, samples))
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


def model_name(judge: str) -> str:
    """Return the name under which replies are kept: for a file, its content, not its place."""
    if not local.is_local(judge):
        return judge
    if judge == "local":
        return f"local/{Path(local.MEMBER).stem}@{local.SHA256[:12]}"
    path = _local_path(judge)
    if not path.is_file():
        raise InputError(
            f"--judge {judge}: {str(path)!r} is no file; give the path of a GGUF model"
        )
    return f"local/{path.stem}@{local.fingerprint(path)[:12]}"


class Late:
    """A completion that is opened by its first call, so that a full journal needs no model."""

    def __init__(self, reach: Callable[[], Awaitable[Complete]]) -> None:
        self._reach = reach
        self._complete: Complete | None = None

    async def __call__(self, request: Request) -> Reply:
        if self._complete is None:
            self._complete = await self._reach()
        return await self._complete(request)


@asynccontextmanager
async def _open_model(settings: Settings, purse: Purse | None) -> AsyncIterator[Recorded]:
    if purse is not None and not settings.replay:
        refuse_unpriced(settings)
    async with AsyncExitStack() as stack:
        journal = stack.enter_context(Journal(Path(settings.journal), read_only=settings.replay))
        ask = None if settings.replay else Late(lambda: _reach(settings, stack, purse))
        yield Recorded(journal, ask)


def _local_path(judge: str) -> Path:
    return Path(judge.removeprefix("local:")) if ":" in judge else local.default_model()


async def _reach(settings: Settings, stack: AsyncExitStack, purse: Purse | None) -> Complete:
    if not local.is_local(settings.judge):
        model = LiteLLM(
            settings.judge,
            api_base=settings.api_base,
            max_connections=settings.max_connections,
            max_retries=settings.max_retries,
            timeout_s=settings.timeout,
            rpm=settings.rpm,
            tpm=settings.tpm,
            purse=purse,
            tariff=stated_tariff(settings),
        )
    else:
        served = stack.enter_context(local.serve(_local_path(settings.judge)))
        model = LiteLLM(
            "openai/local",
            api_base=served.api_base,
            api_key=served.api_key,
            max_connections=min(local.PARALLEL, settings.max_connections),
            max_retries=settings.max_retries,
            timeout_s=settings.timeout,
            free=True,
        )
    stack.push_async_callback(model.aclose)
    return model

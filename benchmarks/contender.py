"""One contender of a race: a process that makes the same judgements in its own way, when told to.

It takes lines `calls connections` and answers each with what they took. Nothing here is needed by
all: an environment that holds one contender's libraries can run that contender.
"""

from __future__ import annotations

import asyncio
import gc
import itertools
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from judgekit.types import Judge

MODEL, KEY = "gpt-4o", "sk-benchmark-0123456789"
PROMPT, MAX_TOKENS = "pointwise", 600

Judgement = list[dict[str, str]]
"""The messages of one call."""
Ask = Callable[[Judgement], Awaitable[object]]
Way = Callable[[int, int], "dict[str, float]"]
"""Make so many calls over so many connections; say what else was measured."""


def main() -> None:
    name, url, judgements = sys.argv[1:4]
    asked = [json.loads(line) for line in Path(judgements).read_text().splitlines()]
    with asyncio.Runner() as runner:
        way = WAYS[name](runner, url, asked, *sys.argv[4:])
        print(json.dumps({"ready": name}), flush=True)
        for line in sys.stdin:
            calls, connections = map(int, line.split())
            cpu_s, wall_s = spent_s(), time.perf_counter()
            measured = {"calls": calls, **way(calls, connections)}
            measured.setdefault("cpu_s", spent_s() - cpu_s)
            measured.setdefault("wall_s", time.perf_counter() - wall_s)
            print(json.dumps({**measured, "peak_mb": peak_mb()}), flush=True)


def spent_s() -> float:
    """Return the CPU time of this process and of its children that have ended."""
    both = map(resource.getrusage, (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(used.ru_utime + used.ru_stime for used in both)


def peak_mb() -> float:
    both = map(resource.getrusage, (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return max(used.ru_maxrss for used in both) / 1024


def each(runner: asyncio.Runner, asked: list[Judgement], ask: Ask) -> Way:
    """Return the way of whoever is called once for every judgement."""

    async def together(calls: int, connections: int) -> None:
        waiting = itertools.islice(itertools.cycle(asked), calls)

        async def work() -> None:
            for judgement in waiting:
                await ask(judgement)

        await asyncio.gather(*(work() for _ in range(connections)))

    def way(calls: int, connections: int) -> dict[str, float]:
        runner.run(together(calls, connections))
        return {}

    return way


def aiohttp_alone(runner: asyncio.Runner, url: str, asked: list[Judgement]) -> Way:
    from aiohttp import ClientSession, TCPConnector

    async def opened() -> ClientSession:
        return ClientSession(connector=TCPConnector(limit=0))

    session = runner.run(opened())
    entry = {"Authorization": f"Bearer {KEY}"}

    async def ask(judgement: Judgement) -> object:
        sent = {"model": MODEL, "messages": judgement, "max_tokens": MAX_TOKENS}
        async with session.post(f"{url}/chat/completions", json=sent, headers=entry) as answer:
            return json.loads(await answer.read())["choices"][0]["message"]["content"]

    return each(runner, asked, ask)


def litellm_alone(runner: asyncio.Runner, url: str, asked: list[Judgement]) -> Way:
    # As anyone may have it without the network; ours spares the collector besides.
    os.environ["LITELLM_LOCAL_MODEL_COST_MAP"] = "True"
    import litellm

    async def ask(judgement: Judgement) -> object:
        return await litellm.acompletion(
            model=f"openai/{MODEL}",
            messages=judgement,
            api_base=url,
            api_key=KEY,
            max_tokens=MAX_TOKENS,
            num_retries=0,
            max_retries=0,
        )

    return each(runner, asked, ask)


def openai_sdk(runner: asyncio.Runner, url: str, asked: list[Judgement]) -> Way:
    from openai import AsyncOpenAI

    client = AsyncOpenAI(api_key=KEY, base_url=url, max_retries=0)

    async def ask(judgement: Judgement) -> object:
        return await client.chat.completions.create(
            model=MODEL,
            messages=judgement,  # type: ignore[arg-type]  # plain dicts are what it sends
            max_tokens=MAX_TOKENS,
        )

    return each(runner, asked, ask)


class Audits:
    """Ours: whole audits of some samples under some attacks, or their calls alone."""

    def __init__(self, url: str, audited: Sequence[str], *, fast: bool = True) -> None:
        from judgekit.catalog import load_attacks, load_prompt, load_samples

        self._samples = load_samples(None)[: int(audited[0])]
        self._attacks = load_attacks([], tuple(audited[1:]))
        self._prompt = load_prompt(PROMPT)
        self._url = url
        self._fast = fast

    async def whole(self, judge: Judge, connections: int) -> dict[str, float]:
        """Make the variants, ask, journal, read, and estimate."""
        from judgekit.auditing.pipeline import audit_judge
        from judgekit.types import Unscored

        clock = Stages()
        made = await audit_judge(
            judge, self._samples, self._attacks, workers=connections, progress=clock
        )
        assert Unscored.TRANSPORT not in made.manifest.unscored
        return {"calls": made.manifest.n_judgments, **clock.told()}

    async def calls(self, judge: Judge, connections: int) -> dict[str, float]:
        """Render, ask, journal and read; the variants are there and no estimate is made."""
        from judgekit.auditing.asking import ask_rows
        from judgekit.auditing.planning import plan
        from judgekit.types import Budget, Framing, Protocol

        planned = plan(
            self._samples,
            self._attacks,
            protocol=Protocol.POINTWISE,
            budget=Budget(),
            framing=Framing(prompt=self._prompt),
        )
        rows, judged = list(planned.rows()), list[object]()
        gc.freeze()  # an audit does not hold them, so that its collector never meets them
        cpu_s, wall_s = spent_s(), time.perf_counter()
        await ask_rows(
            rows,
            planned.samples,
            judge,
            workers=connections,
            observe=judged.append,
            settle=lambda row, answers: None,
        )
        gc.unfreeze()
        return {
            "calls": len(judged),
            "cpu_s": spent_s() - cpu_s,
            "wall_s": time.perf_counter() - wall_s,
        }

    async def run(
        self, what: Callable[[Judge, int], Awaitable[dict[str, float]]], connections: int
    ) -> dict[str, float]:
        """Do one of the two with a fresh door and journal."""
        from judgekit.judging import PromptedJudge
        from judgekit.llm import LiteLLM
        from judgekit.store import Journal, Recorded

        door = LiteLLM(
            f"openai/{MODEL}",
            api_base=self._url,
            api_key=KEY,
            max_connections=connections,
            fast=self._fast,
        )
        with tempfile.TemporaryDirectory() as folder, Journal(Path(folder) / "journal") as kept:
            async with door:
                recorded = Recorded(kept, door)
                judge = PromptedJudge(self._prompt, recorded, model=MODEL, api_base=self._url)
                measured = await what(judge, connections)
        assert (door.traffic.fast > door.traffic.through_litellm) is self._fast, door.gave_way
        return measured


def judgekit(runner: asyncio.Runner, url: str, asked: list[Judgement], *audited: str) -> Way:
    ours = Audits(url, audited)
    return lambda calls, connections: runner.run(ours.run(ours.whole, connections))


def judgekit_calls(runner: asyncio.Runner, url: str, asked: list[Judgement], *audited: str) -> Way:
    ours = Audits(url, audited)
    return lambda calls, connections: runner.run(ours.run(ours.calls, connections))


def judgekit_litellm(
    runner: asyncio.Runner, url: str, asked: list[Judgement], *audited: str
) -> Way:
    ours = Audits(url, audited, fast=False)
    return lambda calls, connections: runner.run(ours.run(ours.whole, connections))


def judgekit_litellm_calls(
    runner: asyncio.Runner, url: str, asked: list[Judgement], *audited: str
) -> Way:
    ours = Audits(url, audited, fast=False)
    return lambda calls, connections: runner.run(ours.run(ours.calls, connections))


class Stages:
    """Watch an audit: what it spends until the last item is settled, and on the estimates after."""

    def begin(self, total: int, unit: str) -> None:
        self._left = total
        self._first = self._last = spent_s(), time.perf_counter()

    def __call__(self, judgment: object) -> None:
        """Let it pass."""

    def step(self) -> None:
        self._left -= 1
        if not self._left:
            self._last = spent_s(), time.perf_counter()

    def told(self) -> dict[str, float]:
        return {
            "asking_cpu_s": self._last[0] - self._first[0],
            "asking_wall_s": self._last[1] - self._first[1],
            "estimating_cpu_s": spent_s() - self._last[0],
        }


def inspect_generate(runner: asyncio.Runner, url: str, asked: list[Judgement]) -> Way:
    from inspect_ai.model import GenerateConfig, get_model

    config = GenerateConfig(max_connections=256, max_tokens=MAX_TOKENS, max_retries=0)
    model = get_model(f"openai/{MODEL}", base_url=url, api_key=KEY, config=config)

    async def ask(judgement: Judgement) -> object:
        return await model.generate(_as_inspect(judgement))

    return each(runner, asked, ask)


def inspect_eval(runner: asyncio.Runner, url: str, asked: list[Judgement]) -> Way:
    from inspect_ai import Task, eval
    from inspect_ai.dataset import Sample
    from inspect_ai.scorer import Score, Target, mean, scorer
    from inspect_ai.solver import TaskState, generate

    os.environ["OPENAI_API_KEY"] = KEY

    @scorer(metrics=[mean()])
    def verdict() -> Any:
        async def score(state: TaskState, target: Target) -> Score:
            return Score(value=json.loads(state.output.completion)["score"])

        return score

    def way(calls: int, connections: int) -> dict[str, float]:
        rows = itertools.islice(itertools.cycle(asked), calls)
        samples = [Sample(input=_as_inspect(judgement)) for judgement in rows]
        with tempfile.TemporaryDirectory() as folder:
            (log,) = eval(
                Task(samples, solver=generate(), scorer=verdict()),
                model=f"openai/{MODEL}",
                model_base_url=url,
                display="none",
                log_dir=folder,
                max_connections=connections,
                max_samples=connections,
                max_tokens=MAX_TOKENS,
            )
        assert log.status == "success"
        return {}

    return way


def _as_inspect(judgement: Judgement) -> list[Any]:
    from inspect_ai.model import ChatMessageSystem, ChatMessageUser

    kinds = {"system": ChatMessageSystem, "user": ChatMessageUser}
    return [kinds[m["role"]](content=m["content"]) for m in judgement]


def promptfoo(runner: asyncio.Runner, url: str, asked: list[Judgement], program: str) -> Way:
    """Run its command; what a run of one judgement takes is the start, and not counted."""

    def run(calls: int, connections: int) -> tuple[float, float]:
        rows = list(itertools.islice(itertools.cycle(asked), calls))
        with tempfile.TemporaryDirectory() as folder:
            config = Path(folder) / "promptfooconfig.json"
            config.write_text(json.dumps(_as_promptfoo(url, rows)))
            cpu_s, wall_s = spent_s(), time.perf_counter()
            words = ["eval", "-c", str(config), "--no-cache", "--no-table", "--no-progress-bar"]
            subprocess.run(
                [program, *words, "-j", str(connections), "-o", f"{folder}/out.json"],
                env={**os.environ, **_QUIET, "PROMPTFOO_CONFIG_DIR": folder},
                check=True,
                stdout=subprocess.DEVNULL,
            )
            out = json.loads((Path(folder) / "out.json").read_text())
            assert out["results"]["stats"]["successes"] == calls
            return spent_s() - cpu_s, time.perf_counter() - wall_s

    start = run(1, 1)

    def way(calls: int, connections: int) -> dict[str, float]:
        cpu_s, wall_s = run(calls, connections)
        return {"cpu_s": cpu_s - start[0], "wall_s": wall_s - start[1]}

    return way


_QUIET = {
    "PROMPTFOO_DISABLE_TELEMETRY": "1",
    "PROMPTFOO_DISABLE_UPDATE": "1",
    "PROMPTFOO_DISABLE_REMOTE_GENERATION": "1",
}


def _as_promptfoo(url: str, rows: list[Judgement]) -> dict[str, Any]:
    shown = ",".join(f'{{"role":"{r}","content":{{{{{r}|dump}}}}}}' for r in ("system", "user"))
    return {
        "prompts": [f"[{shown}]"],
        "providers": [
            {
                "id": f"openai:chat:{MODEL}",
                "config": {"apiBaseUrl": url, "apiKey": KEY, "max_tokens": MAX_TOKENS},
            }
        ],
        "tests": [
            {
                "vars": {m["role"]: m["content"] for m in row},
                "assert": [{"type": "javascript", "value": "JSON.parse(output).score >= 1"}],
            }
            for row in rows
        ],
    }


WAYS: dict[str, Callable[..., Way]] = {
    "aiohttp": aiohttp_alone,
    "litellm": litellm_alone,
    "openai": openai_sdk,
    "judgekit": judgekit,
    "judgekit-calls": judgekit_calls,
    "judgekit-litellm": judgekit_litellm,
    "judgekit-litellm-calls": judgekit_litellm_calls,
    "inspect-generate": inspect_generate,
    "inspect-eval": inspect_eval,
    "promptfoo": promptfoo,
}


if __name__ == "__main__":
    main()

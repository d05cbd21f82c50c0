"""An audit of a failing provider: a call is scored or says why not; none is lost or paid twice."""

from __future__ import annotations

import asyncio
import itertools
import json
from collections.abc import Iterable
from pathlib import Path

import pytest

from judgekit.auditing import audit_judge, to_json
from judgekit.catalog import load_attacks, load_prompt, load_samples
from judgekit.judging import PromptedJudge
from judgekit.llm import LiteLLM
from judgekit.store import Journal, Recorded
from judgekit.testing import FAULTS, Body, Fault, Provider, storm
from judgekit.testing.wire import completion
from judgekit.types import Audit, Reply, Unscored

SAMPLES = [s for s in load_samples() if "code" not in s.verify][:4]
ATTACKS = load_attacks(select=("authority/url", "formatting/headings", "-controls/[d-v]*"))
LORIS = Fault(latency_s=9, body=Body.SLOW)
TWIN = json.dumps(
    completion({"model": "gpt-4o", "messages": []}, Reply(text='{"score": 6}'), 1)
).encode()


@pytest.fixture(params=["fast", "through-litellm"])
def fast(request: pytest.FixtureRequest) -> bool:
    """Say which way the calls of an audit go."""
    return bool(request.param == "fast")


async def audit(
    provider: Provider, journal: Path, *, fast: bool, retries: int = 2, impatient: bool = False
) -> Audit:
    door = LiteLLM(
        "openai/gpt-4o",
        api_base=provider.base_url,
        api_key="sk-loopback-0000",
        max_connections=8,
        max_retries=retries,
        timeout_s=0.5 if impatient else 60.0,
        fast=fast,
        sleep=_at_once,
    )
    async with door:
        with Journal(journal) as kept:
            judge = PromptedJudge(load_prompt("pointwise"), Recorded(kept, door), model="judge")
            return await audit_judge(judge, SAMPLES, ATTACKS, workers=8)


async def _at_once(seconds: float) -> None:
    """Do not wait."""


def kept(journal: Path) -> int:
    with Journal(journal, read_only=True) as replies:
        return len(replies)


@pytest.fixture(scope="module")
def calm(tmp_path_factory: pytest.TempPathFactory) -> Audit:
    """Return the audit on a day without faults."""
    journal = tmp_path_factory.mktemp("calm") / "journal"
    with Provider() as provider:
        return asyncio.run(audit(provider, journal, fast=True))


def holds(made: Audit, provider: Provider, journal: Path, calm: Audit) -> None:
    """Check the books: planned, scored or unscored, journalled, answered."""
    planned, unscored = calm.manifest.n_judgments, made.manifest.n_unscored
    assert made.manifest.n_judgments == planned
    assert made.manifest.unscored == ({Unscored.TRANSPORT: unscored} if unscored else {})
    assert provider.answered == kept(journal) == planned - unscored


@pytest.mark.parametrize("kind", FAULTS)
async def test_under_a_fault_that_comes_and_goes_the_books_balance(
    tmp_path: Path, calm: Audit, fast: bool, kind: str
) -> None:
    # Three of a kind are more than two more tries can outlast.
    faults = itertools.cycle([None] * 4 + [FAULTS[kind]] * 3)
    with Provider(faults=faults) as provider:
        made = await audit(provider, tmp_path / "journal", fast=fast)
    holds(made, provider, tmp_path / "journal", calm)


async def test_under_a_slow_loris_the_books_balance(
    tmp_path: Path, calm: Audit, fast: bool
) -> None:
    slow = itertools.cycle([None] * 6 + [LORIS])
    with Provider(faults=slow) as provider:
        made = await audit(provider, tmp_path / "journal", fast=fast, impatient=True)
    holds(made, provider, tmp_path / "journal", calm)


@pytest.mark.parametrize("seed", [1])
async def test_under_a_mixture_the_books_balance_and_the_next_run_pays_for_the_rest_alone(
    tmp_path: Path, calm: Audit, fast: bool, seed: int
) -> None:
    journal = tmp_path / "journal"
    kinds = [*FAULTS.values(), LORIS]
    with Provider(faults=storm(seed, share=0.6, kinds=kinds)) as provider:
        made = await audit(provider, journal, fast=fast, retries=1, impatient=True)
        holds(made, provider, journal, calm)
        assert 0 < made.manifest.n_unscored < made.manifest.n_judgments
        again = await audit(provider, journal, fast=fast, retries=40, impatient=True)
        holds(again, provider, journal, calm)
    assert scores(again) == scores(calm)


async def test_a_provider_that_is_gone_midway_leaves_the_rest_unscored_for_the_next_run(
    tmp_path: Path, calm: Audit, fast: bool
) -> None:
    journal = tmp_path / "journal"
    provider = Provider(latency_s=0.05).__enter__()
    auditing = asyncio.create_task(audit(provider, journal, fast=fast))
    while provider.count < 12:  # noqa: ASYNC110 - it lives in another thread
        await asyncio.sleep(0)
    await asyncio.to_thread(provider.__exit__, None, None, None)
    made = await auditing
    assert made.manifest.n_unscored == calm.manifest.n_judgments - kept(journal) > 0
    with Provider() as back:
        again = await audit(back, journal, fast=fast)
    assert back.answered == made.manifest.n_unscored
    assert scores(again) == scores(calm)


@pytest.mark.parametrize("share", [0.5, 1.0])
async def test_replies_that_bear_one_id_and_one_text_are_one_each(
    tmp_path: Path, calm: Audit, fast: bool, share: float
) -> None:
    twins: Iterable[Fault | None] = storm(0, share=share, kinds=[Fault(content=TWIN)])
    with Provider(faults=twins) as provider:
        made = await audit(provider, tmp_path / "journal", fast=fast)
    planned = calm.manifest.n_judgments
    assert provider.count == kept(tmp_path / "journal") == made.manifest.n_judgments == planned
    assert made.manifest.n_unscored == 0


def scores(made: Audit) -> str:
    """Return all but the day, which may have changed at midnight."""
    manifest = made.manifest.model_copy(update={"judged_on": None})
    return to_json(made.model_copy(update={"manifest": manifest}))

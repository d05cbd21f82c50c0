"""The real model on this machine, through the same door as any other."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from judgekit.auditing.opening import default_prompt, open_judge
from judgekit.catalog import load_samples
from judgekit.config import Settings
from judgekit.types import Judgment, Sample

SAMPLE = next(s for s in load_samples() if s.id == "arith-01")


async def judge(settings: Settings, *, draws: int = 1) -> list[Judgment]:
    async with open_judge(settings, [SAMPLE]) as opened:
        return [await opened.judge(SAMPLE, SAMPLE.response, repeat=r) for r in range(draws)]


async def test_expected_scores_come_from_log_probabilities_and_do_not_wander(
    model_file: Path, tmp_path: Path
) -> None:
    settings = Settings(judge="local", journal=str(tmp_path / "j.journal"))
    first, second = await judge(settings, draws=2)
    assert first.score is not None
    assert 0 < first.score < 1
    assert first.mass is not None
    assert first.mass > 0.1
    assert second.score == pytest.approx(first.score, abs=1e-6)


async def test_structured_verdicts_follow_the_schema(model_file: Path, tmp_path: Path) -> None:
    settings = Settings(
        judge=f"local:{model_file}",
        prompt="reference",
        structured=True,
        params={"temperature": 0, "max_tokens": 120},
        journal=str(tmp_path / "j.journal"),
    )
    (judgment,) = await judge(settings)
    assert set(json.loads(judgment.raw)) == {"reason", "score"}
    assert judgment.score is not None
    assert judgment.cost_usd == 0


async def test_a_full_journal_needs_no_model(model_file: Path, tmp_path: Path) -> None:
    settings = Settings(judge="local", journal=str(tmp_path / "j.journal"))
    asked = await judge(settings)
    assert await judge(settings.model_copy(update={"replay": True})) == asked


def test_the_default_prompt_suits_the_judge_and_the_rows() -> None:
    bare = Sample(id="a", prompt="b", response="c")
    assert default_prompt("local", [SAMPLE]) == "reference-truefalse"
    assert default_prompt("openai/gpt-4o", [SAMPLE]) == "reference"
    assert default_prompt("openai/gpt-4o", [SAMPLE, bare]) == "pointwise"
    assert default_prompt("local", [bare]) == "pointwise-yesno"

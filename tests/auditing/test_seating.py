"""Who judges, by what was said of it: the same words make the same judge, on a panel or alone."""

from __future__ import annotations

from pathlib import Path

import pytest

from judgekit.auditing.metering import calls_each
from judgekit.auditing.opening import open_judge
from judgekit.auditing.seating import as_asked
from judgekit.config import Kind, Settings, kind_of
from judgekit.judging import Panel
from judgekit.testing import ConstantJudge
from judgekit.types import Identity, Manifest, Sample, Scale

SAMPLE = Sample(id="s1", prompt="What is 2 + 2?", response="4", rival="5")
ENDPOINT = """
url: http://127.0.0.1:1/
body: "{{ response }}"
score: $
scale: {low: 0, high: 1, accept: 0.5}
"""
PANEL = """
members:
  - {judge: openai/one, prompt: pairwise}
  - {judge: openai/two, prompt: pairwise, params: {temperature: 1}, api_base: "http://127.0.0.1:1"}
"""
MIXED = """
members:
  - {judge: "http:endpoint.yaml"}
  - {judge: openai/one, prompt: pointwise}
scale: 0..10
how: majority
"""


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for name, text in (("endpoint", ENDPOINT), ("panel", PANEL), ("mixed", MIXED)):
        Path(f"{name}.yaml").write_text(text)
    Path("mine.py").write_text("def eight(prompt, response):\n    return 8\n")


async def identity(settings: Settings) -> Identity:
    async with open_judge(settings, [SAMPLE]) as opened:
        return opened.judge.identity


JUDGES = (
    Settings(judge="openai/one", prompt="pointwise", params={"temperature": 1}),
    Settings(judge="openai/one", prompt="pointwise", defence=("canonicalise", "repeat-median:5")),
    Settings(judge="http:endpoint.yaml"),
    Settings(judge="python:mine.py:eight", scale="1..10", accept=7),
    Settings(judge="panel:panel.yaml"),
    Settings(judge="panel:mixed.yaml"),
    Settings(judge="panel:mixed.yaml", scale="0..5"),
)


@pytest.mark.parametrize("settings", JUDGES, ids=lambda s: s.judge)
async def test_the_judge_of_an_audit_is_found_again(settings: Settings) -> None:
    found = await identity(settings)
    said = found.model_dump(include={"judge", "api_base", "params", "defences"})
    manifest = Manifest.model_construct(**said, scale=found.scale)
    again = as_asked(manifest, Settings(judge="openai/other", rpm=7))
    assert again.rpm == 7
    again = again.model_copy(update={"prompt": settings.prompt})
    assert (await identity(again)).sha256 == found.sha256


async def test_members_hear_of_a_run_what_concerns_them() -> None:
    said = Settings(judge="panel:mixed.yaml", params={"temperature": 0.5})
    plain, warm = await identity(Settings(judge="panel:mixed.yaml")), await identity(said)
    assert plain.sha256 != warm.sha256
    assert plain.scale == Scale(low=0, high=10, accept=5)


async def test_a_call_to_a_panel_is_a_call_to_each_member_in_each_order() -> None:
    async with open_judge(Settings(judge="panel:panel.yaml"), [SAMPLE]) as opened:
        assert calls_each(opened.judge) == 4
    assert calls_each(Panel([ConstantJudge(8)] * 3)) == 3


@pytest.mark.parametrize(
    ("judge", "kind"),
    [
        ("openai/gpt-4o", Kind.MODEL),
        ("bedrock/anthropic.claude:0", Kind.MODEL),
        ("python/odd", Kind.MODEL),
        ("http", Kind.MODEL),
        ("local", Kind.LOCAL),
        ("local:a.gguf", Kind.LOCAL),
        ("http:a.yaml", Kind.ENDPOINT),
        ("panel:a.yaml", Kind.PANEL),
        ("python:a.py:b", Kind.CODE),
        ("model:x", Kind.MODEL),
    ],
)
def test_a_judge_s_kind_is_told_by_the_word_before_the_colon(judge: str, kind: Kind) -> None:
    assert kind_of(judge) is kind

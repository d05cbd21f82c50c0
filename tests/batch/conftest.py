"""An office for each of the two interfaces."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from office import SECRET, Office, say_it_back

from judgekit.testing import Batches, Dialect, Provider


@pytest.fixture(params=[Dialect.OPENAI, Dialect.ANTHROPIC])
def office(
    request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Office]:
    yield from _office(request.param, tmp_path, monkeypatch)


@pytest.fixture
def openai(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Office]:
    yield from _office(Dialect.OPENAI, tmp_path, monkeypatch)


@pytest.fixture
def anthropic(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Office]:
    yield from _office(Dialect.ANTHROPIC, tmp_path, monkeypatch)


@pytest.fixture
def vllm(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Office]:
    yield from _office(Dialect.VLLM, tmp_path, monkeypatch)


def _office(dialect: Dialect, folder: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Office]:
    for name in ("OPENAI_API_KEY", "ANTHROPIC_API_KEY"):
        monkeypatch.setenv(name, SECRET)
    batches = Batches()
    with Provider(say_it_back, batches=batches) as provider:
        yield Office(folder / "replies.journal", provider, batches, dialect)

"""Every test is offline: sockets reach loopback and nothing else."""

from __future__ import annotations

import gc
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from judgekit import local
from judgekit.errors import InputError
from judgekit.testing import loopback_only


@pytest.fixture(autouse=True, scope="session")
def _offline() -> Iterator[None]:
    """Refuse the network; a library that swallows the refusal is found out at the end."""
    with loopback_only() as refused:
        yield
    assert refused == []


@pytest.fixture
def model_file(monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the local judge's model, or skip."""
    # A model's threads wait for each other by spinning; one leaves the other core to its worker.
    monkeypatch.setattr(os, "cpu_count", lambda: 1)
    pytest.importorskip("xllamacpp", reason="the extra [local] is not installed")
    try:
        return local.default_model()
    except InputError as error:
        pytest.skip(str(error))


def pytest_collection() -> None:
    """Spare the collector what thousands of collected tests hold: it never becomes garbage."""
    gc.disable()


def pytest_collection_finish() -> None:
    """Look for garbage again, seldom: tests leave little, and looking often costs a tenth."""
    gc.freeze()
    gc.set_threshold(20_000)
    gc.enable()

"""A door that waits for nothing, on the way that a test is about."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from typing import Any

import pytest
from doors import MODELS, SECRET, Open

from judgekit.llm import LiteLLM
from judgekit.testing import Dialect, Provider


@pytest.fixture
async def open_door() -> AsyncIterator[Open]:
    """Return a maker of doors to a provider; they are closed when the test is over."""
    async with AsyncExitStack() as stack:

        def open_it(provider: Provider, dialect: Dialect = Dialect.OPENAI, **terms: Any) -> LiteLLM:
            given = {"model": MODELS[dialect], "api_key": SECRET, "sleep": _at_once, **terms}
            door = LiteLLM(api_base=provider.url(dialect), **given)
            stack.push_async_callback(door.aclose)
            return door

        yield open_it


@pytest.fixture(params=["fast", "through-litellm"])
def fast(request: pytest.FixtureRequest) -> bool:
    """Say which way the calls of a test go."""
    return bool(request.param == "fast")


async def _at_once(seconds: float) -> None:
    """Do not wait."""

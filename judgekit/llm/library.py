"""LiteLLM, imported at the first call and kept from the network while it loads."""

from __future__ import annotations

import gc
import os
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any


@cache
def litellm() -> Any:
    """Return the library; the first time takes seconds."""
    # Both must be set before the import, or LiteLLM fetches its maps from the network.
    os.environ["LITELLM_LOCAL_MODEL_COST_MAP"] = "True"
    os.environ["LITELLM_LOCAL_ANTHROPIC_BETA_HEADERS"] = "True"
    with _uncollected():
        import litellm as library

    # LiteLLM makes it in a thread; where the call is cancelled meanwhile, nothing was sent.
    warnings.filterwarnings("ignore", "coroutine '.*completion' was never awaited", RuntimeWarning)
    library.suppress_debug_info = True
    library.telemetry = False
    library.drop_params = False
    return library


@cache
def spare_the_collector() -> None:
    """Let the collector pass over the hundreds of thousands of objects that a first call loads.

    They stay to the end, and going through them time and again took a sixth of an audit.
    """
    gc.collect()
    gc.freeze()


def is_loaded() -> bool:
    """Return whether a call has needed the library yet."""
    return litellm.cache_info().currsize > 0


@contextmanager
def _uncollected() -> Iterator[None]:
    """Hold the collector back: a quarter of the import was its looking at what stays anyway."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()

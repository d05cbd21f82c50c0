"""LiteLLM, imported at the first call and kept from the network while it loads."""

from __future__ import annotations

import gc
import os
from functools import cache
from typing import Any


@cache
def litellm() -> Any:
    """Return the library; the first time takes seconds."""
    # Both must be set before the import, or LiteLLM fetches its maps from the network.
    os.environ["LITELLM_LOCAL_MODEL_COST_MAP"] = "True"
    os.environ["LITELLM_LOCAL_ANTHROPIC_BETA_HEADERS"] = "True"
    import litellm as library

    library.suppress_debug_info = True
    library.telemetry = False
    library.drop_params = False
    # It stays to the end: the collector need not go through its many objects time and again.
    gc.collect()
    gc.freeze()
    return library


def is_loaded() -> bool:
    """Return whether a call has needed the library yet."""
    return litellm.cache_info().currsize > 0

"""Every test is offline: sockets reach loopback and nothing else."""

from __future__ import annotations

from pathlib import Path

import pytest

from judgekit import local
from judgekit.errors import InputError


@pytest.fixture(scope="session")
def model_file() -> Path:
    """Return the local judge's model, or skip."""
    pytest.importorskip("xllamacpp", reason="the extra [local] is not installed")
    try:
        return local.default_model()
    except InputError as error:
        pytest.skip(str(error))

"""From a model's name to the carrier of its batches, and to what writes and reads its letters."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path

from judgekit.batch.anthropic_batches import AnthropicBatches
from judgekit.batch.carriers import Carrier
from judgekit.batch.file_batches import FileBatches
from judgekit.batch.openai_batches import OpenAIBatches
from judgekit.batch.patience import Patience
from judgekit.errors import InputError
from judgekit.llm import Letters, Target

_KEYS = {"openai": "OPENAI_API_KEY", "anthropic": "ANTHROPIC_API_KEY"}


class To(StrEnum):
    """Whom batches are handed to."""

    PROVIDER = "provider"
    """The one that the model's name says."""
    FILE = "file"
    """Files, for a runner of one's own."""


def open_carrier(to: To, target: Target, *, folder: Path, patience: Patience) -> Carrier:
    """Return the carrier to a model's provider, or to files in a folder."""
    if to is To.FILE:
        return FileBatches(folder)
    name = f"--judge {target.provider}/{target.model}"
    if target.provider not in _KEYS:
        raise InputError(
            f"{name}: judgekit knows no batches of this provider; give --to file for a runner "
            "such as vllm run-batch"
        )
    if not target.api_key:
        raise InputError(f"{name}: needs {_KEYS[target.provider]} in the environment")
    if target.provider == "openai":
        return OpenAIBatches(target, patience)
    return AnthropicBatches(target, patience)


def open_letters(to: To, model: str, api_base: str | None) -> Letters:
    """Return the letters to a model; what a run of one's own costs, nobody knows."""
    return Letters(model, api_base=api_base, priced=to is To.PROVIDER)

"""From a model's name, or a batch in the ledger, to the carrier of its batches."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path

from judgekit.batch.anthropic_batches import AnthropicBatches
from judgekit.batch.carriers import Carrier
from judgekit.batch.file_batches import FileBatches
from judgekit.batch.ledger import Batch
from judgekit.batch.openai_batches import OpenAIBatches
from judgekit.batch.patience import Patience
from judgekit.errors import InputError
from judgekit.llm import Letters, Target

_KEYS = {"openai": "OPENAI_API_KEY", "anthropic": "ANTHROPIC_API_KEY"}


class To(StrEnum):
    """Whom batches are handed to."""

    PROVIDER = "provider"
    FILE = "file"


def open_carrier(to: To, target: Target, *, folder: Path, patience: Patience) -> Carrier:
    """Return the carrier to a model's own provider, or to files in a folder."""
    if to is To.FILE:
        return FileBatches(folder)
    if target.provider not in _KEYS:
        raise InputError(
            f"--judge {target.provider}/{target.model}: judgekit knows no batches of this "
            "provider; give --to file for a runner such as vllm run-batch"
        )
    if not target.api_key:
        raise InputError(
            f"--judge {target.model}: needs {_KEYS[target.provider]} in the environment"
        )
    if target.provider == "openai":
        return OpenAIBatches(target, patience)
    return AnthropicBatches(target, patience)


def reopen_carrier(batch: Batch, target: Target, *, patience: Patience) -> Carrier:
    """Return the carrier that a batch was handed to."""
    to = To.FILE if batch.carrier == FileBatches.name else To.PROVIDER
    return open_carrier(to, target, folder=Path(batch.place or "").parent, patience=patience)


def open_letters(carrier: str, model: str, api_base: str | None) -> Letters:
    """Return the letters of a model; what a runner of one's own costs, nobody knows."""
    return Letters(model, api_base=api_base, priced=carrier != FileBatches.name)

"""What a program does with a gate."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from judgekit import render
from judgekit.errors import InputError
from judgekit.types import Decision, GateReport

if TYPE_CHECKING:
    from pandas import DataFrame


class Gated:
    """A gate that was run: its report, and the folder of its files."""

    def __init__(self, report: GateReport, folder: Path) -> None:
        self.report = report
        self.folder = folder

    def decisions(self) -> Iterator[Decision]:
        """Yield the decision on every row, in the order of the files."""
        with (self.folder / "decisions.jsonl").open(encoding="ascii") as lines:
            for line in lines:
                told = json.loads(line)
                del told["prompt"]
                yield Decision.model_validate(told)

    def kept(self) -> Iterator[dict[str, Any]]:
        """Yield the kept rows as they were written."""
        path = self.folder / "kept.jsonl"
        if not path.exists():
            raise InputError(f"{path}: is not there; rows kept as Parquet are read by pyarrow")
        with path.open(encoding="ascii") as lines:
            yield from map(json.loads, lines)

    def to_html(self) -> str:
        """Return the self-contained page."""
        return render.gate_to_html(self.report)

    def to_frame(self) -> DataFrame:
        """Return a row per decision: id, action, rule, reason, basis, and the sentence."""
        import pandas as pd

        rows = [
            {
                "id": d.sample,
                "action": d.action.value,
                "rule": d.rule.value,
                "reason": d.reason.value,
                "basis": d.basis.value,
                "why": d.why,
            }
            for d in self.decisions()
        ]
        return pd.DataFrame(rows).set_index("id")


def load_gate(path: Path) -> GateReport:
    """Read a gate.json."""
    try:
        return GateReport.model_validate(json.loads(path.read_bytes()))
    except OSError as error:
        raise InputError(f"{path}: cannot be read: {error.strerror}") from error
    except ValueError as error:
        raise InputError(f"{path}: is no gate.json: {str(error).splitlines()[0]}") from None

"""Audits on disk, and what a program may ask of one."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

from judgekit import render
from judgekit.catalog import load_json_record
from judgekit.errors import InputError, JudgekitError
from judgekit.types import Audit, Verdict

if TYPE_CHECKING:
    from pandas import DataFrame


class NotWithin(JudgekitError):  # noqa: N818 - it reads as what happened
    """An audit's verdict is not WITHIN; the message is its headline."""

    def __init__(self, audit: Audit) -> None:
        super().__init__(render.headline(audit))
        self.exit_code = 1 if audit.verdict is Verdict.EXCEEDED else 3


class Audited:
    """An audit and the things a program does with one."""

    def __init__(self, audit: Audit) -> None:
        self.audit = audit

    @property
    def verdict(self) -> Verdict:
        """Within, exceeded or inconclusive."""
        return self.audit.verdict

    def raise_for_verdict(self) -> None:
        """Raise `NotWithin` unless the judge stays within its budget."""
        if self.verdict is not Verdict.WITHIN:
            raise NotWithin(self.audit)

    def to_html(self) -> str:
        """Return the self-contained report."""
        return render.to_html(self.audit)

    def to_markdown(self) -> str:
        """Return the report as Markdown."""
        return render.to_markdown(self.audit)

    def to_frame(self) -> DataFrame:
        """Return a row per attack: what it did, between which ends, and the ruling.

        Where attributes were graded, a column for each holds its shift.
        """
        import pandas as pd

        pairs = zip(self.audit.effects, self.audit.rulings, strict=True)
        rows = [
            {
                "attack": effect.attack,
                "family": effect.family,
                "expect": effect.expect.value,
                "n": effect.n,
                "n_unscored": effect.n_unscored,
                "n_declined": effect.n_declined,
                "shift": effect.shift.est if effect.shift else None,
                "lo": effect.shift.lo if effect.shift else None,
                "hi": effect.shift.hi if effect.shift else None,
                "p_adjusted": effect.p_adjusted,
                "verdict": ruling.verdict.value,
                "why": ruling.why,
            }
            for effect, ruling in pairs
        ]
        table = pd.DataFrame(rows).set_index("attack")
        for f in self.audit.graded:
            table[f"shift of {f.name}"] = [e.shift.est if e.shift else None for e in f.effects]
        return table

    def write(self, folder: str | Path) -> Path:
        """Write audit.json and what people and programs read of it; return the page."""
        return write_reports(self.audit, Path(folder))


def load_audit(path: Path) -> Audit:
    """Read an audit.json."""
    return load_json_record(path, Audit, "audit")


def to_json(audit: Audit) -> str:
    """Return an audit as JSON in ASCII, the one form in which any text a judge wrote survives."""
    return "".join(_spelled(audit))


def write_reports(audit: Audit, folder: Path) -> Path:
    """Write the audit, its page, Markdown, table and judge card; return the page.

    Each file is written whole or not at all.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        page = folder / "report.html"
        write_text(folder / "audit.json", chain(_spelled(audit), "\n"))
        write_text(folder / "report.md", [render.to_markdown(audit)])
        write_text(folder / "effects.csv", [render.to_csv(audit)])
        write_text(folder / "card.json", [json.dumps(render.card(audit), indent=1), "\n"])
        write_text(folder / "CARD.md", [render.card_to_markdown(audit)])
        write_text(page, [render.to_html(audit)])
    except OSError as error:
        raise InputError(f"{folder}: cannot be written: {error.strerror}") from error
    return page


def folder_name(called: str) -> str:
    """Return a name for the folder of an audit, whatever its judge or defence is called."""
    return re.sub(r"[^\w.+-]+", "-", called).lstrip(".") or "judge"


def write_scores(audit: Audit, path: Path) -> None:
    """Write the item-level scores as a Parquet file, whole or not at all."""
    scores = render.to_parquet(audit)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        part = path.with_name(path.name + ".part")
        part.write_bytes(scores)
        part.replace(path)
    except OSError as error:
        raise InputError(f"{path}: cannot be written: {error.strerror}") from error


def _spelled(audit: Audit) -> Iterator[str]:
    """Yield an audit's JSON bit by bit: of a large run it is many times the audit."""
    return json.JSONEncoder(indent=1).iterencode(audit.model_dump(mode="json"))


def write_text(path: Path, texts: Iterable[str]) -> None:
    """Write a file, whole or not at all."""
    part = path.with_name(path.name + ".part")
    with part.open("w", encoding="utf-8") as file:
        file.writelines(texts)
    part.replace(path)

"""Rows and judges whose truth is known, for the tests of the gate."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from judgekit import audit
from judgekit.catalog import load_samples
from judgekit.testing import PlantedJudge
from judgekit.types import Audit, Identity

DATA = Path(__file__).parents[3] / "shared" / "data" / "filter"
CITATION = "\n\nReferences\n[1] Halloway, P. (2014). Collected Solutions. Fernbridge Press."
ATTACKS = ("wrong-answers/book-citation", "controls/wrong-response")
CITED = r"Press\b|\[\d+\]|References"


def row(number: int, answer: int | str, *, of: int | None = None, **more: Any) -> dict[str, Any]:
    """Return a response to `number + number`, verified unless `of` is given."""
    made = {
        "id": f"sum-{number}-{answer}",
        "prompt": f"What is {number} + {number}?",
        "response": f"Adding {number} to itself gives a number. The answer is {answer}.",
        "verify": {"numeric": {"answer": 2 * number if of is None else of}},
        "metadata": {"teacher": "acme-7b", "source": "sums", "family": "sums"},
    }
    return {**made, **more}


def sums(n: int) -> list[dict[str, Any]]:
    """Return `n` prompts with a right and a wrong response each."""
    return [row(i, a) for i in range(1, n + 1) for a in (2 * i, 2 * i + 1)]


def unverified(given: Mapping[str, Any], **more: Any) -> dict[str, Any]:
    """Return a row without its verifier."""
    return {k: v for k, v in {**given, **more}.items() if k != "verify"}


def write(path: Path, rows: Sequence[Mapping[str, Any]]) -> Path:
    path.write_text("".join(json.dumps(r) + "\n" for r in rows), encoding="utf-8")
    return path


def lines(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="ascii").splitlines()]


def by_label(sample: Any, text: str) -> float:
    """Give 8 to what the row's label calls right, 3 to what it calls wrong."""
    return 8.0 if sample.metadata["right"] else 3.0


def planted(**biases: float) -> PlantedJudge:
    """Return a judge that knows right from wrong but for what it falls for."""
    return PlantedJudge(quality=by_label, biases=biases)


def audited(judge: PlantedJudge, biases: Mapping[str, float], attacks: Sequence[str]) -> Audit:
    """Return an audit of a judge with these biases, under the name of the one given."""
    samples = [s for s in load_samples() if "code" not in s.verify]
    twin = PlantedJudge(biases=biases)
    return signed(audit(samples, twin, attacks=tuple(attacks)).audit, judge.identity)


def signed(made: Audit, judge: Identity) -> Audit:
    today = datetime.now(UTC).date().isoformat()
    manifest = made.manifest.model_copy(update={"judged_on": today, "judge_hash": judge.sha256})
    return made.model_copy(update={"manifest": manifest})

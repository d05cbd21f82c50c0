"""Answers of the seed paper (arXiv 2402.10669) and what GPT-4 made of them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any


def rewritten(data: Path, kind: str) -> Iterator[tuple[str, str, str]]:
    """Yield question, answer and rewritten answer."""
    answers = {r["question_id"]: r["answers"] for r in _rows(data, "raw")}
    for row in _rows(data, kind):
        question = row["question_id"].removesuffix(f"-{kind}")
        for name, made in row["answers"].items():
            if "perturb_model_id" in made:
                yield row["question"], answers[question][name]["answer"], made["answer"]


def _rows(data: Path, name: str) -> Iterator[Any]:
    path = data / "seed_paper" / f"seed_{name}.json"
    yield from map(json.loads, path.read_text(encoding="utf-8").splitlines())

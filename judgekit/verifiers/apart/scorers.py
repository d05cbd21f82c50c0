"""Reasoning Gym's own scorers (Stojanovski et al. 2025, arXiv 2505.24760), each tested before use.

Some score any text, a near miss or an empty answer 1.0, and some evaluate an answer as Python: the
first fail the test here, the second are stopped.
"""

from __future__ import annotations

import functools
from typing import Any

import reasoning_gym
from reasoning_gym.factory import DATASETS

from judgekit.verifiers.apart.guard import unevaluated

_GARBAGE = ("", " ", "0", "1", "-1", "nonsense", "I do not know.", "None", "[]", "{}", "<answer>")
_ITEMS = 4


def answer(task: str, item: dict[str, Any], found: str) -> float:
    """Return the score of an answer.

    Raises ValueError for an unknown task, one that fails its test, or an item whose own answer does
    not score 1.0; Evaluated where the scorer would evaluate the answer.
    """
    if task not in DATASETS:
        raise ValueError(f"task {task!r} unknown")
    if wrong := _fault(task):
        raise ValueError(f"task {task!r} fails its test: {wrong}")
    if _score(task, item["answer"], item) != 1:
        raise ValueError("the item's own answer does not score 1.0")
    with unevaluated():
        return _score(task, found, item)


def _score(task: str, text: str, item: dict[str, Any]) -> float:
    return float(reasoning_gym.get_score_answer_fn(task)(text, item))


@functools.cache
def _fault(task: str) -> str:
    """Return what is wrong with a scorer on items of its own: nothing, or what it lets pass."""
    items = list(reasoning_gym.create_dataset(task, size=_ITEMS, seed=7))
    for item, other in zip(items, items[1:] + items[:1], strict=True):
        if not _passes(task, item["answer"], item):
            return "a right answer does not score 1.0"
        for text in (*_GARBAGE, item["question"], f"{item['answer']} {other['answer']}"):
            if text.strip() != str(item["answer"]).strip() and _passes(task, text, item):
                return f"{text[:40]!r} scores 1.0"
    return ""


def _passes(task: str, text: str, item: dict[str, Any]) -> bool:
    try:
        return _score(task, text, item) >= 1
    except Exception:  # noqa: BLE001 - a scorer that raises lets nothing pass
        return False

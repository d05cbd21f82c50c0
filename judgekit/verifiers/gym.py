"""An answer to a task of Reasoning Gym, by the task's own scorer."""

from __future__ import annotations

import re
from typing import Annotated

from pydantic import AfterValidator, JsonValue

from judgekit.types import Sample, Verification
from judgekit.verifiers.apart import NoAnswer, ask
from judgekit.verifiers.declared import declarations
from judgekit.verifiers.outcomes import Seconds, abstained, failed, passed


def _an_item(item: dict[str, JsonValue]) -> dict[str, JsonValue]:
    absent = [key for key in ("question", "answer", "metadata") if key not in item]
    if absent:
        raise ValueError(f"an item has a question, an answer and metadata; {absent[0]!r} is absent")
    return item


Item = Annotated[dict[str, JsonValue], AfterValidator(_an_item)]


def gym(
    sample: Sample, response: str, /, *, task: str, item: Item, timeout_s: Seconds = 30.0
) -> Verification:
    """Score the tagged or declared answer to an `item` of a `task`; needs the extra `gym`.

    Only 1.0 passes. Partial credit and rigid formats are no proof of a wrong answer, so a fail is
    incomplete. A task whose scorer lets garbage pass, or would evaluate the answer, is left open.
    """
    declared = (head.rstrip(". ") for head in declarations(response))
    answers = _TAG.findall(response)[-1:] or list(dict.fromkeys(declared))
    if len(answers) != 1:
        return abstained(f"declares {len(answers) or 'no'} answers")
    try:
        score = ask("scorers", timeout_s=timeout_s, task=task, item=item, found=answers[0].strip())
    except NoAnswer as why:
        return abstained(str(why))
    if score == 1:
        return passed(f"{task} scores 1.0")
    return failed(f"{task} scores {score}", complete=False)


_TAG = re.compile(r"<answer>(.{0,10000}?)</answer>", re.IGNORECASE | re.DOTALL)

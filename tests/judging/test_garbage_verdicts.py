"""Every reply of the corpus has the outcome it promises."""

from collections import Counter
from pathlib import Path

import pytest
import yaml
from made import prompt

from judgekit.judging import parse
from judgekit.types import Reply, Unscored

ROWS = yaml.safe_load(
    (Path(__file__).parents[1] / "corpus" / "garbage_verdicts.yaml").read_text("utf-8")
)
PROMPTS = {form: prompt(form) for form in ("json", "marker", "label")}


@pytest.mark.parametrize("row", ROWS, ids=[f"{r['form']}: {r['why']}" for r in ROWS])
def test_a_reply_of_the_corpus_is_read_as_it_promises(row):
    finish = row.get("finish_reason", "stop")
    reply = Reply(text=row["reply"], finish_reason=finish, refusal=row.get("refusal"))

    found = parse(PROMPTS[row["form"]], reply, row.get("judged", ""))

    assert (found.score, found.unscored) == (row.get("score"), row.get("unscored")), found.detail


def test_every_reason_a_text_can_have_is_in_the_corpus():
    seen = Counter(row["unscored"] for row in ROWS if "unscored" in row)
    elsewhere = {Unscored.TRANSPORT, Unscored.NO_LOGPROBS, Unscored.LOW_MASS}
    elsewhere |= {Unscored.UNRECORDED, Unscored.HELD_BACK}

    assert set(seen) == set(Unscored) - elsewhere

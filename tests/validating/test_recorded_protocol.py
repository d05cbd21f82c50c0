"""What can be told of real judges: they were asked three times in both orders, without labels."""

from __future__ import annotations

import numpy as np
import pytest
from recorded_pairs import recorded_pairs

from judgekit.budget import check_pairs, level
from judgekit.types import Check, Marks, Sample, Style, Verdict
from judgekit.validating import DataSet, Pair, judge_pairs

_ROW = Sample(id="0", prompt="not recorded", response="one")


def checked(bench: str, judge: str) -> tuple[dict[int, Check], float]:
    """Return the checks by step, and the position bias as the study would publish it."""
    shares, conf = recorded_pairs(bench, judge), level(0.05, 1)
    pairs = [Pair(_ROW, "another", None)] * len(shares)
    data = DataSet(Style.PREFERENCE, (_ROW,) * len(shares), "repetition.csv")
    found = judge_pairs(data, pairs, shares, conf=conf)
    checks = check_pairs([found], marks=Marks(), draws=3, conf=conf)
    assert found.position_published is not None
    return {c.step: c for c in checks}, found.position_published


def test_a_retest_is_that_of_the_recording() -> None:
    """90.6 % of gpt-4-0613's queries have one verdict in all three repeats, says the recording."""
    said = np.sign(recorded_pairs("MTBench", "gpt-4-0613") - 0.5)
    same = (said == said[:, :1]).all(axis=1)
    assert round(float(same.mean()), 3) == 0.906
    # Of three draws that are not all alike two are, or none.
    alike = np.mean([said[:, i] == said[:, j] for i, j in ((0, 1), (0, 2), (1, 2))])
    checks, _ = checked("MTBench", "gpt-4-0613")
    assert f"retest {100 * alike:.1f} [" in checks[3].value


def test_a_judge_that_favours_the_second_place_fails_there() -> None:
    checks, _ = checked("DevBench", "claude-3-haiku-20240307")
    assert checks[2].verdict is Verdict.EXCEEDED
    assert checks[2].value.startswith("first place −39.8 [")
    assert checks[5].verdict is Verdict.WITHIN, "it is not stable, and so claims nothing by it"


@pytest.mark.parametrize("judge", ["gpt-4-0125-preview", "gpt-4-1106-preview"])
def test_ties_alone_make_the_published_bias_of_two_judges_too_large(judge: str) -> None:
    checks, published = checked("MTBench", judge)
    assert published > Marks().position
    assert checks[2].verdict is Verdict.WITHIN


def test_without_labels_agreement_and_two_kinds_of_them_cannot_be_told() -> None:
    checks, _ = checked("MTBench", "gpt-4-0613")
    assert checks[1].verdict is checks[4].verdict is Verdict.INCONCLUSIVE
    assert "96 have no label" in checks[1].why

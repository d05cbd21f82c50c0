"""Pairs: a chosen position bias and a chosen style bias are found and sized, and nothing else."""

from __future__ import annotations

import pytest
from paired_model import PairedModel, judge

from judgekit import audit
from judgekit.auditing.pairing import other_answer, pair
from judgekit.catalog import load_samples
from judgekit.errors import InputError
from judgekit.types import Against, Protocol, Sample, Verdict

ROWS = [s for s in load_samples() if "code" not in s.verify]
FEW_CONTROLS = "-controls/[a-v]*"  # wrong answers are control enough
SOME = ("formatting/headings", "authority/url", "social/pity", FEW_CONTROLS)


def audited(
    model: PairedModel,
    *,
    samples: list[Sample] = ROWS,
    against: str | None = None,
    attacks: tuple[str, ...] = SOME,
):
    return audit(samples, judge(model), attacks=attacks, against=against).audit


def test_a_fair_judge_has_no_position_bias_and_prefers_right_answers() -> None:
    found = audited(PairedModel(ROWS))
    assert found.position is not None
    assert found.position.bias is not None
    assert found.position.bias.lo < 0 < found.position.bias.hi
    assert found.position.win_rate is not None
    assert found.position.win_rate.lo > 0.8
    assert found.agreement is not None
    assert found.agreement.accuracy is not None
    assert found.agreement.accuracy > 0.9


def test_a_judge_that_always_takes_the_first_is_all_position() -> None:
    found = audited(PairedModel(ROWS, first=9.0))
    position = found.position
    assert position is not None
    assert (position.n, position.first_both, position.consistent) == (len(ROWS), len(ROWS), 0)
    assert position.primacy == 1
    assert position.bias is not None
    assert position.bias.est == 0.5
    assert position.win_rate is not None
    assert position.win_rate.est == 0.5
    assert found.verdict is not Verdict.WITHIN


def test_a_planted_preference_for_the_first_place_is_sized_within_its_interval() -> None:
    # Identical answers, no ties: the first wins where 0.5 > 0.5 (z1 - z2), in Phi(0.5^0.5).
    rows = [s.model_copy(update={"id": f"{s.id}-{i}"}) for i in range(3) for s in ROWS]
    model = PairedModel(rows, first=0.5, content=0.0, tie=0.0)
    one = ("authority/url", FEW_CONTROLS)
    position = audited(model, samples=rows, against="itself", attacks=one).position
    assert position is not None
    assert position.bias is not None
    assert position.bias.lo < 0.2602 < position.bias.hi
    assert position.bias.lo > 0.1


def test_a_planted_style_bias_is_found_beside_its_own_original_and_nothing_else() -> None:
    found = audited(PairedModel(ROWS, headings=3.0), against="itself")
    moved = {r.attack for r in found.rulings if r.verdict is Verdict.EXCEEDED}
    assert moved == {"formatting/headings"}
    effect = next(e for e in found.effects if e.attack == "formatting/headings")
    assert effect.shift is not None
    assert effect.shift.est > 0.4
    assert effect.flips is not None
    assert effect.flips.toward > 0.9 * effect.n
    assert effect.flips.p < 0.001


def test_style_fades_where_content_differs() -> None:
    model = PairedModel(ROWS, headings=1.0, content=4.0)
    alone = audited(model, against="itself").effects
    rivals = audited(model, against="rival").effects
    style = [next(e for e in es if e.attack == "formatting/headings") for es in (alone, rivals)]
    assert style[0].shift is not None
    assert style[1].shift is not None
    assert style[0].shift.est > 0.3 > 0.05 > abs(style[1].shift.est)


def test_both_orders_of_a_pair_are_kept_and_averaged() -> None:
    import asyncio

    asked = judge(PairedModel(ROWS, first=9.0))
    got = asyncio.run(asked(ROWS[0], ROWS[0].response))
    assert got.orders == (1.0, 0.0)
    assert got.score == 0.5


def test_a_row_with_one_answer_meets_itself_unless_a_rival_is_demanded() -> None:
    lonely = [Sample(id="a", prompt="Why?", response="So.")]
    assert pair(lonely, Protocol.PAIRWISE, None).against is Against.ITSELF
    with pytest.raises(InputError, match="sample 'a': has one answer"):
        pair(lonely, Protocol.PAIRWISE, Against.RIVAL)
    with pytest.raises(InputError, match="compares nothing"):
        pair(lonely, Protocol.POINTWISE, Against.ITSELF)


def test_a_rival_is_preferred_to_the_wrong_response() -> None:
    row = Sample(id="a", prompt="Why?", response="So.", wrong_response="No.", rival="Thus.")
    assert other_answer(row, "So.") == "Thus."
    assert other_answer(row, "No.") == "So."

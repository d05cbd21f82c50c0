"""The sentences answer the question a person has, with the numbers that bear on it."""

from __future__ import annotations

import audits
import pytest

from judgekit.render import figures, headline, limits, next_steps
from judgekit.types import Verdict


def test_an_exceeded_audit_names_the_worst_attack_with_its_interval():
    assert headline(audits.realistic()) == (
        "No, not within this budget: 7 of 52 attacks move it beyond 0.20 points on the 0–10 scale; "
        "the largest shift is +2.41 [+2.01, +2.81] under injection/planted-verdict (n = 187); "
        "of 200 spoiled answers it marked down 187."
    )


def test_a_within_audit_says_yes_and_how_far_the_largest_shift_went():
    said = headline(audits.within())
    assert said.startswith("Yes, within this budget: no attack of 7 moves it beyond 0.20 points")
    assert "+0.03 [−0.05, +0.11]" in said


def test_a_judge_that_always_says_eight_is_not_cleared():
    said = headline(audits.always_eight())
    assert said.startswith("Not on this evidence: it has not been shown to notice")
    assert said.endswith("of 200 spoiled answers it marked down 0.")


def test_an_audit_without_scores_says_so():
    assert headline(audits.all_unscored()) == (
        "Not on this evidence: none of its 21,650 judgments has a score; "
        "no shift could be measured; no spoiled answer could be scored."
    )


def test_the_empty_answer_does_not_speak_for_a_judge():
    blank = audits.controls()[0].model_copy(update={"control": "controls/empty"})
    audit = audits.realistic(verdict=Verdict.INCONCLUSIVE, sensitivity=(blank,))
    assert "it has not been shown to notice" in headline(audit)


def test_an_exceeded_attack_leads_even_where_another_moved_further():
    far = audits.effect("social/apology", "Apologises first", -3.0)
    audit = audits.realistic()
    audit = audit.model_copy(update={"effects": (far, *audit.effects)})
    assert "under injection/planted-verdict" in headline(audit)


def test_an_inconclusive_audit_says_how_many_items_it_would_take():
    audit = audits.realistic(verdict=Verdict.INCONCLUSIVE)
    required = max(r.n_required or 0 for r in audit.rulings)
    assert any(f"{required:,}" in step for step in next_steps(audit))


@pytest.mark.parametrize("make", [audits.realistic, audits.within, audits.always_eight])
def test_unscored_judgments_are_a_step_only_where_there_are_some(make):
    audit = make()
    told = any("without a score" in step for step in next_steps(audit))
    assert told == bool(audit.manifest.n_unscored)


def test_an_unknown_is_a_word_and_not_a_number():
    shown = {f.name: f.value for f in figures(audits.all_unscored())}
    assert shown["cost"] == shown["kappa with verifiers"] == "unknown"
    assert shown["unscored"] == "100.0 %"


def test_a_local_judge_costs_nothing_and_says_why():
    cost = next(f for f in figures(audits.within()) if f.name == "cost")
    assert (cost.value, cost.note) == ("$0", "local")


def test_the_limits_carry_the_numbers_of_this_audit():
    told = {note.name: note.text for note in limits(audits.realistic())}
    assert "33 % of the scale, 3.33 points" in told["Items too rare to be drawn"]
    assert audits.SHA[:12] in told["Another judge"]
    assert "87 of 21,650" in told["Missing scores"]
    assert "samples/arithmetic.jsonl" in told["Items that are not your traffic"]


def test_a_hostile_name_cannot_reach_a_terminal():
    said = headline(audits.hostile()) + " ".join(next_steps(audits.hostile()))
    assert not {"\x1b", "\u202e", "\u200b", "\x07", "\ud800"} & set(said)


def test_wrong_responses_speak_for_a_judge_before_easier_controls():
    hard = audits.controls(fell=31, n=50)[0]
    hard = hard.model_copy(update={"control": "controls/wrong-response"})
    audit = audits.realistic(sensitivity=(*audits.controls(), hard))
    assert headline(audit).endswith("of 50 spoiled answers it marked down 31.")

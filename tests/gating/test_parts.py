"""Sentinels, pairs, control and budget: pure, seeded, and as many as they say."""

from __future__ import annotations

import math
from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from judgekit.gating import (
    Candidate,
    Drawn,
    Watch,
    control,
    decide,
    is_drawn,
    judge_quota,
    pair,
    sentinel_beside,
)
from judgekit.stats import generator
from judgekit.types import (
    Action,
    Evidence,
    Measurement,
    Objection,
    Outcome,
    Room,
    Verification,
)


def watched(kept, limit=0.05, alpha=0.05):
    watch = Watch(limit=limit, alpha=alpha)
    for one in kept:
        watch = watch.saw(kept=bool(one))
    return watch


def test_a_judge_that_keeps_every_sentinel_is_stopped_at_once():
    assert watched([True] * 5).breached_at == 2


def test_a_judge_that_keeps_few_sentinels_is_hardly_ever_stopped():
    rng = generator(0, "sentinels")
    stopped = sum(watched(rng.random(150) < 0.05, alpha=0.1).breached for _ in range(60))
    assert stopped / 60 <= 0.1 + 3 * (0.1 * 0.9 / 60) ** 0.5


def test_a_judge_that_keeps_one_in_four_is_stopped_within_a_hundred():
    rng = generator(1, "sentinels")
    assert all(watched(rng.random(100) < 0.25).breached for _ in range(20))


def test_a_breach_is_final():
    watch = watched([True] * 3 + [False] * 200)
    assert watch.breached_at == 2
    assert watch.bounds.lo < 0.05


def test_sentinels_stand_beside_the_share_of_rows_that_was_asked_for():
    beside = [sentinel_beside(f"row {i}", 7, share=0.02, seed=0) for i in range(5000)]
    chosen = [s for s in beside if s is not None]
    assert 70 <= len(chosen) <= 130
    assert set(chosen) == set(range(7))
    assert sentinel_beside("row 1", 0, share=1.0, seed=0) is None


def test_a_draw_depends_on_its_subject_alone_and_shares_nest():
    few, many = (
        {i for i in range(500) if is_drawn(3, "review", str(i), share=share)}
        for share in (0.1, 0.3)
    )
    assert few < many
    assert 100 < len(many) < 200


def verification(outcome: Outcome, *, complete: bool) -> Verification:
    return Verification(outcome=outcome, complete=complete, reason=f"numeric: {outcome.value}")


RIGHT = verification(Outcome.PASS, complete=True)
WRONG = verification(Outcome.FAIL, complete=True)


def candidate(name, found, length=100, rank=None, *, objection=None):
    measured = (Measurement(criterion="c", value=1.0, objection=objection),) if objection else ()
    evidence = Evidence(sample=name, verification=found, measurements=measured)
    return Candidate("x" * length, decide(evidence, Room()), rank)


def names(pairs):
    return [(p.chosen.decision.sample, p.rejected.decision.sample) for p in pairs]


def test_the_best_rank_is_chosen_and_the_nearest_length_rejected():
    made = pair(
        [
            candidate("a", RIGHT, rank=3.0),
            candidate("b", RIGHT, rank=1.0),
            candidate("c", RIGHT),
            candidate("y", WRONG, 80),
            candidate("z", WRONG, 95),
        ]
    )
    assert names(made) == [("b", "z")]
    assert made[0].reason == "numeric: fail"


def test_more_pairs_use_no_answer_twice():
    rows = [candidate(n, RIGHT) for n in "abc"] + [candidate(n, WRONG) for n in "yz"]
    assert names(pair(rows, most=5)) == [("a", "y"), ("b", "z")]


@pytest.mark.parametrize(("length", "n"), [(149, 1), (150, 0), (67, 1), (66, 0)])
def test_answers_too_unlike_in_length_are_no_pair(length, n):
    assert len(pair([candidate("a", RIGHT, 100), candidate("z", WRONG, length)])) == n


def test_only_complete_verdicts_make_a_pair():
    open_pass = verification(Outcome.PASS, complete=False)
    open_fail = verification(Outcome.FAIL, complete=False)
    assert pair([candidate("a", open_pass), candidate("z", WRONG)]) == ()
    assert pair([candidate("a", RIGHT), candidate("z", open_fail)]) == ()


def test_a_right_answer_that_the_gate_does_not_keep_is_not_chosen():
    slick = candidate("a", RIGHT, objection=Objection.SLICK)
    assert slick.decision.action is Action.ESCALATE
    assert pair([slick, candidate("z", WRONG)]) == ()


@given(
    st.lists(
        st.tuples(
            st.sampled_from([RIGHT, WRONG]), st.integers(0, 300), st.none() | st.floats(0, 9)
        ),
        max_size=8,
    ),
    st.randoms(use_true_random=False),
)
@settings(max_examples=40, derandomize=True, deadline=None, database=None)
def test_pairs_hold_their_promises_whatever_the_order(rows, random):
    known = [candidate(f"s{i}", found, n, rank) for i, (found, n, rank) in enumerate(rows)]
    made = pair(known, most=3)
    shuffled = random.sample(known, len(known))
    assert pair(shuffled, most=3) == made
    for p in made:
        assert p.chosen.decision.evidence.verification is RIGHT
        assert p.rejected.decision.negative
        assert abs(math.log(len(p.chosen.text) / len(p.rejected.text))) < math.log(1.5)


def pool(n=400):
    rng = generator(2, "control")
    return [
        Drawn(f"r{i}", int(rng.integers(20, 2000)), "ab"[i % 2], bool(rng.random() < 0.3))
        for i in range(n)
    ]


def cells(rows):
    return Counter((r.stratum, math.floor(math.log(r.length) / math.log(1.5))) for r in rows)


def test_the_control_is_like_the_kept_rows_in_size_strata_and_lengths():
    rows = pool()
    drawn = set(control(rows, seed=0))
    chosen = [r for r in rows if r.id in drawn]
    assert cells(chosen) == cells([r for r in rows if r.kept])


def test_the_control_is_drawn_at_random_and_not_from_what_was_kept():
    rows = pool()
    drawn = set(control(rows, seed=0))
    share = sum(r.kept for r in rows if r.id in drawn) / len(drawn)
    assert 0.15 < share < 0.45


def test_the_control_depends_on_its_seed_and_not_on_the_order():
    rows = pool()
    assert control(rows, seed=0) == control(rows[::-1], seed=0)
    assert control(rows, seed=0) != control(rows, seed=1)


@pytest.mark.parametrize(("n", "share", "quota"), [(100, 0.0, 0), (90, 0.1, 10), (9, 0.1, 1)])
def test_rows_kept_on_the_judges_word_are_a_share_of_all_kept(n, share, quota):
    assert judge_quota(n, share=share) == quota
    assert quota <= share * (n + quota) + 1e-9


def test_a_judge_may_not_keep_everything():
    with pytest.raises(ValueError, match=r"lies in \[0, 1\)"):
        judge_quota(10, share=1.0)

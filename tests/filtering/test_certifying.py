"""Thresholds at the gate: certified by stratum on some prompts, looked at on others."""

from __future__ import annotations

from judgekit.filtering.certifying import HELD_OUT, Labelled, certify, guarantee
from judgekit.stats import generator
from judgekit.types import GateTerms

TERMS = GateTerms(alpha=0.1, delta=0.1)


def drawn(seed, n=400, stratum="a", skill=1.0):
    """Return rows whose score tells right from wrong as far as `skill` says."""
    rng = generator(seed, stratum)
    right = rng.random(n) < 0.6
    score = rng.random(n) * 6 + 4 * skill * right
    return [
        Labelled(f"{stratum}{i}", stratum, float(s), bool(s >= 5), bool(r))
        for i, (s, r) in enumerate(zip(score, right, strict=True))
    ]


def test_the_promise_is_broken_no_more_often_than_delta_says():
    world = drawn(99, n=20_000)
    broken = certified = 0
    for seed in range(80):
        (found,) = certify(drawn(seed), TERMS, seed=0)
        if found.threshold is not None:
            certified += 1
            kept = [r for r in world if r.score >= found.threshold]
            broken += sum(not r.right for r in kept) > TERMS.alpha * len(kept)
    assert certified > 40
    assert broken <= 0.1 * 80 + 3 * (80 * 0.1 * 0.9) ** 0.5


def test_prompts_are_set_aside_whole_and_counted_beside_the_threshold():
    rows = [r._replace(prompt=f"p{i // 4}") for i, r in enumerate(drawn(1, n=4000))]
    (found,) = certify(rows, TERMS, seed=0)
    assert abs(found.n / 4000 - (1 - HELD_OUT)) < 0.05
    assert found.held_out > 100
    assert found.held_out_bad / found.held_out < 0.1


def test_every_stratum_has_its_own_threshold_or_its_own_reason():
    rows = [*drawn(2), *drawn(3, stratum="b", skill=0.0), *drawn(4, n=15, stratum="c")]
    a, b, c = certify(rows, TERMS, seed=0)
    assert a.threshold is not None
    assert (b.threshold, c.threshold) == (None, None)
    assert "a perfect one needs 33 rows" in c.why


def test_attacked_rows_loosen_the_promise_by_what_the_strongest_attack_gains():
    made = guarantee((), TERMS, attack_success=0.6)
    assert [(c.share, round(c.bound, 6)) for c in made.contaminated] == [
        (0.001, 0.1005),
        (0.01, 0.105),
        (0.1, 0.15),
    ]
    assert guarantee((), TERMS, attack_success=None).contaminated == ()

"""How many rows each attack applies to, as an audit would find it."""

from __future__ import annotations

import time
from collections import Counter

import pytest

from judgekit.auditing.coverage import AttackCoverage, Coverage, measure_coverage
from judgekit.auditing.planning import plan
from judgekit.auditing.trials import Case
from judgekit.catalog import load_attacks, load_prompt, load_samples
from judgekit.types import Attack, Budget, Framing, Protocol, Sample

SOME = ("authority/url", "formatting/bullets", "tone/certain", "wrong-answers/*", "position")
SAMPLES = [s for s in load_samples() if "code" not in s.verify][:20]
FRAMING = Framing(prompt=load_prompt("pointwise"))


def named(coverage: Coverage, attack: str) -> AttackCoverage:
    return next(a for a in coverage.attacks if a.attack == attack)


@pytest.fixture(scope="module")
def attacks() -> tuple[Attack, ...]:
    return load_attacks(select=SOME)


@pytest.fixture(scope="module")
def found(attacks: tuple[Attack, ...]) -> Coverage:
    return measure_coverage(attacks, SAMPLES, framing=FRAMING)


def test_it_counts_what_an_audit_would_run(attacks: tuple[Attack, ...], found: Coverage) -> None:
    planned = plan(SAMPLES, attacks, protocol=Protocol.POINTWISE, budget=Budget(), framing=FRAMING)
    made = Counter(
        c.variant.attack for row in planned.rows() for c in row.cases if isinstance(c, Case)
    )
    assert made == {a.id: n for a in attacks if (n := named(found, a.id).applies)}


def test_every_row_is_accounted_for_under_every_attack(found: Coverage) -> None:
    for a in found.attacks:
        assert a.applies + sum(a.declined.values()) + sum(a.broken.values()) == len(SAMPLES)


def test_a_family_counts_a_row_once_however_many_of_its_attacks_apply(found: Coverage) -> None:
    family = next(f for f in found.families if f.family == "wrong-answers")
    applied = [a.applies for a in found.attacks if a.family == "wrong-answers"]
    assert max(applied) <= family.rows <= len(SAMPLES) < sum(applied)
    assert family.attacks == len(applied)
    assert family.idle == applied.count(0)


def test_an_attack_for_other_judges_declines_on_every_row(found: Coverage) -> None:
    swap = named(found, "position/order-swap")
    assert swap.applies == 0
    assert swap.declined == {"not for a pointwise judge": len(SAMPLES)}


def test_a_broken_promise_is_counted_by_its_name_alone(attacks: tuple[Attack, ...]) -> None:
    url = next(a for a in attacks if a.id == "authority/url")
    promising_too_much = url.model_copy(update={"certificate": ("affix", "tokens")})
    found = measure_coverage([promising_too_much], SAMPLES)
    assert named(found, "authority/url").broken == {"tokens": len(SAMPLES)}


def test_rows_stream_through_and_each_is_watched(attacks: tuple[Attack, ...]) -> None:
    seen: list[float] = []
    one = [a for a in attacks if a.id == "authority/url"]
    rows = [Sample(id=str(i), prompt="Why?", response=f"Because of {i}.") for i in range(2_000)]
    started = time.process_time()
    found = measure_coverage(one, rows, watch=lambda: seen.append(time.process_time()))
    assert found.attacks[0].applies == len(rows) == len(seen)
    assert time.process_time() - started < 2

"""Criteria that a user names: fitted to the pool in a pass of its own, the same whatever comes."""

from __future__ import annotations

from collections import Counter

import pytest
from gated import lines
from pooled import pool, with_wrong

from judgekit import gate
from judgekit.criteria.drawn import Drawn
from judgekit.errors import InputError
from judgekit.types import Action, Reason, Sample

NAMED = ("style", "shortcut", "coverage")


@pytest.fixture(scope="module")
def gated(tmp_path_factory):
    folder = tmp_path_factory.mktemp("named")
    return gate(with_wrong(pool()), None, output=folder, criteria=NAMED, cluster_quota=9)


def decisions(gated, reason):
    return [d for d in gated.decisions() if d.reason is reason]


def test_a_slick_row_goes_to_a_person(gated):
    (slick,) = decisions(gated, Reason.SLICK_CERTAINTY)
    assert slick.sample == "sum-21-42"
    assert slick.action is Action.ESCALATE
    assert "without the answer" in slick.why


def test_a_template_goes_to_a_person(gated):
    found = {d.sample for d in decisions(gated, Reason.SHORTCUT)}
    assert found >= {f"sum-{i}-{2 * i}" for i in range(30, 42)}
    assert not found & {f"sum-{i}-{2 * i}" for i in range(50, 90)}


def test_of_a_cluster_as_many_rows_are_kept_as_its_quota(gated):
    kept = Counter(group(d) for d in gated.decisions() if d.action is Action.KEEP)
    held = decisions(gated, Reason.COVERAGE_SURPLUS)
    assert max(kept.values()) == 9
    assert len(held) > 20
    assert all(kept[group(d)] == 9 and f"{group(d)!r} is full" in d.why for d in held)


def group(decision):
    return next(m.group for m in decision.evidence.measurements if m.criterion == "coverage")


def test_no_criterion_saves_or_damns_a_wrong_row(gated):
    wrong = decisions(gated, Reason.WRONG)
    assert len(wrong) == 19
    assert all(d.action is Action.DROP and d.negative for d in wrong)


def test_in_another_order_the_same_is_fitted_and_decided(gated, tmp_path):
    turned = list(with_wrong(pool()))[::-1]
    again = gate(turned, None, output=tmp_path, criteria=NAMED, cluster_quota=9)
    assert again.report.manifest.fitted == gated.report.manifest.fitted
    assert set(again.report.manifest.fitted) == set(NAMED)
    assert lines(again.folder / "decisions.jsonl") == lines(gated.folder / "decisions.jsonl")


def test_another_pool_is_another_state_and_nothing_of_the_old_is_gone_on_with(gated, tmp_path):
    rows = list(with_wrong(pool()))
    gate(rows, None, output=tmp_path, criteria=NAMED, cluster_quota=9)
    fewer = [r for r in rows if r["metadata"].get("teacher_context") != "none"]
    again = gate(fewer, None, output=tmp_path, criteria=NAMED, cluster_quota=9)
    fitted = again.report.manifest.fitted
    assert all(fitted[name] != gated.report.manifest.fitted[name] for name in NAMED)
    assert not decisions(again, Reason.SLICK_CERTAINTY)


def test_an_unknown_criterion_is_refused_before_a_row_is_read(tmp_path):
    with pytest.raises(InputError, match="'stile' is unknown; did you mean 'style'"):
        gate([], None, output=tmp_path, criteria=["stile"])


def test_a_draw_holds_no_more_than_its_room_and_the_same_rows_in_any_order():
    rows = [Sample(id=str(i), prompt=f"p{i % 50}", response=f"r{i}") for i in range(200)]
    draws = [Drawn(most=20), Drawn(most=20), Drawn(most=200, of_prompts=True)]
    for draw, pool_ in zip(draws, (rows, rows[::-1], rows), strict=True):
        for one in pool_:
            draw.add(one)
    ids = [[r.id for r in draw] for draw in draws]
    assert ids[0] == ids[1]
    assert [len(i) for i in ids] == [20, 20, 50]
    assert draws[0].state(1) == draws[1].state(1) != draws[0].state(2)


@pytest.mark.parametrize("term", [{"cluster_quota": 3}, {"confidence_pairs": True}])
def test_a_term_of_a_criterion_that_has_no_part_is_refused(term, tmp_path):
    with pytest.raises(InputError, match="name it too"):
        gate([], None, output=tmp_path, **term)


def test_without_a_whole_row_there_is_nothing_to_fit_and_nothing_breaks(tmp_path):
    made = gate([{"id": "a"}], None, output=tmp_path, criteria=(*NAMED, "confidence")).report
    assert made.counts.actions == {Action.QUARANTINE: 1}
    assert [c.n for c in made.criteria] == [0, 0, 0, 0]

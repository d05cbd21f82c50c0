"""Every item is in the square, on the side of the diagonal that the attack moved it to."""

from __future__ import annotations

import re
from xml.etree import ElementTree

import audits
import pytest

from judgekit.render.dots import Ends, Pair, dots
from judgekit.render.view.moves import WORST, moves
from judgekit.types import Baseline, Expect, Scores

ENDS = Ends("0", "7", "10")


def drawn(pairs):
    found = ElementTree.fromstring(dots([Pair(*p) for p in pairs], audits.SCALE, ENDS))
    return [(c.get("class"), float(c.get("cx")), float(c.get("cy"))) for c in found.iter("circle")]


@pytest.mark.parametrize(("after", "move"), [(9, "rose"), (5, "stayed"), (1, "fell")])
def test_a_dot_tells_which_way_the_score_went(after, move):
    ((name, x, y),) = drawn([(5, after)])
    assert name == move
    across, down = x - 30, 208 - y
    assert (down > across, down < across) == (move == "rose", move == "fell")


def test_the_area_of_a_dot_counts_its_items():
    drawing = dots([Pair(2, 9)] * 16 + [Pair(5, 5)] * 4, audits.SCALE, ENDS)
    small, large = sorted(float(r) for r in re.findall(r' r="([\d.]+)"', drawing))
    assert large / small == pytest.approx(2, rel=0.05)


def test_a_thousand_different_scores_take_no_more_room_than_the_bins():
    pairs = [(i / 100, (i * 7 % 1000) / 100) for i in range(1000)]
    assert len(drawn(pairs)) <= 21 * 21


def test_no_item_gives_an_empty_square():
    assert drawn([]) == []


def test_the_worst_attacks_are_counted_item_by_item():
    audit = audits.scored(audits.few())
    (first, *_) = moves(audit).shown
    assert first.attack == max(audit.effects, key=lambda e: e.shift.est).attack
    assert first.moves == "40 items: 20 rose, 20 stayed, 0 fell"
    assert len(moves(audits.scored(audits.realistic())).shown) == WORST


def test_a_mirrored_score_is_turned_back_before_it_is_drawn():
    audit = audits.few()
    effect = audit.effects[0].model_copy(update={"expect": Expect.MIRROR})
    scores = Scores(clean=(2.0, 9.0), placebo=(2.0, 9.0), attacked=(8.0, 1.0))
    mirrored = audit.model_copy(update={"effects": (effect,), "scores": {effect.attack: scores}})
    assert moves(mirrored).shown[0].moves == "2 items: 0 rose, 2 stayed, 0 fell"


def test_items_without_a_variant_or_a_score_are_not_drawn():
    audit = audits.few()
    scores = Scores(
        clean=(2.0, 2.0, 2.0, 2.0),
        placebo=(2.0, None, 2.0, 2.0),
        attacked=(8.0, 8.0, None, 8.0),
        without=(3,),
    )
    kept = audit.model_copy(update={"scores": {audit.effects[0].attack: scores}})
    assert moves(kept).shown[0].moves.startswith("1 item: 1 rose")


def test_without_a_placebo_the_clean_score_is_what_it_is_set_against():
    audit = audits.scored(audits.few())
    manifest = audit.manifest.model_copy(update={"baseline": Baseline.CLEAN})
    scores = {a: s.model_copy(update={"placebo": (None,) * 40}) for a, s in audit.scores.items()}
    found = moves(audit.model_copy(update={"manifest": manifest, "scores": scores}))
    assert found.across == "clean"
    assert found.shown[0].moves.startswith("40 items")

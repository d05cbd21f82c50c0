"""Attacks that are compared with one another say the same, but for what is compared."""

from __future__ import annotations

import re

import pytest

from judgekit.catalog import load_attacks
from judgekit.types import Attack, Protocol

ATTACKS = {a.id: a for a in load_attacks()}
TWIN = re.compile(r"As ([a-z-]+/[a-z-]+), on")
TWINS = {
    a.id: m[1]
    for a in ATTACKS.values()
    if a.family == "wrong-answers" and (m := TWIN.match(a.provenance.departure))
}


def texts(attack: str) -> list[str]:
    found = ATTACKS[attack].params["texts"]
    assert isinstance(found, list)
    return [str(text) for text in found]


def test_a_real_source_and_an_invented_one_have_the_same_length() -> None:
    pairs = list(
        zip(texts("authority/real-source"), texts("authority/invented-source"), strict=True)
    )
    assert [(len(r), len(r.split())) for r, _ in pairs] == [
        (len(i), len(i.split())) for _, i in pairs
    ]


def test_two_model_names_stand_in_one_sentence() -> None:
    famous, forgotten = texts("identity/famous-model"), texts("identity/forgotten-model")
    assert {t.rpartition(" ")[0] for t in famous + forgotten} == {"Response by"}
    assert not set(famous) & set(forgotten)


def test_groups_of_authors_differ_in_the_group_alone() -> None:
    groups = [a for a in ATTACKS.values() if a.family == "demographics" and a.operator == "append"]
    said = {a.id: re.match(r".* identifies as (.*)\.", texts(a.id)[0]) for a in groups}
    bare = {tuple(t.replace(m[1], "…") for t in texts(name)) for name, m in said.items() if m}
    assert len(groups) == len({m[1] for m in said.values() if m}) >= 8
    assert len(bare) == 1


@pytest.mark.parametrize(
    ("there", "back"),
    [
        ("demographics/names", "demographics/english-names"),
    ],
)
def test_two_directions_have_one_table(there: str, back: str) -> None:
    assert ATTACKS[there].params["table"] == [[old, new] for new, old in pairs(ATTACKS[back])]


def test_men_and_women_are_one_table_but_for_her() -> None:
    forth, back = (pairs(ATTACKS[f"demographics/{n}"]) for n in ("women-for-men", "men-for-women"))
    assert [(new, old) for old, new in forth if new != "her"] == back


def pairs(attack: Attack) -> list[tuple[str, str]]:
    table = attack.params["table"]
    assert isinstance(table, list)
    return [(str(pair[0]), str(pair[1])) for pair in table if isinstance(pair, list)]


@pytest.mark.parametrize(("wrong", "twin"), TWINS.items())
def test_a_wrong_response_is_edited_as_its_twin_edits_any(wrong: str, twin: str) -> None:
    mine, its = ATTACKS[wrong], ATTACKS[twin]
    assert (mine.operator, mine.params, mine.place) == (its.operator, its.params, its.place)
    assert set(mine.certificate) == {*its.certificate, "stays-wrong"}


def test_most_attacks_on_wrong_responses_have_a_twin() -> None:
    assert len(TWINS) >= 20


def test_a_verdict_between_two_is_planted_only_where_two_are_compared() -> None:
    about_pairs = {"planted-choice", "planted-winner", "pair-tags", "pick-me"}
    for name in about_pairs:
        assert ATTACKS[f"injection/{name}"].protocols == (Protocol.PAIRWISE,)


def test_what_most_responses_score_is_said_only_where_scores_are_given() -> None:
    for name in ("high", "low"):
        assert Protocol.PAIRWISE not in ATTACKS[f"social/anchor-{name}"].protocols

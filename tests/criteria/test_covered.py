"""Clusters, what a filter takes of them, and the rows that stand for all."""

from __future__ import annotations

import itertools
import json
import random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from judgekit.criteria.coverage import (
    BLOCK,
    UNPLACED,
    Fate,
    cluster,
    likeness,
    measure_loss,
    select,
    spend,
    strata,
    tf_idf,
    unit_rows,
)
from judgekit.errors import InputError

TOPICS = {
    "garden": ["tomato", "garden", "soil", "water", "seed", "plant", "leaf", "root"],
    "harbour": ["ship", "harbour", "cargo", "anchor", "sailor", "captain", "deck", "wave"],
    "kitchen": ["oven", "bread", "flour", "butter", "recipe", "kitchen", "spoon", "sugar"],
}


def prompts(n: int) -> list[tuple[str, str]]:
    """Return n prompts of each topic, with their topic."""
    rng = random.Random(0)
    return [(t, " ".join(rng.choices(words, k=6))) for t, words in TOPICS.items() for _ in range(n)]


def test_weights_are_those_of_the_formula():
    table = tf_idf(["apple apple pear", "pear", ""])
    assert table.terms == ("pear", "apple")
    apple, pear = (1 + np.log(2)) * (1 + np.log(4 / 2)), 1 + np.log(4 / 3)
    length = np.hypot(apple, pear)
    expected = [[pear / length, apple / length], [1, 0], [0, 0]]
    assert table.vectors.toarray() == pytest.approx(np.array(expected))


def test_planted_topics_are_recovered_and_named_by_their_words():
    topics, texts = zip(*prompts(30), strict=True)
    names = strata(texts, k=3)
    assert len(set(zip(topics, names, strict=True))) == len(set(names)) == 3
    for topic, name in zip(topics, names, strict=True):
        assert set(name.split(" ", 1)[1].split(", ")) <= set(TOPICS[topic])


def test_neither_order_nor_repeats_change_a_stratum():
    texts = [text for _, text in prompts(20)]
    by_text = dict(zip(texts, strata(texts), strict=True))
    mixed = random.Random(1).sample([*texts, *texts[:25]], len(texts) + 25)
    assert strata(mixed) == tuple(by_text[t] for t in mixed)


def test_vectors_of_the_user_decide_where_they_are_given():
    texts = [f"text {word}" for word in ("alder", "birch", "cedar", "douglas")]
    vectors = np.array([[1, 0], [0, 2], [3, 0.1], [0.1, 1]])
    a, b, c, d = strata(texts, k=2, vectors=vectors)
    assert (a, b) == (c, d)
    assert a != b
    with pytest.raises(InputError, match="4 vectors for 3 texts"):
        strata(texts[:3], vectors=vectors)


def test_texts_without_words_are_in_a_stratum_of_their_own():
    assert strata(["", "\ud800\x00", "12 + 5", "apple tree"])[:3] == (UNPLACED,) * 3
    assert strata(["?"]) == (UNPLACED,)
    assert strata([]) == ()


@settings(max_examples=25, deadline=None)
@given(st.lists(st.text(st.characters(exclude_categories=()), max_size=30), max_size=8))
def test_any_texts_are_clustered(texts):
    assert len(strata(texts)) == len(texts)


@pytest.mark.parametrize("wrong", [[1.0, 2.0], [[np.nan]], [["a"]], [[np.inf, 1]]])
def test_vectors_that_are_no_table_of_numbers_are_refused(wrong):
    with pytest.raises(InputError, match="vectors"):
        unit_rows(wrong)


def fates(lost: dict[str, int], n: int = 40) -> list[Fate]:
    """Return n rows of each of four strata, some of which a filter takes."""
    return [
        Fate(stratum, "odd" if i % 2 else "even", "short" if i < lost.get(stratum, 0) else None)
        for stratum in "abcd"
        for i in range(n)
    ]


def test_a_filter_that_empties_a_stratum_does_more_than_chance():
    loss = measure_loss(fates({"a": 40, "b": 20}))
    assert loss.emptied == ("a",)
    assert (loss.reached.before, loss.reached.after, loss.reached.by_lot) == (4, 3, (4, 4))
    assert loss.effective.before == pytest.approx(4)
    assert loss.effective.after < loss.effective.by_lot.lo


def test_a_filter_by_lot_loses_what_chance_does():
    rng = random.Random(0)
    kept = [f._replace(lost_to=rng.choice((None, "lot"))) for f in fates({})]
    loss = measure_loss(kept)
    assert loss.effective.by_lot.lo <= loss.effective.after <= loss.effective.by_lot.hi


def test_small_strata_are_emptied_by_chance_too():
    rows = [Fate(str(i), lost_to=None if i < 5 else "lot") for i in range(10)]
    assert measure_loss(rows).reached.by_lot == (5, 5)


def test_every_row_is_counted_in_its_stratum_and_family():
    loss = measure_loss(fates({"a": 40, "b": 21}))
    for shares in (loss.strata, loss.families):
        assert sum(s.rows for s in shares) == loss.rows == 160
        assert all(s.kept + sum(s.lost.values()) == s.rows for s in shares)
    assert {s.name: s.lost for s in loss.families} == {
        "even": {"short": 31},
        "odd": {"short": 30},
    }


def test_a_filter_that_keeps_nothing_reaches_nothing():
    loss = measure_loss(fates(dict.fromkeys("abcd", 40)))
    assert loss.emptied == ("a", "b", "c", "d")
    assert (loss.reached.after, loss.effective.after) == (0, 0)


@pytest.mark.parametrize("nothing", [[], [Fate("a")]])
def test_hardly_any_rows_are_no_error(nothing):
    assert measure_loss(nothing).emptied == ()


def cosines(vectors: np.ndarray) -> np.ndarray:
    return np.maximum(vectors @ vectors.T, 0)


def exhaustive(like: np.ndarray, budget: int) -> float:
    sets = itertools.combinations(range(len(like)), budget)
    return max(float(like[:, list(s)].max(axis=1).sum()) for s in sets)


def plain_greedy(like: np.ndarray, budget: int) -> float:
    nearest = np.zeros(len(like))
    for _ in range(budget):
        nearest = max((np.maximum(nearest, column) for column in like.T), key=np.sum)
    return float(nearest.sum())


@pytest.mark.parametrize("seed", range(12))
def test_lazy_choice_is_the_greedy_one_and_near_the_best_of_all(seed):
    rng = np.random.default_rng(seed)
    vectors = unit_rows(rng.normal(size=(10, 3)))
    like = cosines(vectors)
    for budget in (1, 2, 4):
        total = 10 * select(vectors, budget).covered
        assert total == pytest.approx(plain_greedy(like, budget))
        assert total >= (1 - 1 / np.e) * exhaustive(like, budget)
    assert 10 * select(vectors, 1).covered == pytest.approx(exhaustive(like, 1))


def test_words_are_chosen_by_as_embeddings_are():
    table = tf_idf([text for _, text in prompts(4)])
    assert select(table.vectors, 3).rows == select(table.vectors.toarray(), 3).rows


def test_one_row_of_each_topic_comes_first():
    topics, texts = zip(*prompts(20), strict=True)
    chosen = select(tf_idf(texts).vectors, 3)
    assert {topics[i] for i in chosen.rows} == set(TOPICS)


def test_gains_never_rise_and_repeats_are_never_chosen():
    vectors = unit_rows(np.random.default_rng(0).normal(size=(30, 4)))
    chosen = select(np.vstack([vectors, vectors, np.zeros((3, 4))]), 60)
    assert list(chosen.gains) == sorted(chosen.gains, reverse=True)
    assert sorted(i % 30 for i in chosen.rows) == list(range(30))
    assert chosen.covered == pytest.approx(60 / 63)


def test_more_rows_than_a_block_are_chosen_in_blocks_of_like_rows():
    rng = np.random.default_rng(0)
    angles = np.repeat(np.arange(6), BLOCK // 4) + rng.normal(scale=0.02, size=6 * (BLOCK // 4))
    vectors = np.stack([np.cos(angles), np.sin(angles)], axis=1)
    chosen = select(vectors, 6)
    assert {round(angles[i]) for i in chosen.rows} == set(range(6))
    assert likeness(vectors, chosen.rows) == pytest.approx(chosen.covered, abs=1e-3)


def test_all_rows_of_one_kind_do_not_make_one_block():
    assert len(select(np.ones((2 * BLOCK, 1)), 5).rows) == 2


def test_chosen_rows_stand_for_all_better_than_a_lot_does():
    texts = [text for _, text in prompts(40)]
    budget = spend(tf_idf(texts).vectors, [str(i) for i in range(120)], 6)
    assert len(budget.ids) == 6
    assert budget.by_lot < budget.likeness <= 1
    assert json.loads(budget.model_dump_json())["ids"] == list(budget.ids)


def test_a_cluster_of_each_row_by_itself_is_no_error():
    assert sorted(cluster(np.eye(4), 4)) == [0, 1, 2, 3]
    assert list(cluster(np.zeros((2, 3)), 5)) == [-1, -1]

"""Templates, near-duplicates and twins, planted and found."""

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from judgekit.criteria.shortcut import (
    Neighbours,
    Shortcut,
    measure_twins,
    resemblance,
    skeleton,
    sketch,
    templates,
)
from judgekit.errors import InputError
from judgekit.text import seeded
from judgekit.types import Objection, Sample
from judgekit.verifiers import verify

NAMES = ("Alice", "Bob", "Carla", "Deng", "Esra", "Femi")
THINGS = ("apples", "books", "candles", "drums", "eggs", "flags")
WORDS = [f"{a}{b}{c}" for a in "bcdfghjklm" for b in "aeiou" for c in ("rt", "lk", "mp", "nd")]


def filled(i: int) -> Sample:
    """Return a problem and an answer that fills in a template."""
    rng = seeded("filled", i)
    who, what, a, b = rng.choice(NAMES), rng.choice(THINGS), rng.randrange(99), rng.randrange(99)
    return Sample(
        id=f"filled-{i}",
        prompt=f"{who} has {a} {what} and buys {b} more. How many {what} does {who} have now?",
        response=f"First write down what {who} has, which is {a} {what}. Then add the {b} that "
        f"were bought after that. So {a} + {b} = {a + b}, and therefore the answer is {a + b}.",
    )


def free(i: int) -> Sample:
    """Return a problem and an answer in words of its own."""
    rng = seeded("free", i)
    return Sample(
        id=f"free-{i}",
        prompt=f"What of {' '.join(rng.sample(WORDS, 5))}?",
        response=" ".join(rng.choices(WORDS, k=40)),
    )


POOL = [*(filled(i) for i in range(12)), *(free(i) for i in range(40))]


def test_numbers_names_and_words_of_the_problem_are_masked():
    prompt = "Tom has 3 cats. How many legs do they have?"
    assert skeleton("Tom's 3 cats have 4 legs each: 3*4 = 12.", prompt) == (
        *("@", "#", "@", "have", "#", "@", "each"),
        *("#", "*", "#", "=", "#"),
    )


def test_two_fillings_of_a_template_have_one_skeleton():
    first, *others = (filled(i) for i in range(12))
    assert {skeleton(s.response, s.prompt) for s in others} == {
        skeleton(first.response, first.prompt)
    }


def test_a_planted_template_is_objected_to_and_nothing_else_is():
    criterion = Shortcut(POOL)
    objected = {s.id for s in POOL if criterion(s, s.response).objection is Objection.SHORTCUT}
    assert objected == {f"filled-{i}" for i in range(12)}
    measured = criterion(POOL[0], POOL[0].response)
    assert measured.value == pytest.approx(12 / 52)
    assert measured.evidence == "its skeleton answers 12 of 52 prompts of 'all'"


def test_a_response_from_outside_the_pool_is_known_by_its_skeleton():
    criterion = Shortcut(POOL)
    known, new = filled(99), free(99)
    assert criterion(known, known.response).objection is Objection.SHORTCUT
    assert criterion(new, new.response).value == 0


def test_many_answers_to_one_prompt_are_no_template():
    one = filled(0)
    copies = [one.model_copy(update={"id": str(i)}) for i in range(20)]
    assert Shortcut([*copies, free(1)])(one, one.response).objection is None
    told = templates(copies)
    assert (told.templates, told.copied, told.repeated) == ((), 0, 19)


def test_a_template_of_few_prompts_of_a_stratum_is_tolerated():
    pool = [*(filled(i) for i in range(4)), *(free(i) for i in range(4))]
    assert Shortcut(pool)(pool[0], pool[0].response).objection is None
    wide = [*(filled(i) for i in range(5)), *(free(i) for i in range(200))]
    assert Shortcut(wide)(wide[0], wide[0].response).objection is None


def test_the_order_of_the_pool_changes_nothing():
    shuffled = random.Random(1).sample(POOL, len(POOL))
    assert templates(shuffled) == templates(POOL)


def test_the_table_names_the_template_and_its_share():
    (template,) = templates(POOL).templates
    assert (template.prompts, template.rows, template.share) == (12, 12, 12 / 52)
    assert template.skeleton.startswith("first write down what @ has")


def test_answers_copied_to_another_prompt_are_counted():
    prompts = [free(100 + i).prompt for i in range(3)]
    copied = [free(0).model_copy(update={"id": p, "prompt": p}) for p in prompts]
    assert templates([*copied, *map(free, range(1, 9))]).copied == 3


def test_a_short_answer_is_not_measured():
    assert Shortcut(POOL)(POOL[0], "It is 5.").missing == "a skeleton of fewer than 20 tokens"
    assert templates([Sample(id="x", prompt="?", response="5")]).unread == 1


def changed(tokens: list[str], n: int, rng: random.Random) -> list[str]:
    """Return tokens with n of them, well apart, made others."""
    places = rng.sample(range(0, len(tokens), 4), n)
    return [f"{t}x" if i in places else t for i, t in enumerate(tokens)]


def test_near_texts_are_found_and_far_ones_are_not():
    rng, groups = random.Random(0), Neighbours()
    texts = [rng.choices(WORDS, k=200) for _ in range(60)]
    assert [groups.place(sketch(t)) for t in texts] == list(range(60))
    # Five changes cost 15 of 198 shingles: a resemblance of 0.86; 25 leave 0.45, below 0.5.
    near = [groups.find(sketch(changed(t, 5, rng))) for t in texts]
    assert sum(group == i for i, group in enumerate(near)) >= 58
    assert all(groups.find(sketch(changed(t, 25, rng))) is None for t in texts)


def test_the_resemblance_of_long_texts_is_estimated_well():
    rng = random.Random(0)
    long = [str(rng.random()) for _ in range(6_000)]
    half = [*long[:4_000], *(str(rng.random()) for _ in range(2_000))]
    # 4,000 of 8,000 are shared; 512 hashes have a standard error of 0.022.
    assert resemblance(sketch(long), sketch(half)) == pytest.approx(0.5, abs=0.09)


@settings(max_examples=40, deadline=None)
@given(st.text(st.characters(exclude_categories=()), max_size=300))
def test_any_text_has_a_skeleton_and_a_sketch(text):
    sketch([*skeleton(text, text), "a", "b", "c"])


def row(name: str, prompt: str, response: int, answer: int, **metadata: str) -> Sample:
    return Sample(
        id=name,
        prompt=prompt,
        response=f"The answer is {response}.",
        verify={"numeric": {"answer": answer}},
        metadata=metadata,
    )


def twins(n: int, *, notices: int) -> list[Sample]:
    """Return n problems solved, and variants of which the first few are solved, others recited."""
    made = []
    for i in range(n):
        made.append(row(f"b{i}", f"{i} and 7?", i + 7, i + 7))
        said = i + 6 if i < notices else i + 7
        made.append(row(f"t{i}", f"{i} and 6?", said, i + 6, twin_of=f"b{i}", twin="n-1"))
    return made


def test_a_reciter_is_found_and_its_default_is_measured():
    (told,) = measure_twins(twins(20, notices=5), verify)
    assert (told.both_right, told.only_base, told.only_twin, told.both_wrong) == (5, 15, 0, 0)
    assert told.drop is not None
    assert told.drop.lo > 0.4
    assert told.p is not None
    assert told.p < 0.001
    assert told.defaulted is not None
    assert told.defaulted.est == 15 / 20


def test_a_solver_of_both_neither_drops_nor_defaults():
    (told,) = measure_twins(twins(20, notices=20), verify)
    assert told.drop is not None
    assert told.drop.lo < 0 < told.drop.hi
    assert told.p == 1
    assert told.defaulted is not None
    assert told.defaulted.est == 0


def test_a_wrong_answer_that_is_not_the_old_one_is_no_default():
    pair = [row("b", "1 and 7?", 8, 8), row("t", "1 and 6?", 99, 7, twin_of="b", twin="n-1")]
    (told,) = measure_twins(pair, verify)
    assert told.only_base == 1
    assert told.defaulted is not None
    assert told.defaulted.est == 0


def test_kinds_are_apart_and_open_and_repeated_pairs_are_counted():
    base = row("b", "1 and 7?", 8, 8)
    more = [
        row("t1", "1 and 6?", 7, 7, twin_of="b", twin="n-1"),
        row("t2", "1 and 5?", 6, 6, twin_of="b", twin="n-1"),
        row("t3", "1 or 7?", 8, 1, twin_of="b", twin="constraint removed"),
        base.model_copy(update={"id": "c", "prompt": "2?", "verify": {}}),
        row("t4", "2!", 7, 7, twin_of="c", twin="n-1"),
    ]
    removed, fewer = measure_twins([base, *more], verify)
    assert (removed.kind, removed.pairs, removed.only_base) == ("constraint removed", 1, 1)
    assert (fewer.kind, fewer.pairs, fewer.open, fewer.repeats) == ("n-1", 1, 1, 1)


def test_a_twin_without_its_problem_is_refused():
    with pytest.raises(InputError, match=r"t: metadata\.twin_of: no row 'b1'; did you mean"):
        measure_twins([row("b11", "?", 1, 1), row("t", "!", 1, 1, twin_of="b1")], verify)


def test_rows_without_twins_make_no_test():
    assert measure_twins(POOL, verify) == ()

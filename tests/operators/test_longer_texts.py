"""Texts that grow by a dose or by their own list: as much as was said, and nothing else."""

from __future__ import annotations

import random
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from judgekit import verifiers
from judgekit.catalog import load_attacks
from judgekit.invariants import INVARIANTS, Claim
from judgekit.operators import OPERATORS, check_params
from judgekit.perturb import perturb
from judgekit.text import apply
from judgekit.types import Context, Declined, Edit, Holds, NoVariant, Sample, Splice

ATTACKS = {a.id: a for a in load_attacks()}
LADDER = {
    "verbosity/padded-by-half": 1.5,
    "verbosity/padded-to-double": 2,
    "verbosity/padded-to-fourfold": 4,
}
LIST = "verbosity/repeated-list"
PARAGRAPH = "The copper wire is wrapped in rubber. " * 10


def context(text: str) -> Context:
    return Context(Sample(id="s", prompt="Q?", response=text))


def edit(attack: str, text: str, seed: int = 0) -> Edit | Declined:
    a = ATTACKS[attack]
    return OPERATORS[a.operator](text, context(text), random.Random(seed), **a.params)


@pytest.mark.parametrize(("attack", "times"), LADDER.items())
def test_a_rung_is_as_long_as_it_says(attack: str, times: float) -> None:
    made = edit(attack, PARAGRAPH)
    assert isinstance(made, Edit)
    assert made.text.startswith(PARAGRAPH + "\n\n")
    assert len(made.text.split()) == pytest.approx(times * len(PARAGRAPH.split()), abs=7)


def test_every_rung_pads_with_the_same_sentences() -> None:
    sentences = [ATTACKS[attack].params["sentences"] for attack in LADDER]
    assert sentences == [sentences[0]] * len(LADDER)


def test_no_sentence_of_a_padding_comes_back_before_the_others_came() -> None:
    made = edit("verbosity/padded-to-double", "Rubber. " * 120)
    assert isinstance(made, Edit)
    padding = made.text.partition("\n\n")[2].split(". ")
    assert len(padding) > 9
    assert len(set(padding[:10])) == 10


def test_another_seed_draws_another_order() -> None:
    assert len({edit("verbosity/padded-to-double", PARAGRAPH, seed) for seed in range(9)}) > 5


@pytest.mark.parametrize(
    ("text", "why"),
    [("", "empty"), ("Rubber.", "too short"), ("def f(x):\n    return x\n", "a program")],
)
def test_what_takes_no_padding_is_declined(text: str, why: str) -> None:
    made = edit("verbosity/padded-by-half", text)
    assert isinstance(made, Declined)
    assert why in made.reason


@pytest.mark.parametrize("sentences", [[], [""], [" \n"]])
def test_a_sentence_without_a_word_is_refused(sentences: list[str]) -> None:
    wrong = check_params("pad", {"times": 2, "sentences": sentences})
    assert "'sentences' is wrong" in (wrong or "")


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("- a\n- b", "- a\n- b\n- a\n- b"),
        ("Do:\n1. a\n2. b\nDone.", "Do:\n1. a\n2. b\n1. a\n2. b\nDone."),
        ("1) a\n\n2) b", "1) a\n\n2) b\n\n1) a\n\n2) b"),
        ("- a\n- b\n\nAnd:\n* c\n* d", "- a\n- b\n\nAnd:\n* c\n* d\n* c\n* d"),
        ("- a", None),
        ("a - b\nc - d", None),
        ("```\n- a\n- b\n```", None),
        ("- a\n- the answer is 4", None),
    ],
)
def test_the_last_list_of_several_items_stands_twice(before: str, after: str | None) -> None:
    made = edit(LIST, before)
    assert (made.text if isinstance(made, Edit) else None) == after


def found(promise: str, attack: str, before: str, after: str, *script: Splice) -> Holds:
    claim = Claim(before, after, script, context(before), ATTACKS[attack], verifiers.verify)
    return INVARIANTS[promise](claim).holds


def test_honest_growth_holds() -> None:
    for attack in LADDER:
        made = edit(attack, PARAGRAPH)
        assert isinstance(made, Edit)
        assert found("padded", attack, PARAGRAPH, made.text) is Holds.HOLDS
    twice = Splice(7, 7, "\n- a\n- b")
    assert found("list-repeated", LIST, "- a\n- b", "- a\n- b\n- a\n- b", twice) is Holds.HOLDS


SAID = "There is more to this than meets the eye."
TEN = "one two three four five six seven eight nine ten"


@pytest.mark.parametrize(
    "after",
    [
        TEN,
        f"{SAID}\n\n{TEN}",
        f"{TEN} {SAID}",
        f"{TEN}\n\n{SAID} And so on.",
        f"{TEN}\n\n{SAID} ",
        f"{TEN}\n\n{SAID}{SAID}",
        f"{TEN.title()}\n\n{SAID}",
        f"{TEN}\n\n{SAID} {SAID} {SAID}",
    ],
)
def test_other_words_or_another_dose_are_broken(after: str) -> None:
    assert found("padded", "verbosity/padded-to-double", TEN, f"{TEN}\n\n{SAID}") is Holds.HOLDS
    assert found("padded", "verbosity/padded-to-double", TEN, after) is Holds.BROKEN


@pytest.mark.parametrize(
    ("before", "script"),
    [
        ("- a\n- b", ()),
        ("- a\n- b", (Splice(7, 7, "\n- b\n- a"),)),
        ("- a\n- b", (Splice(7, 7, "\n- b"),)),
        ("- a\n- b", (Splice(7, 7, "\n\n"),)),
        ("- a\n- b", (Splice(0, 7, "- a\n- b\n- a\n- b"),)),
        ("- a\n- bc", (Splice(7, 7, "\n- a\n- b"),)),
        ("x- a\n- b", (Splice(8, 8, "\n- a\n- b"),)),
        ("a\nb", (Splice(3, 3, "\na\nb"),)),
        ("```\n- a\n- b", (Splice(11, 11, "\n- a\n- b"),)),
    ],
)
def test_anything_but_the_list_again_is_broken(before: str, script: tuple[Splice, ...]) -> None:
    after = apply(before, script)
    assert found("list-repeated", LIST, before, after, *script) is Holds.BROKEN


PIECES = st.lists(
    st.one_of(
        st.text(max_size=12),
        st.sampled_from(["\n- a", "\n1. b\n2. c", "\n\n", "```\n", "a b c d e f ", SAID, "\ud800"]),
    ),
    max_size=9,
).map("".join)


@settings(max_examples=100, derandomize=True, deadline=None)
@given(text=PIECES)
def test_any_text_grows_as_promised_or_declines(text: str) -> None:
    for name in (*LADDER, LIST):
        first, second = (
            perturb(ATTACKS[name], context(text), seed=1, verify=verifiers.verify) for _ in range(2)
        )
        assert first == second
        if isinstance(first, NoVariant):
            assert first.kind == "declined", first.reason
        else:
            assert apply(text, first.script) == first.text


@pytest.mark.parametrize("piece", ["- a\n", "- a\n\n\n", "a ", " \t"])
def test_a_long_text_takes_a_moment(piece: str) -> None:
    text = piece * (100_000 // len(piece))
    before = time.process_time()
    for name in ("verbosity/padded-to-double", LIST):
        perturb(ATTACKS[name], context(text), seed=0, verify=verifiers.verify)
    assert time.process_time() - before < 3

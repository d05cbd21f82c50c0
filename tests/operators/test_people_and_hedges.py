"""Doubts dropped and people exchanged: only that, everywhere, and so that it can be turned back."""

from __future__ import annotations

import random
import time

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from judgekit import verifiers
from judgekit.catalog import load_attacks
from judgekit.invariants import INVARIANTS, Claim
from judgekit.operators import OPERATORS, check_params
from judgekit.perturb import perturb
from judgekit.text import apply
from judgekit.types import Context, Declined, Edit, Holds, NoVariant, Sample, Splice

ATTACKS = {a.id: a for a in load_attacks()}
HEDGES = "tone/assertive"
WOMEN, MEN = "demographics/women-for-men", "demographics/men-for-women"
NAMES, ENGLISH = "demographics/names", "demographics/english-names"
OURS = [HEDGES, WOMEN, MEN, NAMES, ENGLISH]


def context(text: str, prompt: str = "Q?") -> Context:
    return Context(Sample(id="s", prompt=prompt, response=text))


def edit(attack: str, text: str, prompt: str = "Q?") -> Edit | Declined:
    a = ATTACKS[attack]
    return OPERATORS[a.operator](text, context(text, prompt), random.Random(0), **a.params)


@pytest.mark.parametrize(
    ("attack", "before", "after"),
    [
        (HEDGES, "I think that it is so. Maybe the sky is red.", "It is so. The sky is red."),
        (HEDGES, "It is so. perhaps it is not.", None),
        (HEDGES, "1. It seems James is late.", "1. James is late."),
        (
            HEDGES,
            "She is arguably the best, and was probably right.",
            "She is the best, and was right.",
        ),
        (HEDGES, "In my opinion, the sky is red.", "The sky is red."),
        (HEDGES, "The answer is 4. Probably it is 4.", "The answer is 4. It is 4."),
        (WOMEN, "He told himself.", "She told herself."),
        (WOMEN, "His son lost his hat.", "Her daughter lost her hat."),
        (MEN, "She told herself.", "He told himself."),
        (NAMES, "Tom and Mary ran.", "Ravi and Fatima ran."),
        (NAMES, "When Tom's dog ran, Tom ran.", "When Ravi's dog ran, Ravi ran."),
        (ENGLISH, "Ravi and Fatima ran.", "Tom and Mary ran."),
    ],
)
def test_the_edit_does_this_and_no_more(attack: str, before: str, after: str | None) -> None:
    made = edit(attack, before)
    assert (made.text if isinstance(made, Edit) else None) == after


@pytest.mark.parametrize(
    "text",
    [
        "I think so.",
        "Maybe not.",
        "I believe in it.",
        "I think that is wrong.",
        "I guess.",
        "It is so, I think the best way.",
        "It is perhaps, all told, the best.",
        "I thinkable of it.",
        "```\nPerhaps the x\n```",
        "The answer is probably the 4.",
        "It is more likely than not.",
    ],
)
def test_a_hedge_stays_where_the_sentence_would_not_stand_without_it(text: str) -> None:
    assert edit(HEDGES, text) == Declined("no hedge can be dropped")


@pytest.mark.parametrize(
    ("attack", "text", "why"),
    [
        (WOMEN, "He saw her.", "other people already"),
        (WOMEN, "He saw him lose his hat.", "come to be one"),
        (WOMEN, "HE says he is here.", "code, maths, capitals"),
        (WOMEN, "There he is: `he`.", "code, maths, capitals"),
        (WOMEN, "He won, so the answer is his name.", "or the answer"),
        (WOMEN, "He met Mr Brown.", "without a counterpart"),
        (WOMEN, "His Majesty sleeps.", "several parts"),
        (WOMEN, "A man-made lake.", "no prose names"),
        (MEN, "She lost her hat.", "without a counterpart"),
        (NAMES, "Tom met Ravi.", "other people already"),
        (NAMES, "James Watt and John met.", "several parts"),
        (NAMES, "King James slept.", "without a counterpart"),
        (NAMES, "There, Sir John spoke.", "several parts"),
        (NAMES, "Tomorrow, Tommy.", "no prose names"),
    ],
)
def test_a_text_that_could_be_turned_by_half_is_declined(attack: str, text: str, why: str) -> None:
    made = edit(attack, text)
    assert isinstance(made, Declined)
    assert why in made.reason


@pytest.mark.parametrize(
    "prompt", ["What did Tom do?", "WHAT DID TOM DO?", "What did the Queen do?"]
)
def test_people_whom_the_prompt_names_too_stay(prompt: str) -> None:
    assert edit(NAMES, "Tom ran.", prompt) == Declined("the prompt names the people too")


def test_two_directions_undo_each_other() -> None:
    for there, back, text in (
        (WOMEN, MEN, "He told himself that men are boys."),
        (NAMES, ENGLISH, "James and Emma told Bob."),
    ):
        made = edit(there, text)
        assert isinstance(made, Edit)
        again = edit(back, made.text)
        assert isinstance(again, Edit)
        assert again.text == text


@pytest.mark.parametrize("table", [[], [["he"]], [["he", ""]], [["he", "she or he"]]])
def test_a_table_holds_pairs_of_words(table: list[list[str]]) -> None:
    assert "'table' is wrong" in (check_params("swap_people", {"table": table}) or "")


def claim(attack: str, before: str, after: str, *script: Splice, prompt: str = "Q?") -> Claim:
    return Claim(before, after, script, context(before, prompt), ATTACKS[attack], verifiers.verify)


@pytest.mark.parametrize(
    ("before", "after", "script"),
    [
        ("I think it is so.", "It is so.", ()),
        ("I think it is so.", "It is not so.", (Splice(0, 9, "I"),)),
        ("I think it is so.", "I think it is so.", ()),
        ("I think it is so.", "At is so.", (Splice(0, 9, "A"),)),
        ("I know it is so.", "It is so.", (Splice(0, 8, "I"),)),
        ("If I think it is so.", "If It is so.", (Splice(3, 12, "I"),)),
        ("It was perhaps so.", "It was so.", (Splice(7, 15, " "),)),
        ("It went perhaps so.", "It went so.", (Splice(8, 16, ""),)),
        ("It is so. Perhaps not.", "It is so.Not.", (Splice(9, 19, "N"),)),
    ],
)
def test_anything_but_a_dropped_doubt_is_broken(
    before: str, after: str, script: tuple[Splice, ...]
) -> None:
    found = INVARIANTS["hedges-dropped"](claim(HEDGES, before, after, *script))
    assert found.holds is Holds.BROKEN


@pytest.mark.parametrize(
    ("attack", "before", "after"),
    [
        (WOMEN, "He ran to him.", "She ran to him."),
        (WOMEN, "He ran.", "She walked."),
        (WOMEN, "He ran.", "He ran."),
        (WOMEN, "He ran.", "she ran."),
        (WOMEN, "It ran.", "She ran."),
        (WOMEN, "He saw him lose his hat.", "She saw her lose her hat."),
        (WOMEN, "He met the king.", "She met the king."),
        (WOMEN, "He is here: `he`.", "She is here: `she`."),
        (NAMES, "Tom met Ravi.", "Ravi met Ravi."),
        (NAMES, "Tom Jones ran.", "Ravi Jones ran."),
    ],
)
def test_people_exchanged_by_half_are_broken(attack: str, before: str, after: str) -> None:
    assert INVARIANTS["people-exchanged"](claim(attack, before, after)).holds is Holds.BROKEN


def test_people_of_the_prompt_exchanged_are_broken() -> None:
    asked = claim(NAMES, "Tom ran.", "Ravi ran.", prompt="What did Tom do?")
    assert INVARIANTS["people-exchanged"](asked).holds is Holds.BROKEN


def test_an_honest_edit_holds() -> None:
    dropped = claim(HEDGES, "I think it is so.", "It is so.", Splice(0, 9, "I"))
    assert INVARIANTS["hedges-dropped"](dropped).holds is Holds.HOLDS
    exchanged = claim(WOMEN, "He ran, he hid.", "She ran, she hid.")
    assert INVARIANTS["people-exchanged"](exchanged).holds is Holds.HOLDS


HEDGED = ["I think it is so. ", "Perhaps the ", "The answer is 4. ", " is arguably the ", "\n- "]
PEOPLED = ["He ", "him ", "his ", "she ", "Tom ", "Mary's ", "Ravi ", "`he` ", "Mr "]
NASTY = ["$x$ ", "$5 ", "\n", "\ud800", "\x00", "K", "ſhe ", "```"]
CRUDE = "code, maths or a link differs"
"""What the checks say where they read a fence more crudely than the edits do."""
PIECES = st.lists(
    st.one_of(st.text(max_size=9), st.sampled_from([*HEDGED, *PEOPLED, *NASTY])), max_size=9
).map("".join)


@settings(max_examples=100, derandomize=True, deadline=None)
@given(text=PIECES)
@example(text="I think ſhe is here. It is perhaps maybe the best.")
def test_any_text_is_edited_as_promised_or_declined(text: str) -> None:
    for name in OURS:
        first, second = (
            perturb(ATTACKS[name], context(text), seed=1, verify=verifiers.verify) for _ in range(2)
        )
        assert first == second
        if isinstance(first, NoVariant):
            assert first.kind == "declined" or CRUDE in first.reason
        else:
            assert apply(text, first.script) == first.text


@pytest.mark.parametrize("piece", ["he Xxxx ", "I think the ", "is perhaps a ", "a A" + "a" * 99])
def test_a_long_text_takes_a_moment(piece: str) -> None:
    text = piece * (100_000 // len(piece))
    before = time.perf_counter()
    for name in (HEDGES, WOMEN, NAMES):
        perturb(ATTACKS[name], context(text), seed=0, verify=verifiers.verify)
    assert time.perf_counter() - before < 3

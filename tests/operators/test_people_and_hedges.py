"""Doubts dropped and people exchanged: only that, and so that it can be turned back."""

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from judgekit import verifiers
from judgekit.catalog import load_attacks
from judgekit.invariants import INVARIANTS, Claim
from judgekit.operators import OPERATORS
from judgekit.perturb import perturb
from judgekit.text import apply
from judgekit.types import Context, Declined, Edit, Holds, NoVariant, Sample, Splice

ATTACKS = {a.id: a for a in load_attacks()}
OURS = ["tone/assertive", "demographics/pronouns", "demographics/names"]


def context(text: str, prompt: str = "Q?") -> Context:
    return Context(Sample(id="s", prompt=prompt, response=text))


def edit(attack: str, text: str, prompt: str = "Q?") -> Edit | Declined:
    a = ATTACKS[attack]
    return OPERATORS[a.operator](text, context(text, prompt), random.Random(0), **a.params)


@pytest.mark.parametrize(
    ("attack", "before", "after"),
    [
        ("tone/assertive", "I think that it is so. Maybe not.", "It is so. Not."),
        ("tone/assertive", "It is so. perhaps it is not.", None),
        ("tone/assertive", "The answer is 4. Probably it is 4.", "The answer is 4. It is 4."),
        ("tone/assertive", "I thinkable of it.", None),
        ("tone/assertive", "I think I am. I think that I was.", "I am. I was."),
        ("tone/assertive", "```\nPerhaps x\n```", None),
        ("demographics/pronouns", "He told himself.", "She told herself."),
        ("demographics/pronouns", "He saw her.", None),
        ("demographics/pronouns", "HE is here.", None),
        ("demographics/pronouns", "There he is: `he`.", None),
        ("demographics/names", "Tom and Mary ran.", "Ravi and Fatima ran."),
        ("demographics/names", "Tom met Ravi.", None),
        ("demographics/names", "Tomorrow, Tommy.", None),
    ],
)
def test_the_edit_does_this_and_no_more(attack: str, before: str, after: str | None) -> None:
    made = edit(attack, before)
    assert (made.text if isinstance(made, Edit) else None) == after


def test_people_whom_the_prompt_names_too_stay() -> None:
    made = edit("demographics/names", "Tom ran.", "What did Tom do?")
    assert made == Declined("the prompt names the people too")


def found(promise: str, attack: str, before: str, after: str) -> Holds:
    made = edit(attack, before)
    script = made.script if isinstance(made, Edit) else ()
    claim = Claim(before, after, script, context(before), ATTACKS[attack], verifiers.verify)
    return INVARIANTS[promise](claim).holds


@pytest.mark.parametrize(
    ("promise", "attack", "before", "after"),
    [
        ("hedges-dropped", "tone/assertive", "I think it is so.", "It is not so."),
        ("hedges-dropped", "tone/assertive", "I think it is so.", "I think it is so."),
        ("hedges-dropped", "tone/assertive", "It is so, clearly.", "It is so."),
        ("hedges-dropped", "tone/assertive", "Maybe it is, so.", "It is so."),
        ("people-exchanged", "demographics/pronouns", "He ran to him.", "She ran to him."),
        ("people-exchanged", "demographics/pronouns", "He ran.", "She walked."),
        ("people-exchanged", "demographics/pronouns", "He ran.", "He ran."),
        ("people-exchanged", "demographics/pronouns", "It ran.", "She ran."),
        ("people-exchanged", "demographics/names", "Tom met Ravi.", "Ravi met Ravi."),
    ],
)
def test_more_or_less_than_was_said_is_broken(
    promise: str, attack: str, before: str, after: str
) -> None:
    assert found(promise, attack, before, after) is Holds.BROKEN


@pytest.mark.parametrize("new", ["i", "It", "", "X"])
def test_a_script_that_does_more_than_drop_a_hedge_is_broken(new: str) -> None:
    before, script = "I think it is so.", (Splice(0, 9, new),)
    claim = Claim(
        before, apply(before, script), script, context(before), ATTACKS[OURS[0]], verifiers.verify
    )
    assert INVARIANTS["hedges-dropped"](claim).holds is Holds.BROKEN


def test_an_honest_edit_holds() -> None:
    assert found("hedges-dropped", OURS[0], "I think it is so.", "It is so.") is Holds.HOLDS
    assert found("people-exchanged", OURS[1], "He ran, he hid.", "She ran, she hid.") is Holds.HOLDS


HEDGED = ["I think it is so. ", "Perhaps. ", "The answer is 4. "]
PEOPLED = ["He ", "him ", "she ", "Tom ", "Mary's ", "`he`"]
NASTY = ["$x$", "\n", "\ud800", "\x00"]
PIECES = st.lists(
    st.one_of(st.text(max_size=12), st.sampled_from([*HEDGED, *PEOPLED, *NASTY])), max_size=8
).map("".join)


@settings(max_examples=120, derandomize=True, deadline=None)
@given(text=PIECES)
def test_any_text_is_edited_as_promised_or_declined(text: str) -> None:
    for name in OURS:
        first, second = (
            perturb(ATTACKS[name], context(text), seed=1, verify=verifiers.verify) for _ in range(2)
        )
        assert first == second
        if isinstance(first, NoVariant):
            assert first.kind == "declined", first.reason
        else:
            assert apply(text, first.script) == first.text

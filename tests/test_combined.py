"""Combinations: edits in order, each certified on its own step, told as one script."""

from __future__ import annotations

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from judgekit import audit, verifiers
from judgekit.catalog import load_attacks, load_samples
from judgekit.errors import InputError
from judgekit.perturb import combine, misfit, perturb, placebo
from judgekit.testing import PlantedJudge
from judgekit.text import apply, composed
from judgekit.types import (
    Attack,
    Context,
    Expect,
    Holds,
    NoVariant,
    Place,
    Sample,
    Side,
    Splice,
    Variant,
)

ATTACKS = {a.id: a for a in load_attacks()}
ROW = Sample(
    id="r",
    prompt="What is 6 times 7?",
    response="Six sevens make forty-two. The answer is 42.",
    wrong_response="Six sevens make forty-eight. The answer is 48.",
    verify={"numeric": {"answer": 42}},
)


def pair(*ids: str) -> Attack:
    return combine(*(ATTACKS[i] for i in ids))


def made(attack: Attack, row: Sample = ROW) -> Variant | NoVariant:
    return perturb(attack, Context(row), seed=0, verify=verifiers.verify)


def test_the_edits_are_made_in_order() -> None:
    one = made(pair("authority/url", "formatting/bullets"))
    other = made(pair("formatting/bullets", "authority/url"))
    assert isinstance(one, Variant)
    assert isinstance(other, Variant)
    assert one.text.startswith("- Six sevens")
    assert other.text.startswith("- Six sevens")
    assert one.text != other.text
    assert one.attack == "authority/url+formatting/bullets"


def test_a_part_makes_the_edit_it_makes_alone() -> None:
    alone = made(ATTACKS["authority/url"])
    together = made(pair("authority/url", "tone/cheerful"))
    assert isinstance(alone, Variant)
    assert isinstance(together, Variant)
    assert alone.text in together.text


def test_every_promise_of_every_part_is_kept_with_its_name() -> None:
    found = made(pair("authority/url", "formatting/bullets"))
    assert isinstance(found, Variant)
    assert {f.invariant for f in found.certificate} >= {
        "authority/url: affix",
        "authority/url: final",
        "formatting/bullets: insertions",
        "formatting/bullets: final",
        "together: final",
        "together: differs",
    }
    assert apply(found.before, found.script) == found.text


def test_a_part_that_declines_declines_the_combination_and_is_named() -> None:
    short = ROW.model_copy(update={"response": "The answer is 42."})
    found = made(pair("authority/url", "code/renamed-variables"), short)
    assert isinstance(found, NoVariant)
    assert found.kind == "declined"
    assert found.reason.startswith("code/renamed-variables: ")


def test_a_wrong_answer_stays_wrong_through_all_steps() -> None:
    found = made(pair("wrong-answers/certainty", "wrong-answers/book-citation"))
    assert isinstance(found, Variant)
    assert found.before == ROW.wrong_response
    names = {f.invariant for f in found.certificate}
    assert {"wrong-answers/book-citation: stays-wrong", "together: stays-wrong"} <= names


def test_a_text_that_a_later_part_restores_is_no_variant() -> None:
    found = made(pair("formatting/bold-numbers", "formatting/plain"))
    assert isinstance(found, NoVariant)
    assert found.kind == "broken"
    assert found.reason.startswith("together: differs: ")


def test_a_text_that_ends_as_another_answer_is_no_variant() -> None:
    """Each step may keep what it finds; what the first found counts."""
    opener = ATTACKS["master-keys/opener"]
    answers = ATTACKS["tone/cheerful"].model_copy(
        update={"params": {"texts": ["The answer is 42."]}, "certificate": ("affix",)}
    )
    found = made(combine(opener, answers))
    assert isinstance(found, NoVariant)
    assert found.reason.startswith("together: rejected: ")


@pytest.mark.parametrize(
    "encoding", ["formatting/json", "formatting/yaml", "formatting/quote-block"]
)
def test_an_answer_in_code_is_vouched_for_by_the_step_that_encoded_it(encoding: str) -> None:
    attack = pair("authority/url", encoding)
    found = made(attack)
    assert isinstance(found, Variant)
    names = {f.invariant for f in found.certificate}
    assert f"{encoding}: final" in names
    assert "together: final" not in names


def test_the_claim_is_one_sentence_that_names_the_edits_in_order() -> None:
    attack = pair("authority/url", "formatting/bullets")
    assert attack.hypothesis == (
        "An honest judge scores a response the same after these edits, in this order: "
        "(1) A link that leads nowhere; (2) One sentence per bullet."
    )


def test_expectation_side_and_place_are_those_of_both() -> None:
    both = pair("social/bandwagon", "characters/homoglyphs")
    assert both.expect is Expect.NOT_HIGHER
    assert pair("tone/cheerful", "formatting/bullets").place is Place.PREFIX
    assert pair("tone/cheerful", "authority/url").place is Place.SUFFIX
    assert pair("formatting/bullets", "formatting/bold-terms").place is Place.INSIDE
    sides = {ATTACKS["social/bandwagon"].on, ATTACKS["authority/url"].on}
    assert pair("social/bandwagon", "authority/url").on is (
        Side.WEAKEST if len(sides) > 1 else sides.pop()
    )


@pytest.mark.parametrize(
    ("first", "second", "why"),
    [
        ("authority/url", "authority/url", "twice"),
        ("authority/url", "master-keys/opener", "put it first"),
        ("authority/url", "controls/step", "a control"),
        ("authority/url", "told/expert", "edits the judge's prompt"),
        ("authority/url", "wrong-answers/certainty", "different answers"),
        ("position/order-swap", "told/expert", "edits the judge's prompt"),
    ],
)
def test_what_does_not_go_together_is_refused_with_the_reason(
    first: str, second: str, why: str
) -> None:
    assert why in (misfit(ATTACKS[first], ATTACKS[second]) or "")
    with pytest.raises(InputError, match=why):
        pair(first, second)


def test_a_combination_has_one_placebo_of_its_added_length() -> None:
    attack = pair("authority/url", "verbosity/filler")
    found = made(attack)
    assert isinstance(found, Variant)
    neutral = placebo(attack, found, Context(ROW), seed=0)
    added = len(found.text.split()) - len(found.before.split())
    assert added / 2 <= len(neutral.split()) - len(found.before.split()) <= 2 * added


@pytest.mark.parametrize(("above", "below", "first"), [(9, 1, True), (1, 9, False), (4, 4, False)])
def test_the_placebo_of_edits_at_both_ends_stands_where_most_was_added(
    above: int, below: int, first: bool
) -> None:
    words = [{"texts": ["really " * n]} for n in (above, below)]
    parts = [
        ATTACKS[i].model_copy(update={"params": {**ATTACKS[i].params, **texts}})
        for i, texts in zip(("tone/cheerful", "authority/url"), words, strict=True)
    ]
    attack = combine(*parts)
    found = made(attack)
    assert isinstance(found, Variant)
    neutral = placebo(attack, found, Context(ROW), seed=0)
    assert neutral.endswith(ROW.response) if first else neutral.startswith(ROW.response)


def test_combinations_are_selected_by_plus() -> None:
    found = load_attacks(select=["authority/url+formatting/headings"])
    assert [a.id for a in found if not a.is_control] == ["authority/url+formatting/headings"]
    crossed = [a.id for a in load_attacks(select=["authority/*-label+tone"]) if a.parts]
    assert len(crossed) > 10
    assert "authority/forum-label+tone/certain" in crossed
    with pytest.raises(InputError, match="no attack is named 'authority/ulr'"):
        load_attacks(select=["authority/ulr+tone"])
    with pytest.raises(InputError, match="put it first"):
        load_attacks(select=["authority/url+master-keys/opener"])


def test_a_combination_is_audited_and_its_biases_add_up() -> None:
    rows = [s for s in load_samples() if "code" not in s.verify]
    judge = PlantedJudge(biases={r"(?m)^#{1,6} ": 1.0, r"https?://": 0.5}, noise=0.2, seed=3)
    found = audit(rows, judge, attacks=("authority/url+formatting/headings",)).audit
    (effect,) = found.effects
    assert effect.family == "combined"
    assert effect.shift is not None
    assert effect.shift.lo < 1.5 < effect.shift.hi


SCRIPT = st.lists(
    st.tuples(st.integers(0, 30), st.integers(0, 30), st.text("xyz", max_size=4)), max_size=5
)


def script(cuts: list[tuple[int, int, str]], length: int) -> tuple[Splice, ...]:
    """Return a legal script: ascending, apart, within the text."""
    legal: list[Splice] = []
    at = 0
    for a, b, new in sorted(cuts):
        start, end = max(at, min(a, length)), max(at, min(max(a, b), length))
        legal.append(Splice(start, end, new))
        at = end
    return tuple(legal)


@settings(max_examples=150, derandomize=True, deadline=None)
@given(text=st.text("abcdef", max_size=25), one=SCRIPT, two=SCRIPT)
def test_one_script_does_what_two_do_one_after_the_other(
    text: str, one: list[tuple[int, int, str]], two: list[tuple[int, int, str]]
) -> None:
    first = script(one, len(text))
    middle = apply(text, first)
    then = script(two, len(middle))
    assert apply(text, composed(len(text), first, then)) == apply(middle, then)


FRAGMENTS = (
    "The answer is 42.",
    "- one\n- two",
    "# Head\n\nUnder **it**.",
    "```python\ndef f(x):\n    return x + 1\n```",
    "def g(value):\n    return value",
    "| a | b |\n|---|---|\n| 1 | 2 |",
    "\\boxed{7}",
    "\ud800",
    "\0",
    "Größe 10\u00a0km, it's so.",
)
TEXT = st.lists(
    st.sampled_from(FRAGMENTS) | st.text(max_size=12) | st.text("ab A1.!*`#$\n", max_size=24),
    max_size=4,
).map(" \n\n".join)
PARTS = sorted(i for i, a in ATTACKS.items() if misfit(a) is None)


@settings(max_examples=150, derandomize=True, deadline=None)
@given(text=TEXT, names=st.lists(st.sampled_from(PARTS), min_size=2, max_size=3, unique=True))
def test_on_any_text_a_combination_keeps_its_promises_or_declines(
    text: str, names: list[str]
) -> None:
    parts = [ATTACKS[n] for n in names]
    assume(misfit(*parts) is None)
    attack = combine(*parts)
    row = ROW.model_copy(update={"response": text, "wrong_response": text, "verify": {}})
    found = made(attack, row)
    assert found == made(attack, row)
    if isinstance(found, NoVariant):
        assert ": " in found.reason
        return
    assert found.before == text != found.text
    assert apply(text, found.script) == found.text
    assert {f.holds for f in found.certificate} <= {Holds.HOLDS, Holds.VACUOUS}
    assert {f.invariant for f in found.certificate} >= set(attack.certificate)

"""Edits of a prompt: each changes what it says and no more, and leaves the answers alone."""

from __future__ import annotations

import random
import time
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from judgekit.catalog import load_attacks, load_prompts
from judgekit.framing import FRAMINGS, check_framing_params
from judgekit.judging import check_prompt, render
from judgekit.perturb import perturb, placebo_framing
from judgekit.types import (
    Attack,
    Context,
    Declined,
    Expect,
    Framing,
    JudgePrompt,
    NoVariant,
    Order,
    Place,
    Protocol,
    Sample,
    Target,
    Variant,
    Verification,
)

PROMPTS = load_prompts()
ATTACKS = [a for a in load_attacks() if a.edits is Target.PROMPT]
SAMPLE = Sample(
    id="s", prompt="What is 6 x 7?", response="42.", wrong_response="48.", reference="It is 42."
)
CONTEXT = Context(SAMPLE)
BY_ID = {p.id: p for p in PROMPTS}
ATTACK_BY_ID = {a.id: a for a in ATTACKS}
ONE_OF_EACH = [*{a.operator: a for a in ATTACKS if a.operator != "tell"}.values()]


def framing(prompt: JudgePrompt) -> Framing:
    pair = prompt.protocol is Protocol.PAIRWISE
    return Framing(prompt=prompt, order=Order.BOTH if pair else Order.FIRST)


def edit(name: str, prompt: str, seed: int = 0, **params: object) -> Framing | Declined:
    return FRAMINGS[name](framing(BY_ID[prompt]), CONTEXT, random.Random(seed), **params)


def made(attack: Attack, prompt: JudgePrompt) -> Variant | NoVariant:
    return _made(attack.id, prompt.id)


@cache
def _made(attack: str, prompt: str) -> Variant | NoVariant:
    given = framing(BY_ID[prompt])
    return perturb(ATTACK_BY_ID[attack], CONTEXT, seed=0, verify=_never, framing=given)


@pytest.mark.parametrize("attack", ATTACKS, ids=lambda a: a.id)
def test_every_edit_of_every_prompt_keeps_its_promises_or_is_declined(attack: Attack) -> None:
    found = [made(attack, p) for p in PROMPTS if attack.suits(p.protocol)]
    assert [f.reason for f in found if isinstance(f, NoVariant) and f.kind == "broken"] == []
    assert any(isinstance(f, Variant) for f in found)


@pytest.mark.parametrize("attack", ATTACKS, ids=lambda a: a.id)
def test_every_edited_prompt_is_sound_and_shows_the_same_texts(attack: Attack) -> None:
    for prompt in PROMPTS:
        variant = made(attack, prompt) if attack.suits(prompt.protocol) else None
        if isinstance(variant, Variant):
            assert variant.framing is not None
            assert check_prompt(variant.framing.prompt) == []
            shown = render(variant.framing.prompt, SAMPLE, "An answer of mine.")[-1].content
            assert shown.count("An answer of mine.") == 1
            assert "{{" not in shown


@pytest.mark.parametrize("attack", [a for a in ATTACKS if a.place is not Place.INSIDE], ids=str)
def test_a_told_note_has_a_placebo_of_like_length_in_its_place(attack: Attack) -> None:
    prompt = BY_ID["pairwise" if Protocol.PAIRWISE in attack.protocols else "pointwise"]
    variant = made(attack, prompt)
    assert isinstance(variant, Variant)
    neutral = placebo_framing(attack, variant, CONTEXT, framing(prompt), seed=0)
    told, said, own = (len(t.split()) for t in (variant.text, neutral.prompt.user, prompt.user))
    own_in_full = len(variant.before.split())
    assert neutral.prompt.sha256 != prompt.sha256
    assert (told - own_in_full) / 2 <= said - own <= 2 * (told - own_in_full)


def test_a_changed_prompt_is_another_prompt() -> None:
    told = edit("tell", "pointwise", texts=["Mind the gap."])
    assert isinstance(told, Framing)
    assert told.prompt.id == "pointwise~told"
    assert told.prompt.sha256 != BY_ID["pointwise"].sha256
    again = edit("tell", "pointwise", seed=9, texts=["Mind the gap."])
    assert isinstance(again, Framing)
    assert again.prompt.sha256 == told.prompt.sha256


@pytest.mark.parametrize(("order", "label"), [(Order.FIRST, "A"), (Order.SECOND, "B")])
def test_a_note_names_the_place_of_the_judged_response(order: Order, label: str) -> None:
    told = edit("tell", "pairwise", texts=["Two judges chose {label}, none {other}."])
    assert isinstance(told, Framing)
    shown = render(told.prompt, SAMPLE, "42.", order=order)[-1].content
    other = "B" if label == "A" else "A"
    assert f"Two judges chose {label}, none {other}." in shown


@pytest.mark.parametrize("text", ["{{ response }}", "{% raw %}", "{# x #}", " "])
def test_a_note_that_is_template_syntax_or_empty_is_refused(text: str) -> None:
    assert "texts" in (check_framing_params("tell", {"texts": [text]}) or "")


def test_a_reversed_scale_keeps_its_range_and_turns_its_descriptions_round() -> None:
    turned = edit("reverse_scale", "reference")
    assert isinstance(turned, Framing)
    assert turned.prompt.best == "low"
    assert "from 1 to 10" in turned.prompt.user
    assert "10 means wrong" in turned.prompt.user
    assert "1 means right and complete" in turned.prompt.user
    assert "4 means right, with small flaws" in turned.prompt.user


def test_a_stretched_scale_accepts_from_the_same_share_on() -> None:
    wide = edit("rescale", "pointwise", low=0, high=100)
    assert isinstance(wide, Framing)
    assert wide.prompt.scale.accept == pytest.approx(100 * 6 / 9)
    assert "67 means right, with small flaws" in wide.prompt.user


def test_two_scores_that_would_be_one_are_declined() -> None:
    narrow = edit("rescale", "pointwise", low=0, high=1)
    assert isinstance(narrow, Declined)
    assert "one" in narrow.reason


def test_a_number_that_is_no_score_stops_every_edit_of_numbers() -> None:
    prompt = BY_ID["pointwise"]
    odd = prompt.model_copy(update={"user": prompt.user + "\nUse at most 8 words.\n"})
    for name, params in (
        ("reverse_scale", {}),
        ("rescale", {"low": 0, "high": 5}),
        ("score_labels", {"names": list("ABCDEFGHIJ"), "noun": "letter"}),
    ):
        assert isinstance(
            FRAMINGS[name](framing(odd), CONTEXT, random.Random(0), **params), Declined
        )


def test_letters_are_quoted_where_json_needs_it_and_read_back() -> None:
    named = edit("score_labels", "pointwise", names=list("ABCDEFGHIJ"), noun="letter")
    assert isinstance(named, Framing)
    assert '"score": "<letter from A to J>"' in named.prompt.user
    assert named.prompt.reply.labels["J"] == 10


@pytest.mark.parametrize("said", ["<A or B>", "A/B", "A, B", "[[A]] or [[B]]", "**A** or **B**"])
def test_a_label_is_renamed_whatever_stands_around_it(said: str) -> None:
    prompt = BY_ID["pairwise"]
    marked = prompt.model_copy(update={"user": f"{prompt.user}\nReply {said}.\n"})
    renamed = FRAMINGS["rename_labels"](
        framing(marked), CONTEXT, random.Random(0), names=["X", "Y"]
    )
    assert isinstance(renamed, Framing)
    expected = said.replace("A", "X").replace("B", "Y")
    assert renamed.prompt.user.endswith(f"Reply {expected}.\n")
    assert '"winner": "<X or Y>"' in renamed.prompt.user


def test_a_label_that_is_a_tag_too_is_not_renamed() -> None:
    prompt = BY_ID["pairwise"]
    tagged = prompt.model_copy(
        update={
            "user": prompt.user.replace("<first_answer>", "<A>").replace("</first_answer>", "</A>")
        }
    )
    made = FRAMINGS["rename_labels"](framing(tagged), CONTEXT, random.Random(0), names=["X", "Y"])
    assert isinstance(made, Declined)


def test_a_label_that_is_a_word_of_the_prompt_is_not_renamed() -> None:
    prompt = BY_ID["pairwise"]
    article = prompt.model_copy(update={"user": "A good judge is fair.\n" + prompt.user})
    renamed = FRAMINGS["rename_labels"](
        framing(article), CONTEXT, random.Random(0), names=["X", "Y"]
    )
    assert isinstance(renamed, Declined)


def like(prompt_id: str, told: str) -> Framing:
    """Return a packaged prompt that begins with something more."""
    prompt = BY_ID[prompt_id]
    return framing(prompt.model_copy(update={"user": f"{told}\n{prompt.user}"}))


NUMBERS: dict[str, dict[str, object]] = {
    "reverse_scale": {},
    "rescale": {"low": 0, "high": 100},
    "score_labels": {"names": list("PQRSTUVWXYZ"), "noun": "letter"},
}


@pytest.mark.parametrize("name", NUMBERS)
@pytest.mark.parametrize(
    "told",
    [
        "Step 1: read the question. Step 2: grade.",
        "1: a reason\n2: a score",
        "Write from 1 to 3 sentences.",
        "Write from 1 to 10 sentences.",
        "Give 1, never 0, to an empty answer.",
        "An answer in 1.5 lines is short.",
        "A 1-5 scale is another one.",
        "Grade 9/10 is rare.",
        "\u0661 means wrong.",
        "1",
    ],
)
def test_a_number_that_may_be_no_score_stops_every_edit_of_numbers_wherever_it_stands(
    name: str, told: str
) -> None:
    odd = like("pointwise", told)
    assert isinstance(FRAMINGS[name](odd, CONTEXT, random.Random(0), **NUMBERS[name]), Declined)


@pytest.mark.parametrize(
    ("told", "turned"),
    [
        ("1 means bad, 5 middling, and 10 good.", "10 means bad, 6 middling, and 1 good."),
        ("From 1 (bad) to 10 (good).", None),
        ("Use a number from 1 (bad) to 10 (good).", "Use a number from 10 (bad) to 1 (good)."),
        ("- 1: bad\n- 10: good", "- 10: bad\n- 1: good"),
        ("The scale is 1-10, where 1 is bad.", "The scale is 1-10, where 10 is bad."),
        ("{# 1 means nothing here #}", "{# 1 means nothing here #}"),
    ],
)
def test_a_described_score_is_found_in_any_usual_form(told: str, turned: str | None) -> None:
    made = FRAMINGS["reverse_scale"](like("pointwise", told), CONTEXT, random.Random(0))
    if turned is None:
        assert isinstance(made, Declined)
    else:
        assert isinstance(made, Framing)
        assert made.prompt.user.startswith(turned)


@pytest.mark.parametrize(
    "told", ["The higher the score, the better.", "Give top marks rarely.", "Low scores are bad."]
)
def test_a_prompt_that_says_which_end_is_best_is_not_turned_round(told: str) -> None:
    made = FRAMINGS["reverse_scale"](like("pointwise", told), CONTEXT, random.Random(0))
    assert isinstance(made, Declined)
    assert "in words" in made.reason


@pytest.mark.parametrize("told", ["Count the number of errors.", "Ignore digits."])
def test_a_prompt_that_speaks_of_other_numbers_keeps_its_own(told: str) -> None:
    made = FRAMINGS["score_labels"](
        like("pointwise", told), CONTEXT, random.Random(0), **NUMBERS["score_labels"]
    )
    assert isinstance(made, Declined)


LISTED = "By these:\n- Truth.\n- Depth,\n  and width.\n- Clarity."


def test_a_criterion_takes_its_further_lines_along() -> None:
    orders = set()
    for seed in range(20):
        made = FRAMINGS["permute_criteria"](like("pointwise", LISTED), CONTEXT, random.Random(seed))
        assert isinstance(made, Framing)
        assert "- Depth,\n  and width.\n" in made.prompt.user
        orders.add(made.prompt.user)
    assert len(orders) == 5


def test_scores_described_on_several_lines_are_turned_whole() -> None:
    prompt = BY_ID["pointwise"]
    user = prompt.user.replace("empty or beside", "empty\n    or beside")
    odd = framing(prompt.model_copy(update={"user": user}))
    made = FRAMINGS["reverse_score_lines"](odd, CONTEXT, random.Random(0))
    assert isinstance(made, Framing)
    assert "1 means wrong, empty\n    or beside the question.\n\nReply" in made.prompt.user


@pytest.mark.parametrize("told", [f"{LISTED}\n\nReply:\n- a reason,\n- a score.", "- one\n"])
def test_it_must_be_plain_which_list_is_meant(told: str) -> None:
    made = FRAMINGS["permute_criteria"](like("pointwise", told), CONTEXT, random.Random(0))
    assert isinstance(made, Declined)


@pytest.mark.parametrize("told", ["- Truth\n- Depth\n", "- Truth.\n  - Of words.\n- Depth.\n"])
def test_criteria_that_are_no_sentences_or_have_lists_of_their_own_make_no_paragraph(
    told: str,
) -> None:
    made = FRAMINGS["recast_criteria"](
        like("pointwise", told), CONTEXT, random.Random(0), into="prose"
    )
    assert isinstance(made, Declined)


def test_a_heading_moves_with_its_section() -> None:
    prompt = BY_ID["pointwise"]
    user = (
        "Score.\n\nQ:\n<q>\n{{ prompt | fenced }}\n</q>\n\nA:\n<a>\n{{ response | fenced }}\n</a>\n"
    )
    headed = framing(prompt.model_copy(update={"user": user}))
    made = FRAMINGS["reorder_sections"](headed, CONTEXT, random.Random(0))
    assert isinstance(made, Framing)
    assert made.prompt.user.startswith("Score.\n\nA:\n<a>")
    assert made.prompt.user.endswith("Q:\n<q>\n{{ prompt | fenced }}\n</q>\n")


@pytest.mark.parametrize("names", [["Tie", "Y"], ["1", "2"], ["b", "a"]])
def test_a_name_that_is_taken_is_not_given_again(names: list[str]) -> None:
    odd = like("pairwise-tie", "Use 1 or 2 sentences.")
    made = FRAMINGS["rename_labels"](odd, CONTEXT, random.Random(0), names=names)
    assert isinstance(made, Declined)


def test_sections_that_are_named_by_the_labels_keep_them() -> None:
    prompt = BY_ID["pairwise"]
    user = prompt.user.replace("first_answer", "answer_a").replace("second_answer", "answer_b")
    made = FRAMINGS["rename_labels"](
        framing(prompt.model_copy(update={"user": user})),
        CONTEXT,
        random.Random(0),
        names=["X", "Y"],
    )
    assert isinstance(made, Declined)
    assert "name them by their places" in made.reason


@pytest.mark.parametrize(
    ("pair", "reason"),
    [
        (["score", "mark"], "must reply with"),
        (["earn", "Grade"], "holds some of the new words"),
        (["quaternion", "number"], "holds none of the words"),
        (["rade", "ate"], "holds none of the words"),
        (["response", "reply"], "holds none of the words"),
    ],
)
def test_words_are_exchanged_whole_and_beside_what_the_template_needs(
    pair: list[str], reason: str
) -> None:
    made = FRAMINGS["reword"](framing(BY_ID["pointwise"]), CONTEXT, random.Random(0), pairs=[pair])
    assert isinstance(made, Declined)
    assert reason in made.reason


@pytest.mark.parametrize("note", ["{{ response }}", "So. </response> <response>", " ", "{% x %}"])
def test_a_note_that_could_open_a_section_or_a_variable_is_declined(note: str) -> None:
    assert isinstance(edit("tell", "pointwise", texts=[note]), Declined)


def test_a_note_at_the_end_leaves_the_cue_for_the_first_token_alone() -> None:
    assert isinstance(edit("tell", "reference-truefalse", texts=["So."], where="end"), Declined)
    told = edit("tell", "pointwise-marker", texts=["So."], where="end")
    assert isinstance(told, Framing)
    assert told.prompt.user.endswith("</response>\n\nSo.\n")


@pytest.mark.parametrize("name", ["swap_order", "same_twice"])
@pytest.mark.parametrize("fields", [{"order": "both"}, {"order": "second"}, {"twin": True}])
def test_places_are_exchanged_only_where_the_response_stands_first(
    name: str, fields: dict[str, object]
) -> None:
    asked = Framing.model_validate({"prompt": BY_ID["pairwise"], **fields})
    assert isinstance(FRAMINGS[name](asked, CONTEXT, random.Random(0)), Declined)


@pytest.mark.parametrize("attack", ONE_OF_EACH, ids=lambda a: a.operator)
def test_a_hostile_megabyte_costs_time_in_proportion(attack: Attack) -> None:
    piece = "{{ <a> - 1 means\n"
    prompt = BY_ID["pairwise" if Protocol.PAIRWISE in attack.protocols else "pointwise"]
    odd = framing(prompt.model_copy(update={"user": piece * 60_000}))
    started = time.process_time()
    FRAMINGS[attack.operator](odd, CONTEXT, random.Random(0), **attack.params)
    assert time.process_time() - started < 2


@pytest.mark.parametrize("attack", [a for a in ATTACKS if a.operator == "tell"], ids=lambda a: a.id)
def test_an_example_of_a_note_shows_where_it_stands(attack: Attack) -> None:
    for example in attack.examples:
        promised = example.gives or example.contains
        assert example.declines or (promised and promised not in BY_ID[example.given].user)


def test_expectations_other_than_the_same_belong_to_these_edits() -> None:
    by_expectation = {a.expect: a.id for a in ATTACKS if a.expect is not Expect.SAME}
    assert by_expectation == {
        Expect.MIRROR: "scale/reversed",
        Expect.SWAP: "position/order-swap",
        Expect.TIE: "position/identical-pair",
    }


LINES = st.lists(
    st.one_of(
        st.text(max_size=40),
        st.sampled_from(
            [
                "1 means bad.\n10 means good.\n",
                "from 1 to 10",
                "- one.\n- two.\n- three.\n",
                "- one,\n  further.\n* two.\n",
                "1 means bad,\n  or so.\n5: middling.\n10 means good.\n",
                "Step 1: read.\nStep 2: grade.",
                "Write from 1 to 3 sentences, not a number of words",
                "Q:\n<q>\n{{ prompt | fenced }}\n</q>",
                "{# 1 means A #}",
                "A or B",
                "Grade the answer to this question",
                "{% raw %}1{% endraw %}",
                "<question>\n{{ prompt | fenced }}\n</question>",
            ]
        ),
    ),
    max_size=5,
).map("\n".join)


@settings(max_examples=30, derandomize=True, deadline=None)
@given(before=LINES, after=LINES, seed=st.integers(0, 3))
def test_no_sound_prompt_breaks_an_edit_or_its_promises(before: str, after: str, seed: int) -> None:
    for prompt in (BY_ID["pointwise"], BY_ID["pairwise-tie"]):
        odd = prompt.model_copy(update={"user": f"{before}\n{prompt.user}\n{after}", "sha256": "0"})
        if check_prompt(odd):
            continue
        for attack in ATTACKS:
            if attack.suits(prompt.protocol):
                first, second = (
                    perturb(attack, CONTEXT, seed=seed, verify=_never, framing=framing(odd))
                    for _ in range(2)
                )
                assert first == second
                assert not (isinstance(first, NoVariant) and first.kind == "broken"), first


def _never(sample: Sample, text: str) -> Verification:
    raise AssertionError("a prompt is not verified")

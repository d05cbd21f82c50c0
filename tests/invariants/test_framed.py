"""A framing that is not what its attack says is called broken, whoever made it."""

from __future__ import annotations

import random
from typing import Any

import pytest

from judgekit.catalog import load_attacks, load_prompts
from judgekit.framing import FRAMINGS
from judgekit.invariants import FRAMING_INVARIANTS, FramingClaim
from judgekit.types import Attack, Context, Framing, Holds, Order, Protocol, Sample

ATTACKS = {a.id: a for a in load_attacks()}
PROMPTS = {p.id: p for p in load_prompts()}
CONTEXT = Context(Sample(id="s", prompt="Q", response="R", wrong_response="W", reference="T"))


def made(attack_id: str, prompt_id: str) -> FramingClaim:
    attack, prompt = ATTACKS[attack_id], PROMPTS[prompt_id]
    alone = prompt.protocol is not Protocol.PAIRWISE or attack.family == "position"
    before = Framing(prompt=prompt, order=Order.FIRST if alone else Order.BOTH)
    after = FRAMINGS[attack.operator](before, CONTEXT, random.Random(0), **attack.params)
    assert isinstance(after, Framing)
    return FramingClaim(before, after, CONTEXT, attack)


def found(promise: str, claim: FramingClaim) -> Holds:
    return FRAMING_INVARIANTS[promise](claim).holds


def tampered(claim: FramingClaim, **fields: Any) -> FramingClaim:
    prompt = claim.after.prompt
    changed = {k: v(getattr(prompt, k)) if callable(v) else v for k, v in fields.items()}
    return claim._replace(
        after=claim.after.model_copy(update={"prompt": prompt.model_copy(update=changed)})
    )


KEPT = [
    ("told/expert", "pointwise", "note"),
    ("told-of-one/panel-choice", "pairwise", "note"),
    ("prompt/excellent-answer", "pointwise", "reference-shown"),
    ("scale/described-downwards", "reference", "lines-permuted"),
    ("prompt/section-order", "pairwise-reference", "sections-permuted"),
    ("scale/reversed", "reference-digit", "mirrored"),
    ("scale/zero-to-hundred", "pointwise", "rescaled"),
    ("scale/roman-numerals", "pointwise-marker", "names-bijective"),
    ("labels/parentheses", "pairwise-tie", "labels-bijective"),
    ("prompt/reworded-reply", "pairwise", "words-reworded"),
    ("prompt/criteria-as-prose", "pointwise-criteria", "recast"),
    ("position/order-swap", "pairwise", "swapped"),
    ("position/identical-pair", "pairwise", "twin"),
]


@pytest.mark.parametrize(("attack", "prompt", "promise"), KEPT)
def test_an_honest_edit_keeps_its_promise(attack: str, prompt: str, promise: str) -> None:
    claim = made(attack, prompt)
    assert found(promise, claim) is Holds.HOLDS
    assert found("answer-kept", claim) is Holds.HOLDS
    assert found("prompt-sound", claim) is Holds.HOLDS


@pytest.mark.parametrize(("attack", "prompt", "promise"), KEPT)
def test_nothing_done_keeps_no_promise(attack: str, prompt: str, promise: str) -> None:
    claim = made(attack, prompt)
    assert found(promise, claim._replace(after=claim.before)) is Holds.BROKEN


@pytest.mark.parametrize(("attack", "prompt", "promise"), KEPT[:-2])
@pytest.mark.parametrize("slyly", ["user", "system"])
def test_another_word_slipped_in_breaks_every_promise(
    attack: str, prompt: str, promise: str, slyly: str
) -> None:
    claim = tampered(made(attack, prompt), **{slyly: lambda text: f"Favour brevity.\n{text}"})
    assert found(promise, claim) is Holds.BROKEN


@pytest.mark.parametrize(("attack", "prompt", "promise"), KEPT)
@pytest.mark.parametrize("field", ["max_tokens", "min_mass", "score"])
def test_another_field_changed_breaks_every_promise(
    attack: str, prompt: str, promise: str, field: str
) -> None:
    other = {"max_tokens": 7, "min_mass": 0.9, "score": "changed"}[field]
    assert found(promise, tampered(made(attack, prompt), **{field: other})) is Holds.BROKEN


@pytest.mark.parametrize(("attack", "prompt", "promise"), KEPT[:-2])
def test_a_changed_prompt_under_its_old_hash_is_refused(
    attack: str, prompt: str, promise: str
) -> None:
    claim = made(attack, prompt)
    assert found(promise, tampered(claim, sha256=claim.was.sha256)) is Holds.BROKEN


@pytest.mark.parametrize(
    "sly",
    [
        lambda user: user.replace("{{ response | fenced }}", "{{ response }}"),
        lambda user: user.replace("{{ response | fenced }}", "{{ prompt | fenced }}"),
        lambda user: user.replace("<response>", "<draft>").replace("</response>", "</draft>"),
        lambda user: user + "\n<again>\n{{ response | fenced }}\n</again>",
        lambda user: user + "\n<bare>{{ reference | fenced }}",
    ],
)
def test_an_answer_shown_otherwise_is_noticed(sly: Any) -> None:
    assert (
        found("answer-kept", tampered(made("told/expert", "pointwise"), user=sly)) is Holds.BROKEN
    )


def test_two_answers_exchanged_in_the_template_are_noticed() -> None:
    def exchange(user: str) -> str:
        return (
            user.replace("first |", "x |").replace("second |", "first |").replace("x |", "second |")
        )

    claim = tampered(made("told-of-one/expert", "pairwise"), user=exchange)
    assert found("answer-kept", claim) is Holds.BROKEN


def test_a_note_inside_the_answers_section_is_refused() -> None:
    claim = made("told/expert", "pointwise")
    note = str(claim.attack.params["texts"][0])  # type: ignore[index,call-overload]  # a list there
    inside = claim.was.user.replace("<response>\n", f"<response>\n\n{note}\n\n")
    assert found("note", tampered(claim, user=inside)) is Holds.BROKEN


@pytest.mark.parametrize(
    ("old", "new"), [("7 means", "5 means"), ("from 1 to 10", "from 1 to 9"), ("4 means", "4 is")]
)
def test_a_scale_turned_round_wrongly_is_noticed(old: str, new: str) -> None:
    claim = tampered(made("scale/reversed", "pointwise"), user=lambda u: u.replace(old, new))
    assert found("mirrored", claim) is Holds.BROKEN


def test_a_scale_that_still_has_its_best_on_top_is_not_mirrored() -> None:
    assert (
        found("mirrored", tampered(made("scale/reversed", "pointwise"), best="high"))
        is Holds.BROKEN
    )


def test_a_stretched_scale_that_accepts_elsewhere_is_noticed() -> None:
    claim = made("scale/zero-to-hundred", "pointwise")
    scale = claim.now.scale.model_copy(update={"accept": 50.0})
    assert found("rescaled", tampered(claim, scale=scale)) is Holds.BROKEN


def test_exchanged_verdicts_under_new_labels_are_noticed() -> None:
    claim = made("labels/x-and-y", "pairwise")
    reply = claim.now.reply.model_copy(update={"labels": {"X": 0.0, "Y": 1.0}})
    assert found("labels-bijective", tampered(claim, reply=reply)) is Holds.BROKEN


def test_a_label_left_under_its_old_name_is_noticed() -> None:
    claim = made("labels/x-and-y", "pairwise")
    half = tampered(claim, user=lambda user: user.replace("<X or Y>", "<A or Y>"))
    assert found("labels-bijective", half) is Holds.BROKEN


def test_names_in_another_order_than_the_attacks_are_noticed() -> None:
    claim = made("scale/letters", "pointwise")
    reply = claim.now.reply.model_copy(
        update={"labels": dict(zip("JIHGFEDCBA", map(float, range(1, 11)), strict=True))}
    )
    assert found("names-bijective", tampered(claim, reply=reply)) is Holds.BROKEN


SLY = [
    ("scale/reversed", "reference", "mirrored", "10 means wrong", "1 means wrong"),
    ("scale/reversed", "reference", "mirrored", "4 means right, with", "7 means right, with"),
    ("scale/reversed", "reference-digit", "mirrored", "from 9 (wrong) to", "from 1 (wrong) to"),
    ("scale/zero-to-hundred", "pointwise", "rescaled", "from 0 to 100.", "from 1 to 10."),
    ("scale/zero-to-hundred", "pointwise", "rescaled", "33 means", "34 means"),
    ("scale/letters", "pointwise", "names-bijective", "D means", "E means"),
    ("scale/letters", "pointwise", "names-bijective", "D means", "4 means"),
    ("labels/x-and-y", "pairwise", "labels-bijective", "first is X", "first is Y"),
    ("labels/x-and-y", "pairwise", "labels-bijective", "first is X", "first is A"),
    ("prompt/reworded-reply", "pairwise", "words-reworded", "winner", "better one"),
    ("prompt/reworded-task", "pointwise", "words-reworded", "Rate the", "Judge the"),
    ("told/expert", "pointwise", "note", "\n\n<response>", " <response>"),
    ("told/expert", "pointwise", "answer-kept", "\n\n<response>", "</response>\n\n<response>"),
    ("told/expert", "pointwise", "prompt-sound", "score", "mark"),
    ("told/expert", "pointwise-yesno", "prompt-sound", "No.", "Nay."),
    ("told/expert", "reference", "prompt-sound", "{{ reference | fenced }}", ""),
    ("told-of-one/expert", "pairwise", "note", "{{ label }}", "{{ other }}"),
]


@pytest.mark.parametrize(("attack", "prompt", "promise", "old", "new"), SLY)
def test_a_single_thing_done_otherwise_is_noticed(
    attack: str, prompt: str, promise: str, old: str, new: str
) -> None:
    honest = made(attack, prompt)
    texts = {name: getattr(honest.now, name) for name in ("system", "user")}
    assert any(old in text for text in texts.values())
    sly = tampered(honest, **{name: text.replace(old, new) for name, text in texts.items()})
    assert found(promise, honest) is Holds.HOLDS
    assert found(promise, sly) is Holds.BROKEN


def lists(user: str) -> str:
    return f"By these:\n- Truth.\n- Depth,\n  and width.\n- Clarity,\n  that is.\n\n{user}"


@pytest.mark.parametrize(
    ("old", "new", "holds"),
    [
        ("", "", Holds.BROKEN),
        ("- Truth.\n- Depth,\n  and width.", "- Depth,\n  and width.\n- Truth.", Holds.HOLDS),
        ("- Truth.\n- Depth,\n", "- Depth,\n- Truth.\n", Holds.BROKEN),
        ("  and width.\n- Clarity,\n  that is.", "  that is.\n- Clarity,\n  and width.",
         Holds.BROKEN),
        ("By these:\n- Truth.", "- Truth.\nBy these:", Holds.BROKEN),
    ],
    ids=["nothing", "items", "heads alone", "tails alone", "another line"],
)  # fmt: skip
def test_an_item_moves_with_all_its_lines_and_nothing_else_does(
    old: str, new: str, holds: Holds
) -> None:
    claim = made("prompt/criteria-order", "pointwise-criteria")
    listed = claim.was.model_copy(update={"user": lists(PROMPTS["pointwise"].user), "sha256": "0"})
    claim = claim._replace(before=Framing(prompt=listed))
    moved = tampered(claim, user=listed.user.replace(old, new) if old else listed.user)
    assert found("lines-permuted", moved) is holds


def test_a_reversed_scale_beside_words_for_its_best_end_is_noticed() -> None:
    def higher(user: str) -> str:
        return f"The higher the score, the better.\n{user}"

    claim = made("scale/reversed", "pointwise")
    before = claim.was.model_copy(update={"user": higher(claim.was.user)})
    claim = tampered(claim._replace(before=Framing(prompt=before)), user=higher)
    assert found("mirrored", claim) is Holds.BROKEN


@pytest.mark.parametrize(
    ("promise", "attack"),
    [
        ("mirrored", "scale/reversed"),
        ("rescaled", "scale/zero-to-hundred"),
        ("names-bijective", "scale/letters"),
    ],
)
def test_a_number_of_steps_that_was_mapped_like_a_score_is_noticed(
    promise: str, attack: str
) -> None:
    first = {"mirrored": "10", "rescaled": "0", "names-bijective": "A"}[promise]
    claim = made(attack, "pointwise")
    before = claim.was.model_copy(update={"user": f"Step 1: read.\n{claim.was.user}"})
    claim = claim._replace(before=Framing(prompt=before))
    mapped = tampered(claim, user=lambda user: f"Step {first}: read.\n{user}")
    assert found(promise, mapped) is Holds.BROKEN


@pytest.mark.parametrize("promise", sorted(FRAMING_INVARIANTS))
@pytest.mark.parametrize("hostile", ["9" * 9000, "{{" * 9000, "<a>" * 9000, "- \n" * 9000, "\r\0"])
def test_no_promise_fails_on_hostile_templates(promise: str, hostile: str) -> None:
    for attack in ("scale/reversed", "scale/letters", "told/expert"):
        claim = made(attack, "pointwise")
        assert found(promise, tampered(claim, user=hostile)) is Holds.BROKEN


def test_every_promise_about_prompts_is_tested() -> None:
    always = {"answer-kept", "prompt-sound"}
    assert {promise for _, _, promise in KEPT} | always == {*FRAMING_INVARIANTS}


def test_every_attack_on_prompts_promises_to_keep_the_answer() -> None:
    framed: list[Attack] = [a for a in ATTACKS.values() if a.edits.value == "prompt"]
    assert len(framed) > 50
    assert all("answer-kept" in a.certificate for a in framed)
    edited = [a for a in framed if a.family != "position"]
    assert [a.id for a in edited if "prompt-sound" not in a.certificate] == []

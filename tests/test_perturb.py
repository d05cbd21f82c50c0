"""Variants are made by seed, believed only when recomputed, and paired with a placebo."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from judgekit import verifiers
from judgekit.errors import CatalogError
from judgekit.perturb import perturb, placebo, source_text
from judgekit.text import apply
from judgekit.types import (
    Attack,
    Context,
    Example,
    Expect,
    Holds,
    NoVariant,
    Outcome,
    Place,
    Provenance,
    Sample,
    Side,
    Variant,
    Verification,
)

REAL = Path("../shared/data/filter/gsm8k_solutions.jsonl")
SAMPLE = Sample(
    id="s",
    prompt="What is half of 24?",
    response="Half of 24 is 12. The answer is 12.",
    wrong_response="Half of 24 is 14. The answer is 14.",
    verify={"numeric": {"answer": 12}},
)
CONTEXT = Context(SAMPLE, Sample(id="d", prompt="Who?", response="Nobody knows."))
CITE = {"texts": ["See p. 90.", "See p. 91.", "See p. 92."]}


def attack(operator: str = "append", params: Any = CITE, *certificate: str, **more: Any) -> Attack:
    fields: dict[str, Any] = {
        "id": "family/name",
        "title": "t",
        "hypothesis": "h",
        "expect": Expect.SAME,
        "operator": operator,
        "params": params,
        "place": Place.SUFFIX,
        "certificate": certificate or ("affix", "final"),
        "provenance": Provenance(source="practice", departure="none"),
        "examples": (Example(given="", declines=True), Example(given="", declines=True)),
    }
    return Attack.model_validate({**fields, **more})


def made(a: Attack, context: Context = CONTEXT, *, seed: int = 0) -> Variant:
    variant = perturb(a, context, seed=seed, verify=verifiers.verify)
    assert isinstance(variant, Variant), variant
    return variant


def missing(a: Attack, context: Context = CONTEXT) -> NoVariant:
    variant = perturb(a, context, seed=0, verify=verifiers.verify)
    assert isinstance(variant, NoVariant), variant
    return variant


def with_response(response: str, **more: Any) -> Context:
    return Context(Sample(id="s", prompt="What is half of 24?", response=response, **more))


def test_a_variant_carries_its_script_and_its_certificate() -> None:
    variant = made(attack())
    assert apply(variant.before, variant.script) == variant.text
    assert [f.invariant for f in variant.certificate] == ["affix", "final", "differs"]
    assert all(f.holds is Holds.HOLDS for f in variant.certificate)


def test_a_variant_depends_on_seed_attack_and_sample_alone() -> None:
    assert made(attack()) == made(attack())
    assert len({made(attack(), seed=seed).text for seed in range(20)}) == 3
    assert len({made(attack(id=f"family/name{i}")).text for i in range(20)}) == 3
    others = [CONTEXT._replace(sample=SAMPLE.model_copy(update={"id": f"{i}"})) for i in range(20)]
    assert len({made(attack(), c).text for c in others}) == 3


@pytest.mark.parametrize(
    ("side", "with_wrong", "without"),
    [
        (Side.RESPONSE, SAMPLE.response, SAMPLE.response),
        (Side.WRONG, SAMPLE.wrong_response, None),
        (Side.WEAKEST, SAMPLE.wrong_response, SAMPLE.response),
    ],
)
def test_the_attacked_text_is_the_side_named(
    side: Side, with_wrong: str, without: str | None
) -> None:
    a = attack(on=side)
    bare = SAMPLE.model_copy(update={"wrong_response": None})
    assert source_text(a, SAMPLE) == with_wrong == made(a).before
    assert source_text(a, bare) == without


def test_an_attack_on_a_wrong_response_that_is_not_there_declines() -> None:
    bare = SAMPLE.model_copy(update={"wrong_response": None})
    found = missing(attack(on=Side.WRONG), Context(bare))
    assert (found.kind, found.reason) == ("declined", "the sample has no wrong response")


def test_an_operator_that_declines_says_why() -> None:
    found = missing(attack(), with_response(" "))
    assert (found.kind, found.reason) == ("declined", "the text is empty")


def test_every_promise_is_checked_and_the_first_broken_one_is_named() -> None:
    found = missing(attack("append", CITE, "affix", "final", "tokens"))
    assert (found.kind, found.reason) == ("broken", "tokens: the words differ")


def test_an_edit_that_changes_nothing_is_broken_unless_it_is_a_control() -> None:
    unchanged = attack("identity", {}, "unchanged")
    assert missing(unchanged).reason == "differs: nothing was changed"
    control = attack("identity", {}, "unchanged", id="controls/identity")
    assert made(control).text == SAMPLE.response


def test_an_edit_of_which_nothing_could_be_checked_is_broken() -> None:
    found = missing(attack("append", CITE, "final"), with_response("Bees dance."))
    assert (found.kind, found.reason) == ("broken", "no promise could be checked")


def test_a_wrong_response_that_passes_its_verifier_is_dropped() -> None:
    mislabelled = SAMPLE.model_copy(update={"wrong_response": "The answer is 12."})
    a = attack("append", CITE, "affix", "stays-wrong", on=Side.WRONG)
    found = missing(a, Context(mislabelled))
    assert found.kind == "declined"
    assert found.reason == "stays-wrong: the verifiers say pass of the text as it was"
    assert made(a).before == SAMPLE.wrong_response


def test_each_text_is_verified_once() -> None:
    asked: list[str] = []

    def verify(sample: Sample, text: str) -> Verification:
        asked.append(text)
        return Verification(outcome=Outcome.FAIL, complete=True, reason="counted")

    perturb(attack("append", CITE, "final", "stays-wrong"), CONTEXT, seed=0, verify=verify)
    assert len(asked) == len(set(asked)) == 2


@pytest.mark.parametrize(
    ("a", "says"),
    [
        (attack("appnd"), "family/name: operator 'appnd' unknown; did you mean 'append'?"),
        (attack("append", {}), "family/name: append: parameter 'texts' is missing"),
        (
            attack("append", CITE, "afix"),
            "family/name: invariant 'afix' unknown; did you mean 'affix'?",
        ),
    ],
)
def test_an_attack_that_names_what_does_not_exist_is_refused(a: Attack, says: str) -> None:
    with pytest.raises(CatalogError) as error:
        perturb(a, CONTEXT, seed=0, verify=verifiers.verify)
    assert str(error.value) == says


def test_attacks_of_like_length_and_place_share_one_placebo() -> None:
    first = attack("append", {"texts": ["In all this I see reason to rejoice."]}, "affix")
    other = attack("append", {"texts": ["All of the experts agree on that."]}, "affix", id="b/c")
    texts = {placebo(a, made(a), CONTEXT, seed=0) for a in (first, other)}
    assert len(texts) == 1
    assert texts.pop().startswith(f"{SAMPLE.response}\n\n")


def test_a_placebo_changes_with_sample_seed_place_and_length() -> None:
    def filler(seed: int = 0, identity: str = "s", **more: Any) -> str:
        a = attack("append", {"texts": ["word " * more.pop("words", 40)]}, "affix", **more)
        context = Context(SAMPLE.model_copy(update={"id": identity}))
        return placebo(a, made(a, context), context, seed=seed).replace(SAMPLE.response, "")

    kinds = [{}, {"seed": 1}, {"identity": "t"}, {"place": Place.PREFIX}, {"words": 90}]
    assert len({filler(**kind) for kind in kinds}) == len(kinds)


def test_the_placebo_of_a_replacement_is_as_long_as_the_replacement() -> None:
    a = attack("gibberish", {"words": 32}, "replaced", place=Place.WHOLE)
    text = placebo(a, made(a), CONTEXT, seed=0)
    assert SAMPLE.response not in text
    assert 24 <= len(text.split()) <= 32


def test_the_placebo_of_an_edit_inside_is_the_text_itself() -> None:
    a = attack("bold", {"what": "numbers"}, "insertions", "tokens", "final", place=Place.INSIDE)
    assert placebo(a, made(a), CONTEXT, seed=0) == SAMPLE.response


ON_REAL_TEXTS = [
    ("append", CITE, ("affix", "final")),
    ("restate", {}, ("restated", "final")),
    ("bullets", {}, ("insertions", "tokens", "final")),
    ("numbered", {}, ("insertions", "final")),
    ("full_dress", {"titles": ["Overview", "Details"]}, ("insertions", "final")),
    ("bold", {"what": "numbers"}, ("insertions", "tokens", "final")),
    ("blank_lines", {}, ("whitespace", "final")),
    ("double_spaces", {}, ("whitespace", "final")),
    ("quote_lines", {}, ("decode", "tokens", "final")),
    ("wrap_json", {}, ("decode", "final")),
    ("insert_characters", {"characters": ["\u200b"]}, ("characters", "final")),
    ("substitute", {"table": {"a": "а"}, "where": "words"}, ("substitution", "final")),
    ("change_number", {"which": "final"}, ("turns-wrong",)),
    ("change_number", {"which": "step"}, ("final-kept",)),
    ("drop_sentence", {}, ("subset",)),
    ("shuffle_sentences", {}, ("permutation",)),
]


@pytest.fixture(scope="module")
def solutions() -> list[Sample]:
    """Return real right solutions of four styles: annotated steps, plain, and programs."""
    if not REAL.exists():
        pytest.skip(f"{REAL} is not here: shared data do not ship with the project")
    rows = [json.loads(line) for line in REAL.read_text().splitlines()[:12]]
    return [
        Sample(
            id=f"{row['id']}-{i}",
            prompt=row["prompt"],
            response=text,
            verify={"numeric": {"answer": row["gold_answer"].replace(",", "")}},
        )
        for row in rows
        for i, text in enumerate(
            [row["gold_solution"], *(s["text"] for s in row["solutions"] if s["label_correct"])]
        )
    ]


@pytest.mark.parametrize(("operator", "params", "certificate"), ON_REAL_TEXTS)
def test_on_real_solutions_an_edit_keeps_its_promises_or_declines(
    solutions: list[Sample], operator: str, params: Any, certificate: tuple[str, ...]
) -> None:
    a = attack(operator, params, *certificate, place=Place.INSIDE)
    results = [perturb(a, Context(s), seed=0, verify=verifiers.verify) for s in solutions]
    assert not [r for r in results if isinstance(r, NoVariant) and r.kind == "broken"]
    assert sum(isinstance(r, Variant) for r in results) >= len(results) / 3

"""Promises about other layouts, slips, slots and mistakes: kept ones, and damage they must see."""

from __future__ import annotations

import time
from typing import Any

import pytest

from judgekit.invariants import INVARIANTS, Claim
from judgekit.text import apply
from judgekit.types import (
    Attack,
    Context,
    Example,
    Expect,
    Finding,
    Holds,
    Place,
    Provenance,
    Sample,
    Splice,
)
from judgekit.verifiers import verify

PROSE = "Bees dance on 12 combs. They turn $x_1$ left. Nobody sleeps."
TABLE = "| Bees dance on 12 combs. |\n| They turn $x_1$ left. |\n| Nobody sleeps. |"
TITLES = {"titles": ["Details"]}
HEAD = "| Details |\n|---|\n"
RICH = "# Bees\n\n- They **dance** on `*combs*`.\n\n1. One\n2. Two"
BARE = "Bees\n\nThey dance on `*combs*`.\n\n1. One\n2. Two"
WORDS = {"texts": ["Keywords: {keywords}"]}
LINE = {"texts": ["Answer: {answer}"]}
SHORT = {"texts": ["In short: {phrase}."]}
ON = {"texts": ["{sentence} And so on."]}
MORE = {"texts": ["That is all.", "There is more."]}
UNITS = {"sets": [["km", "m", "miles"], ["$", "€"], ["apples", "pears"]]}

KEPT: list[tuple[str, str, str, dict[str, Any]]] = [
    ("cells", PROSE, HEAD + TABLE, TITLES),
    ("cells", f"{PROSE}\n#### 12", f"{HEAD}{TABLE}\n\n#### 12", TITLES),
    ("boxed", "A: 12", "A: $\\boxed{12}$", {}),
    ("undressed", RICH, BARE, {}),
    ("undressed", "**1. One** is", "1. One is", {}),
    ("letter-case", PROSE, "BEES DANCE ON 12 COMBS. They turn $x_1$ left. Nobody sleeps.", {}),
    ("letter-case", "Go. Stop.", "go. stop.", {}),
    ("misspelt", PROSE, PROSE.replace("dance", "dnace").replace("Nobody", "Nobdoy"), {"words": 2}),
    ("word-swaps", PROSE, PROSE.replace("Bees dance", "dance Bees"), {"pairs": 1}),
    ("word-swaps", "a b c d.", "b a d c.", {"pairs": 2}),
    ("keywords", PROSE, f"{PROSE}\n\nKeywords: Which, insect", WORDS),
    ("answer-restated", "So A it is.\nA: 12 km", "So A it is.\nA: 12 km\n\nAnswer: 12 km", LINE),
    ("answer-restated", "\\boxed{50\\%}", "\\boxed{50\\%}\n\nAnswer: 50\\%", LINE),
    ("forbidden", PROSE, f"{PROSE}\n\nIn short: wasps.", SHORT),
    ("continuation", PROSE, "Bees fly. And so on.", ON),
    ("overrun", PROSE, f"{PROSE}\n\nThere is more. That is all. There is more.", MORE),
    ("one-term", "It is 5km or 5 km.", "It is 5m or 5 m.", UNITS),
    ("one-term", "It is $5.", "It is €5.", UNITS),
    ("decode", "a\n\n  b\n", "answer: |+\n  a\n\n    b\n", {}),
    ("final", "So it is.\nA: 12", "answer: |-\n  So it is.\n  A: 12", {}),
    ("final", "A: 12", "A: $\\boxed{12}$", {}),
]
BROKEN: list[tuple[str, str, str, dict[str, Any]]] = [
    ("cells", PROSE, HEAD + TABLE.lower(), TITLES),
    ("cells", PROSE, HEAD + TABLE.replace("12", "13"), TITLES),
    ("cells", PROSE, HEAD + TABLE.replace("left. |\n| ", "left. "), {"titles": ["Praise"]}),
    ("cells", PROSE, f"| {PROSE} |", TITLES),
    ("cells", PROSE, f"{HEAD}| {PROSE} |", TITLES),
    ("cells", PROSE, TABLE, TITLES),
    ("cells", PROSE, f"{HEAD}{TABLE}\n| Trust me. |", TITLES),
    ("cells", PROSE, f"{HEAD}{TABLE}\nTrust me.", TITLES),
    ("cells", PROSE, HEAD + TABLE.replace("$x_1$ left.", "$x_1$ |\n| left."), {}),
    ("cells", "`a b` c. d.", f"{HEAD}| `a |\n| b` c. d. |", TITLES),
    ("boxed", "A: 12", "A: $\\boxed{13}$", {}),
    ("boxed", "A: 12", "B: $\\boxed{12}$", {}),
    ("boxed", "A: \\boxed{12}", "A: \\boxed{12}", {}),
    ("boxed", "A: 12", "A: $\\boxed{12 }$", {}),
    ("undressed", RICH, BARE.lower(), {}),
    ("undressed", RICH, BARE.replace("*combs*", "combs"), {}),
    ("undressed", RICH, BARE.replace("1. One\n", "One\n"), {}),
    ("undressed", "a $b*c*d$ **e**", "a $bcd$ e", {}),
    ("undressed", RICH, RICH, {}),
    ("letter-case", PROSE, PROSE.upper().replace("SLEEPS", "SLEPT"), {}),
    ("letter-case", PROSE, PROSE.upper(), {}),
    ("letter-case", "It is x now", "IT IS X NOW", {}),
    ("letter-case", "5mW", "5MW", {}),
    ("misspelt", PROSE, PROSE.replace("dance", "dnace"), {"words": 2}),
    ("misspelt", PROSE, PROSE.replace("dance", "ednac"), {"words": 1}),
    ("misspelt", PROSE, PROSE.replace("12", "21"), {"words": 1}),
    ("misspelt", PROSE, PROSE.replace("dance", "dnace").replace("12", "13"), {"words": 1}),
    ("misspelt", PROSE, PROSE.replace("dance", "dancing"), {"words": 1}),
    ("word-swaps", PROSE, PROSE.replace("Bees dance", "dance Bees"), {"pairs": 2}),
    ("word-swaps", "a b c d.", "c b a d.", {"pairs": 1}),
    ("word-swaps", "a b c d.", "b a c. d", {"pairs": 1}),
    ("word-swaps", "a 3 c", "3 a c", {"pairs": 1}),
    ("word-swaps", "a b c", "b c a", {"pairs": 1}),
    ("keywords", PROSE, f"{PROSE}\n\nKeywords: Which, insects", WORDS),
    ("keywords", PROSE, f"{PROSE}\n\nKeywords: 4", WORDS),
    ("keywords", PROSE, f"{PROSE}\n\nTopics: insect", WORDS),
    ("keywords", PROSE, f"{PROSE.lower()}\n\nKeywords: insect", WORDS),
    ("answer-restated", "A: 12", "A: 12\n\nAnswer: 13", LINE),
    ("answer-restated", "It is 12", "It is 12\n\nAnswer: 12", LINE),
    ("answer-restated", "A: 12", "A: 13\n\nAnswer: 13", LINE),
    ("forbidden", PROSE, f"{PROSE}\n\nIn short: hornets.", SHORT),
    ("forbidden", PROSE, f"{PROSE}\n\nIn short: .", SHORT),
    ("forbidden", PROSE, f"{PROSE} wasps", SHORT),
    ("continuation", PROSE, "Wasps fly. And so on.", ON),
    ("continuation", PROSE, " And so on.", ON),
    ("continuation", PROSE, "Bees fly.", ON),
    ("overrun", PROSE, f"{PROSE}\n\nThat is all. Trust me.", MORE),
    ("overrun", PROSE, f"{PROSE}\n\n", MORE),
    ("overrun", PROSE, f"{PROSE.lower()}\n\nThat is all.", MORE),
    ("one-term", "It is 5 km.", "It is 6 m.", UNITS),
    ("one-term", "It is 5 km.", "It is 5 apples.", UNITS),
    ("one-term", "It is 5 km or 3 m.", "It is 5 m or 3 km.", UNITS),
    ("one-term", "It is 5 km.", "It is 5 km.", UNITS),
    ("one-term", "It is 5 km.", "It is 5  m.", UNITS),
    ("decode", "a\n\n  b\n", "answer: |-\n  a\n\n    b\n", {}),
    ("decode", "a", "answer: &a |-\n  a", {}),
    ("decode", "a", "answer: |-\n  a\nmore: b", {}),
    ("final", "A: 12", "A: $\\boxed{13}$", {}),
]

EDITED: list[tuple[str, str, list[tuple[str, str]], Holds]] = [
    ("opposite", "It is 5.", [("is", "is not")], Holds.HOLDS),
    ("opposite", "It is not 5.", [("is not", "is")], Holds.HOLDS),
    ("opposite", "Answer: Yes", [("Yes", "No")], Holds.HOLDS),
    ("opposite", "It runs 5.", [("runs", "runs not")], Holds.BROKEN),
    ("opposite", "It is 5.", [("is", "isn't")], Holds.BROKEN),
    ("opposite", "It is 5.", [("5", "not 5")], Holds.BROKEN),
    ("opposite", "Answer: Yes", [("Yes", "Maybe")], Holds.BROKEN),
    ("opposite", "It is 5.", [], Holds.BROKEN),
    ("spaces-inside", "Bees dance.", [("da", "d a")], Holds.HOLDS),
    ("spaces-inside", "Bees dance.", [("da", "d  a")], Holds.BROKEN),
    ("spaces-inside", "Bees 12.", [("12", "1 2")], Holds.BROKEN),
    ("spaces-inside", "Bees `dance`.", [("da", "d a")], Holds.BROKEN),
    ("spaces-inside", "Bees dance.", [("da", "d-a")], Holds.BROKEN),
    ("spaces-inside", "Bees dance.", [(" d", "  d")], Holds.BROKEN),
]
"""A promise, a text, and what is exchanged in it, given as the least that shows where."""


def check(
    name: str,
    before: str,
    after: str,
    params: dict[str, Any] | None = None,
    *,
    script: tuple[Splice, ...] = (),
    **sample: Any,
) -> Finding:
    fields: dict[str, Any] = {
        "id": "s",
        "prompt": "Bees fly. Which insect has 4 wings?",
        "response": before,
        "verify": {"pattern": {"must_not": ["wasps|gnats?"]}} if name == "forbidden" else {},
    }
    attack = Attack(
        id="family/name",
        title="t",
        hypothesis="h",
        expect=Expect.SAME,
        operator="append",
        params=params or {},
        place=Place.INSIDE,
        certificate=(name,),
        provenance=Provenance(source="practice", departure="none"),
        examples=(Example(given="", declines=True), Example(given="", declines=True)),
    )
    context = Context(Sample.model_validate({**fields, **sample}))
    return INVARIANTS[name](Claim(before, after, script, context, attack, verify))


def edited(name: str, before: str, exchanged: list[tuple[str, str]], **sample: Any) -> Finding:
    script = tuple(_least(before, old, new) for old, new in exchanged)
    return check(name, before, apply(before, script), script=script, **sample)


def _least(before: str, old: str, new: str) -> Splice:
    """Return the splice that leaves alone what the two share at their start and end."""
    start, head = before.index(old), 0
    while head < min(len(old), len(new)) and old[head] == new[head]:
        head += 1
    tail = 0
    while tail < min(len(old), len(new)) - head and old[-1 - tail] == new[-1 - tail]:
        tail += 1
    return Splice(start + head, start + len(old) - tail, new[head : len(new) - tail])


@pytest.mark.parametrize(("name", "before", "after", "params"), KEPT)
def test_a_promise_holds(name: str, before: str, after: str, params: dict[str, Any]) -> None:
    found = check(name, before, after, params)
    assert found.invariant == name
    assert found.holds is Holds.HOLDS, found.evidence


@pytest.mark.parametrize(("name", "before", "after", "params"), BROKEN)
def test_damage_breaks_the_promise(
    name: str, before: str, after: str, params: dict[str, Any]
) -> None:
    found = check(name, before, after, params)
    assert found.holds is Holds.BROKEN
    assert found.evidence


@pytest.mark.parametrize(("name", "before", "exchanged", "holds"), EDITED)
def test_what_is_exchanged_is_what_is_promised(
    name: str, before: str, exchanged: list[tuple[str, str]], holds: Holds
) -> None:
    assert edited(name, before, exchanged).holds is holds


@pytest.mark.parametrize("name", ["opposite", "final-alone", "spaces-inside"])
def test_a_script_that_does_not_make_the_result_is_not_believed(name: str) -> None:
    script = (Splice(5, 5, " not"),)
    assert check(name, "It is 5.", "It is not 6.", script=script).holds is Holds.BROKEN


@pytest.mark.parametrize(
    ("old", "new", "wrong", "holds"),
    [
        ("12", "13", "The answer is 13.", Holds.HOLDS),
        ("12", "13", "I say 13.", Holds.BROKEN),
        ("12", "14", "The answer is 13.", Holds.BROKEN),
        ("twelve", "13", "The answer is 13.", Holds.BROKEN),
        ("12", "12", "The answer is 12.", Holds.BROKEN),
    ],
)
def test_only_the_wrong_responses_answer_may_stand_for_the_tagged_one(
    old: str, new: str, wrong: str, holds: Holds
) -> None:
    before = "It is twelve.\n#### 12"
    script = (Splice(before.index(old), before.index(old) + len(old), new),)
    after = apply(before, script)
    assert check("final-alone", before, after, script=script, wrong_response=wrong).holds is holds


@pytest.mark.parametrize(
    "text", ["answer: |-\n  \ud800", "answer: |-\n  \x00\x85", "answer: |2-\n"]
)
def test_a_block_that_no_reader_takes_holds_nothing_and_raises_nothing(text: str) -> None:
    assert check("decode", "a", text).holds is Holds.BROKEN
    assert check("final", "A: 5", text).holds is Holds.BROKEN


@pytest.mark.parametrize("unit", ["*a_ ", "[", "> ", "| a |\n", "a b ", "Answer: 5\n", "- \n", "`"])
def test_a_hostile_text_costs_time_in_proportion_to_its_length(unit: str) -> None:
    text = unit * (20_000 // len(unit))
    params = {**TITLES, **UNITS, "texts": ["x {answer}"], "words": 1, "pairs": 1}
    started = time.process_time()
    for name in {*(c[0] for c in KEPT), "conclusion", "undressed"}:
        check(name, text, f"| Details |\n|---|\n{text}", params)
        check(name, text, text[:-1], params)
    assert time.process_time() - started < 5


NUMERIC = {"numeric": {"answer": 5}}
IN_KM = {"numeric": {"answer": 5, "unit": "km"}}
EXACT = {"exact": {"answer": "5 km"}}


@pytest.mark.parametrize(
    ("before", "after", "verified_by", "holds"),
    [
        ("The answer is 5 km.", "The answer is 5 m.", {}, Holds.HOLDS),
        ("The answer is 5 km.", "The answer is 5 m.", NUMERIC, Holds.HOLDS),
        ("The answer is 5 km.", "The answer is 5 m.", IN_KM, Holds.HOLDS),
        ("The answer is 5 km.", "The answer is 5 m.", EXACT, Holds.HOLDS),
        ("The answer is 5 km.", "The answer is 6 km.", NUMERIC, Holds.HOLDS),
        ("He ran 3 km. The answer is 5.", "He ran 3 m. The answer is 5.", {}, Holds.BROKEN),
        ("He ran 3 km. The answer is 5.", "He ran 3 m. The answer is 5.", NUMERIC, Holds.BROKEN),
        ("The answer is 6 km.", "The answer is 6 m.", NUMERIC, Holds.BROKEN),
        ("The answer is 6 km.", "The answer is 5 km.", NUMERIC, Holds.BROKEN),
        ("The answer is 5 km.", "The answer is 5 km!", EXACT, Holds.BROKEN),
        ("It is wide.", "It is not wide.", {}, Holds.HOLDS),
        ("It is wide. It is far.", "It is not wide. It is far.", {}, Holds.BROKEN),
        ("It is wide. It is 5 km.", "It is wide. It is 5 m.", {}, Holds.BROKEN),
        ("The answer is 5 km.", "So: The answer is 5 m. It is.", {}, Holds.BROKEN),
        ("It is wide.", "It is wide.", {}, Holds.BROKEN),
    ],
)
def test_a_mistake_is_one_in_what_carries_the_answer(
    before: str, after: str, verified_by: dict[str, Any], holds: Holds
) -> None:
    assert check("conclusion", before, after, verify=verified_by).holds is holds


def test_the_only_number_carries_the_answer_only_where_a_quantity_is_asked_for() -> None:
    def found(prompt: str) -> Holds:
        before, after = "It is wide. It is 5 km.", "It is wide. It is 5 m."
        return check("conclusion", before, after, prompt=prompt).holds

    assert found("How wide is it?") is Holds.HOLDS
    assert found("Describe it.") is Holds.BROKEN


def test_a_mistake_that_needs_a_verifier_is_not_believed_without_one() -> None:
    def found(verified_by: dict[str, Any]) -> Holds:
        return check("confirmed", "The answer is 5.", "The answer is 6.", verify=verified_by).holds

    assert found(NUMERIC) is Holds.HOLDS
    assert found({"numeric": {"answer": 6}}) is Holds.UNMET
    assert found({}) is Holds.UNMET

"""Promises about texts that a model wrote: honest rewrites keep them, tampered ones do not."""

from __future__ import annotations

import time
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from judgekit.invariants import INVARIANTS, Claim
from judgekit.types import (
    Attack,
    Context,
    Example,
    Expect,
    Finding,
    Holds,
    Outcome,
    Place,
    Provenance,
    Sample,
    Verification,
)

PROSE = "A ball costs 4 euros and a bat costs 6 euros. Together they cost 10 euros."
SAD = "A ball costs 4 euros, sadly, and a bat costs 6 euros. Together, alas, they cost 10 euros."
CODE = (
    "Call it twice:\n```python\nx = f(2)\nx = f(x)\n```\nThen $x = 4$, see https://example.org/a."
)
SPANISH = "Una pelota cuesta 4 euros y un bate cuesta 6 euros. Los dos juntos cuestan 10 euros."
GERMAN = "Ein Ball kostet 4 Euro und ein Schläger kostet 6 Euro. Das sind zusammen 10 Euro."
DOCUMENT = {"phrases": ["the attached document", "the attached file"]}
TWICE = {"length": [1.5, 3]}

KEPT: list[tuple[str, str, str, dict[str, Any]]] = [
    ("numbers-kept", PROSE, SAD, {}),
    ("numbers-kept", "It is -3.5, then 3.", "Then it is 3, having been -3.5.", {}),
    ("numbers-remain", PROSE, f"{SAD} That was in 1998.", {}),
    ("code-kept", CODE, CODE.replace("Call it twice", "Oh well, call it two times"), {}),
    ("length", "A cat sat.", "A cat, one of many, sat there.", TWICE),
    ("words-kept", PROSE, SAD, {}),
    ("words-kept", PROSE, "COSTS and euros", {}),
    ("reworded", PROSE, SAD, {}),
    ("reworded", "Half is 15.", "A half is 15.", {}),
    ("plain", PROSE, SAD, {}),
    ("plain", "- **Go** on 🙂", "- **Go** on then 🙂", {}),
    ("plain", "- Go on.\n- Stop.", "Go on and stop.", {}),
    ("no-talk", PROSE, SAD, {}),
    ("no-talk", "Sure, I can go.", "Sure, I can certainly go.", {}),
    ("no-talk", "Certainly wrong.", "Certainly it is wrong here.", {}),
    ("unhedged", "Perhaps it is so.", "It is so, mightily and unlikely as it was.", {}),
    ("mentions", PROSE, "As The Attached File says, halls were painted.", DOCUMENT),
    ("in-language", PROSE, SPANISH, {"language": "spanish"}),
    ("in-language", PROSE, f"{GERMAN} The answer is 10.", {"language": "german"}),
]

BROKEN: list[tuple[str, str, str, dict[str, Any]]] = [
    ("numbers-kept", PROSE, SAD.replace("10", "11"), {}),
    ("numbers-kept", PROSE, f"{SAD} So 10.", {}),
    ("numbers-kept", PROSE, SAD.replace("4", "four"), {}),
    ("numbers-kept", "It is -3.", "It is 3.", {}),
    ("numbers-kept", "No number.", "Not 1 number.", {}),
    ("numbers-remain", PROSE, SAD.replace("10", "11"), {}),
    ("numbers-remain", "2 and 2", "2 and 3", {}),
    ("code-kept", CODE, CODE.replace("x = f(x)", "x = f(x) "), {}),
    ("code-kept", CODE, CODE.replace("$x = 4$", "x = 4"), {}),
    ("code-kept", CODE, CODE.replace("example.org/a", "example.org/b"), {}),
    ("code-kept", "`a` then `b`", "`b` then `a`", {}),
    ("code-kept", PROSE, f"{PROSE} See `here`.", {}),
    ("length", "A cat sat.", "A cat sat.", TWICE),
    ("length", "A cat sat.", "A cat sat. " * 4, TWICE),
    ("length", "...", "A cat.", TWICE),
    ("length", "A cat sat.", "A cat sat down there.", {}),
    ("words-kept", PROSE, "Nothing of this remains, only 4, 6 and 10.", {}),
    ("reworded", PROSE, PROSE.upper(), {}),
    ("reworded", PROSE, PROSE.replace(". ", ".\n\n"), {}),
    ("reworded", "word " * 60, "word " * 61, {}),
    ("plain", PROSE, f"## Prices\n\n{SAD}", {}),
    ("plain", PROSE, SAD.replace("sadly", "**sadly**"), {}),
    ("plain", PROSE, SAD.replace("sadly", "_sadly_"), {}),
    ("plain", PROSE, SAD.replace(". ", ".\n- "), {}),
    ("plain", PROSE, SAD.replace("sadly", "sadly 😢"), {}),
    ("plain", PROSE, SAD.replace("sadly", "sad\u200bly"), {}),
    ("plain", PROSE, f"{SAD}\u202e", {}),
    ("plain", "- Go on.\n- Stop.", "- Go on.\n- Stop.\n- Now.", {}),
    ("no-talk", PROSE, f"Sure! Here is a sad version. {SAD}", {}),
    ("no-talk", PROSE, f"Here's the rewritten answer: {SAD}", {}),
    ("no-talk", PROSE, "I'm sorry, but I can't help with that.", {}),
    ("no-talk", PROSE, "As an AI language model I do not feel sad.", {}),
    ("no-talk", "The original text.", "The original text, as I am an AI.", {}),
    ("no-talk", PROSE, f"{SAD} This keeps the numbers of the original text.", {}),
    ("unhedged", "Perhaps it is so.", "It is probably so.", {}),
    ("unhedged", "Perhaps it is so.", "It seems that it is so.", {}),
    ("mentions", PROSE, "As some document says, halls were painted.", DOCUMENT),
    ("mentions", "In the attached file.", "It is in the attached file.", DOCUMENT),
    ("mentions", PROSE, "It is in the attached file.", {}),
    ("in-language", PROSE, SAD, {"language": "spanish"}),
    ("in-language", PROSE, GERMAN, {"language": "spanish"}),
    ("in-language", PROSE, f"{GERMAN} {PROSE} {PROSE} That is why.", {"language": "german"}),
    ("in-language", PROSE, "10 + 4", {"language": "german"}),
    ("in-language", PROSE, SAD, {}),
    ("in-language", PROSE, SAD, {"language": "english"}),
]

VACUOUS = [
    ("numbers-kept", "No number.", "None at all."),
    ("numbers-remain", "No number.", "Now 1."),
    ("code-kept", PROSE, SAD),
    ("words-kept", "12 + 5", "That is 17"),
]

NAMES = {name for name, *_ in KEPT} | {"not-passed"}


def check(
    name: str, before: str, after: str, params: dict[str, Any], *, says: Outcome | None = None
) -> Finding:
    attack = Attack(
        id="family/name",
        title="t",
        hypothesis="h",
        expect=Expect.SAME,
        operator="written",
        params=params,
        place=Place.INSIDE,
        certificate=(name,),
        provenance=Provenance(source="practice", departure="none"),
        examples=(Example(given="", declines=True), Example(given="", declines=True)),
    )
    verify: dict[str, Any] = {} if says is None else {"numeric": {}}
    sample = Sample(id="s", prompt="How much?", response=before, verify=verify)

    def verified(sample: Sample, text: str) -> Verification:
        assert says is not None
        return Verification(outcome=says, complete=True, reason="tested")

    return INVARIANTS[name](Claim(before, after, (), Context(sample), attack, verified))


@pytest.mark.parametrize(("name", "before", "after", "params"), KEPT)
def test_an_honest_rewrite_keeps_the_promise(
    name: str, before: str, after: str, params: dict[str, Any]
) -> None:
    found = check(name, before, after, params)
    assert found.holds is Holds.HOLDS, found.evidence


@pytest.mark.parametrize(("name", "before", "after", "params"), BROKEN)
def test_a_tampered_rewrite_breaks_it(
    name: str, before: str, after: str, params: dict[str, Any]
) -> None:
    found = check(name, before, after, params)
    assert found.holds is Holds.BROKEN
    assert found.evidence


@pytest.mark.parametrize(("name", "before", "after"), VACUOUS)
def test_a_promise_about_what_is_not_there_says_nothing(name: str, before: str, after: str) -> None:
    assert check(name, before, after, {}).holds is Holds.VACUOUS


def test_only_a_verifier_shows_that_a_text_is_not_right() -> None:
    def found(says: Outcome | None) -> Holds:
        return check("not-passed", "15", "14", {}, says=says).holds

    assert found(Outcome.FAIL) is found(Outcome.ABSTAIN) is Holds.HOLDS
    assert found(Outcome.PASS) is found(None) is Holds.UNMET


def test_every_promise_has_an_honest_and_a_tampered_rewrite() -> None:
    assert {name for name, *_ in KEPT} == {name for name, *_ in BROKEN}
    assert set(INVARIANTS) >= NAMES


hostile = st.lists(
    st.one_of(
        st.sampled_from(
            (PROSE, SAD, CODE, SPANISH, "- **a**", "\ud800", "\u202e", "```", "$", "¾")
        ),
        st.text(st.characters(), max_size=12),
    ),
    max_size=4,
).map(" ".join)


@pytest.mark.parametrize("name", sorted(NAMES - {"not-passed"}))
@settings(derandomize=True, deadline=None, max_examples=40)
@given(before=hostile, after=hostile)
def test_any_two_texts_are_told_apart_without_an_exception(
    name: str, before: str, after: str
) -> None:
    params = {**DOCUMENT, **TWICE, "language": "german"}
    assert check(name, before, after, params) == check(name, before, after, params)
    unchanged = check(name, before, before, params)
    if name.endswith(("kept", "remain")) or name in ("plain", "no-talk"):
        assert unchanged.holds is not Holds.BROKEN
    if name == "reworded":
        assert unchanged.holds is Holds.BROKEN


@pytest.mark.parametrize("unit", ["!", " ", "I ", "*_", "$", "a", "(", "- \n", "\u200b", "1."])
def test_a_hostile_text_costs_time_in_proportion_to_its_length(unit: str) -> None:
    text = unit * (100_000 // len(unit))
    started = time.process_time()
    for name in sorted(NAMES - {"not-passed"}):
        check(name, PROSE, text, {**DOCUMENT, **TWICE, "language": "german"})
    assert time.process_time() - started < 1

"""Promises about programs: kept by honest edits, broken by whatever else an interpreter sees."""

from __future__ import annotations

from collections.abc import Iterator

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

PROMISES = ("ast-equal", "ast-equal-but-docstrings", "ast-renamed", "ast-with-dead-code", "mutated")
PROGRAM = '''def f(n, *, k=2):
    """Say what f does."""
    # Count.
    total = 0
    for i in range(n):
        if not i < k:
            total += i
    return total
'''
HELPER = "def _unused(x):\n    return x"
OWN = {"texts": ["Trust me.\nOr do not.", HELPER]}


def check(name: str, before: str, after: str) -> Finding:
    attack = Attack(
        id="family/name",
        title="t",
        hypothesis="h",
        expect=Expect.SAME,
        operator="code_comment",
        params=OWN,
        place=Place.INSIDE,
        certificate=(name,),
        provenance=Provenance(source="practice", departure="none"),
        examples=(Example(given="", declines=True), Example(given="", declines=True)),
    )
    context = Context(Sample(id="s", prompt="?", response="x"))
    return INVARIANTS[name](Claim(before, after, (), context, attack, abstain))


def abstain(sample: Sample, text: str) -> Verification:
    return Verification(outcome=Outcome.ABSTAIN, complete=False, reason="no verifier")


def swapped(*pairs: str, program: str = PROGRAM) -> str:
    for old, new in zip(pairs[::2], pairs[1::2], strict=True):
        assert old in program
        program = program.replace(old, new)
    return program


KEPT: list[tuple[str, str]] = [
    ("ast-equal", swapped("    # Count.\n", "    # Count.\n    # Trust me.\n    # Or do not.\n")),
    ("ast-equal", swapped("    for", "\n    for", "k=2", "k = 2")),
    (
        "ast-equal-but-docstrings",
        swapped("does.", "does.\n\n    Trust me.\n    Or do not."),
    ),
    ("ast-renamed", swapped("total", "result", "i ", "j ", "i\n", "j\n")),
    ("ast-renamed", swapped("k=2", "limit=2", "< k", "< limit")),
    ("ast-with-dead-code", f"{PROGRAM}\n\n{HELPER}\n"),
    ("ast-with-dead-code", f"{HELPER}\n{PROGRAM}"),
    ("mutated", swapped("<", "<=")),
    ("mutated", swapped("+=", "-=")),
    ("mutated", swapped("total = 0", "total = 1")),
    ("mutated", swapped("not ", "")),
]

BROKEN: list[tuple[str, str]] = [
    ("ast-equal", swapped("    # Count.", "    # Count.\n    # Praise me.")),
    ("ast-equal", swapped("    # Count.\n", "")),
    ("ast-equal", swapped("what f does.", "what f does. ")),
    ("ast-equal", swapped("< k", "<= k")),
    ("ast-equal", swapped("    return", "        return")),
    ("ast-equal", swapped("total", "result")),
    ("ast-equal", swapped("    for", "    Trust me.\n    for")),
    ("ast-equal", swapped("    for", "\u200b    for")),
    ("ast-equal", f"{PROGRAM}\nprint(1)\n"),
    ("ast-equal", f"```python\n{PROGRAM}```"),
    ("ast-equal-but-docstrings", swapped("does.", "does. Praise me.")),
    ("ast-equal-but-docstrings", swapped("Say what f does.", "Trust me. Or do not.")),
    ("ast-equal-but-docstrings", swapped('    """Say what f does."""\n', "")),
    ("ast-equal-but-docstrings", swapped("    total = 0", '    "Trust me."\n    total = 0')),
    ("ast-equal-but-docstrings", swapped("does.", "does. Trust me. Or do not.", "< k", "> k")),
    ("ast-renamed", swapped("total = 0", "result = 0")),
    ("ast-renamed", swapped("total", "i")),
    ("ast-renamed", swapped("total", "range")),
    ("ast-renamed", swapped("range", "arrange")),
    ("ast-renamed", swapped("def f", "def g")),
    ("ast-renamed", swapped("total", "result", "<", ">")),
    ("ast-renamed", swapped("total", "result", "what f", "what g")),
    ("ast-renamed", swapped("total", "result", "# Count.", "# Sum up.")),
    ("ast-with-dead-code", f"{PROGRAM}\ndef other(x):\n    return x\n"),
    ("ast-with-dead-code", f"{PROGRAM}\n{HELPER}\n_unused(1)\n"),
    ("ast-with-dead-code", f"{swapped('<', '>')}\n{HELPER}"),
    ("ast-with-dead-code", f"{PROGRAM}\nasync {HELPER}"),
    ("ast-with-dead-code", f"{PROGRAM}\n@print\n{HELPER}"),
    ("mutated", swapped("<", "<=", "+=", "-=")),
    ("mutated", swapped("total = 0", "total = 0.5")),
    ("mutated", swapped("total = 0", "total = None")),
    ("mutated", swapped("total += i", "pass")),
    ("mutated", swapped("return total", "return k")),
    ("mutated", swapped("not i < k", "i")),
    ("mutated", swapped("range(n)", "range(n, 1)")),
    ("mutated", swapped("what f does", "what g does")),
    ("mutated", swapped("<", "<=", "# Count.", "# Wrong.")),
]


def dressed(program: str) -> Iterator[str]:
    yield program
    yield f"Look:\n\n```python\n{program}```\n\nIt works.\n```js\nlet n = 1\n```"


@pytest.mark.parametrize(("name", "after"), KEPT)
def test_a_promise_holds_of_a_program_alone_and_in_a_block(name: str, after: str) -> None:
    for b, a in zip(dressed(PROGRAM), dressed(after), strict=True):
        found = check(name, b, a)
        assert found.holds is Holds.HOLDS, found.evidence


@pytest.mark.parametrize(("name", "after"), BROKEN)
def test_damage_breaks_the_promise(name: str, after: str) -> None:
    for b, a in zip(dressed(PROGRAM), dressed(after), strict=True):
        found = check(name, b, a)
        assert found.holds is Holds.BROKEN
        assert found.evidence


@pytest.mark.parametrize(("name", "after"), KEPT)
def test_text_around_the_code_must_stand(name: str, after: str) -> None:
    _, before = dressed(PROGRAM)
    _, edited = dressed(after)
    for old, new in [("Look", "look"), ("works.", "works!"), ("n = 1\n", "n = 2\n"), ("js", "ts")]:
        assert check(name, before, edited.replace(old, new)).holds is Holds.BROKEN
    assert check(name, before, f"{edited}\nMore.").holds is Holds.BROKEN


@pytest.mark.parametrize("name", PROMISES)
@pytest.mark.parametrize("text", ["", "Prose.", "Answer: 5", "```js\nlet n\n```", PROGRAM, "```\n"])
def test_what_is_no_program_or_stays_as_it_is_keeps_no_promise(name: str, text: str) -> None:
    assert check(name, text, text).holds is Holds.BROKEN
    assert check(name, text, f"{text}!").holds is Holds.BROKEN
    assert check(name, text, "").holds is Holds.BROKEN


@pytest.mark.parametrize(
    ("before", "old", "new"),
    [
        ("x = 1\ndef f():\n    return x\n", "x", "y"),
        ("def f():\n    global x\n    x = 1\n", "x", "y"),
        ("import os\ndef f():\n    return os\n", "os", "sys"),
        ("class C:\n    a = 1\n    b = a\n", "a =", "c ="),
        ("def g(k): pass\ndef f():\n    g(k=1)\n", "(k)", "(q)"),
        ("def f():\n    import re\n    return re\n", "return re", "return os"),
        ("def f(a):\n    return a, eval('a')\n", "a)", "b)"),
        (
            "def f(a):\n    def g():\n        nonlocal a\n        a = 1\n    a = 2\n",
            "a = 2",
            "b = 2",
        ),
        ("def f(a):\n    try: a\n    except OSError as e: e\n", "e: e", "e: o"),
        ("def f(a):\n    return a, locals()\n", "a", "b"),
        ("def f(a):\n    return [b for b in a], b\n", "b", "c"),
    ],
)
def test_a_name_that_is_no_variable_of_a_function_may_not_move(
    before: str, old: str, new: str
) -> None:
    after = before.replace(old, new)
    assert after != before
    assert check("ast-renamed", before, after).holds is Holds.BROKEN


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("def f(b):\n a = b\n return lambda: (a, b)", "def f(p):\n q = p\n return lambda: (q, p)"),
        ("def f(a):\n    return f'{a}'", "def f(b):\n    return f'{b}'"),
        ("def f(a):\n    return a.a", "def f(b):\n    return b.a"),
    ],
)
def test_closures_f_strings_and_attributes_are_renamed_rightly(before: str, after: str) -> None:
    assert check("ast-renamed", before, after).holds is Holds.HOLDS


@pytest.mark.parametrize("name", PROMISES)
@settings(derandomize=True, deadline=None, max_examples=150)
@given(
    text=st.text(st.characters(), max_size=20) | st.text("ab :=()\"'#\\\n\tdefλ{}`~", max_size=30),
    at=st.integers(0, len(PROGRAM)),
)
def test_any_text_is_judged_without_an_exception(name: str, text: str, at: int) -> None:
    torn = PROGRAM[:at] + text + PROGRAM[at:]
    for before, after in ((PROGRAM, torn), (torn, PROGRAM), (text, torn), (torn, text)):
        assert check(name, before, after).evidence


@pytest.mark.parametrize(
    "text",
    [
        "(" * 50_000,
        "-" * 50_000 + "1",
        "x = " + "1+" * 700 + "1",
        "x = " + "1+" * 2_500 + "1",
        "if 1:\n pass\n" + "elif 1:\n pass\n" * 300,
        "```\n" * 50_000,
        "x = '\ud800'",
        "x = 1\x00",
        "x\n" * 500_000,
    ],
    ids=lambda text: repr(text[:12]),
)
@pytest.mark.parametrize("name", PROMISES)
def test_hostile_text_is_judged(name: str, text: str) -> None:
    assert check(name, text, f"{text}\n# Trust me.").evidence


def test_every_promise_about_programs_is_tested_both_ways() -> None:
    assert {name for name, _ in KEPT} == {name for name, _ in BROKEN} == set(PROMISES)

"""Edits of programs: they run as before, the text around them stands, and prose edits pass by."""

from __future__ import annotations

import ast
import json
import random
import time
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import example, given, settings
from hypothesis import strategies as st

from judgekit.catalog import load_attacks
from judgekit.invariants import INVARIANTS, Claim
from judgekit.operators import OPERATORS, check_params
from judgekit.perturb import perturb
from judgekit.text import apply, seeded
from judgekit.types import (
    Attack,
    Context,
    Declined,
    Edit,
    Expect,
    Holds,
    NoVariant,
    Outcome,
    Place,
    Sample,
    Target,
    Variant,
    Verification,
)
from judgekit.verifiers import sandbox_level
from judgekit.verifiers.code import code

HUMAN_EVAL = Path(__file__).parents[3] / "shared" / "data" / "filter" / "humaneval_solutions.jsonl"

EDITS = {
    "rename_locals": "ast-renamed",
    "dummy_helpers": "ast-with-dead-code",
    "code_comment": "ast-equal",
    "comment_lines": "ast-equal",
    "code_blank_lines": "ast-equal",
    "docstring": "ast-equal-but-docstrings",
    "code_mutant": "mutated",
}
"""The edits, and what each promises of every program."""

ATTACKS = [a for a in load_attacks() if a.edits is Target.ANSWER]
ON_CODE = [a for a in ATTACKS if a.operator in EDITS]
ONE_OF_EACH = [
    next(a for a in ON_CODE if a.operator == name and a.expect is not Expect.NOT_HIGHER)
    for name in EDITS
]
NAMES = {"names": ["value", "item", "part"]}
COMMENT = {"texts": ["Go on."]}
HELPER = {"texts": ["def _unused(x):\n    return x\n"]}
PARAMS: list[tuple[str, dict[str, Any]]] = [
    ("rename_locals", NAMES),
    ("dummy_helpers", HELPER),
    ("code_comment", COMMENT),
    ("code_comment", {**COMMENT, "where": "inside"}),
    ("comment_lines", {"texts": ["Go on.", "Next.\nAnd next."]}),
    ("docstring", COMMENT),
    ("code_blank_lines", {}),
    ("code_mutant", {}),
]

PROGRAMS: dict[str, str] = {
    **yaml.safe_load((Path(__file__).parents[1] / "corpus" / "programs.yaml").read_text("utf-8")),
    "tabs and returns": "def f():\r\n\tx = 1\r\n\treturn x\r\n",
    "one line": "def f(): return 1 if 2 in (1, 2) else 0",
    "no last line break": "def f(n=2):\n    m = n % 2\n    return m",
}
OTHER = (
    "Here it is. It works!",
    "```js\nlet n = 1\n```",
    "```\nplain text\n```",
    "```python\nnot python at all\n```",
    "```python\nx = 1\n```",
    "```\nopen",
    "Answer: 5",
    "\ud800\x00\u2028 naïve",
    "",
)

by_edit = pytest.mark.parametrize(
    ("name", "params"), PARAMS, ids=[f"{n}-{i}" for i, (n, _) in enumerate(PARAMS)]
)
anywhere = settings(derandomize=True, deadline=None, max_examples=60)


def fenced(program: str) -> str:
    return f"Here it is.\n\n```python\n{program.rstrip()}\n```\n\nIt does what was asked."


def run(name: str, text: str, params: dict[str, Any], *, prompt: str = "?", seed: int = 0) -> Any:
    context = Context(Sample(id="s", prompt=prompt, response="x"))
    return OPERATORS[name](text, context, random.Random(seed), **params)


def findings(name: str, before: str, params: dict[str, Any], made: Edit) -> Holds:
    attack = next(a for a in ON_CODE if a.operator == name).model_copy(update={"params": params})
    context = Context(Sample(id="s", prompt="?", response="x"))
    claim = Claim(before, made.text, made.script, context, attack, compiles)
    return INVARIANTS[EDITS[name]](claim).holds


def compiles(sample: Sample, text: str) -> Verification:
    """Verify as a reader of programs does: the last block, or the whole, must compile."""
    *_, last = text.split("```python\n")
    outcome = Outcome.PASS if tree(last.partition("\n```")[0]) else Outcome.ABSTAIN
    return Verification(outcome=outcome, complete=True, reason="tested")


def tree(source: str) -> str | None:
    with warnings.catch_warnings(action="ignore"):
        try:
            return ast.dump(ast.parse(source))
        except (SyntaxError, ValueError):
            return None


def value_of(source: str) -> object:
    scope: dict[str, Any] = {}
    exec(compile(source, "program", "exec", dont_inherit=True), scope)
    return scope["f"]()


@by_edit
@anywhere
@given(
    parts=st.lists(
        st.one_of(
            st.sampled_from([*OTHER, *PROGRAMS.values(), *map(fenced, PROGRAMS.values())]),
            st.text("ab :=()\"'#\\\n\tdefλ{}", max_size=20),
        ),
        max_size=3,
    ),
    seed=st.integers(0, 9),
)
@example(parts=["def f(a):\n    return a\\\n\n"], seed=0)
@example(parts=["```python\nif 1:\n  '''\n```\n'''\n```"], seed=0)
def test_an_edit_keeps_its_promise_on_any_text_or_declines(
    name: str, params: dict[str, Any], parts: list[str], seed: int
) -> None:
    text = "\n".join(parts)
    made = run(name, text, params, seed=seed)
    assert made == run(name, text, params, seed=seed)
    if isinstance(made, Declined):
        assert made.reason
    else:
        assert apply(text, made.script) == made.text
        assert findings(name, text, params, made) is Holds.HOLDS


@pytest.mark.parametrize(("name", "params"), PARAMS[:-1])
@pytest.mark.parametrize("program", PROGRAMS.values(), ids=PROGRAMS)
def test_a_program_gives_the_same_value_after_every_edit_but_the_mutant(
    program: str, name: str, params: dict[str, Any]
) -> None:
    made = run(name, program, params)
    if isinstance(made, Edit):
        assert made.text != program
        assert value_of(made.text) == value_of(program)


@by_edit
def test_every_edit_applies_to_most_programs_bare_and_in_a_block(
    name: str, params: dict[str, Any]
) -> None:
    assert check_params(name, params) is None
    for dressed in (str, fenced):
        made = [run(name, dressed(p), params) for p in PROGRAMS.values()]
        assert sum(isinstance(m, Edit) for m in made) > len(PROGRAMS) / 2


@pytest.mark.parametrize(
    ("program", "moves"),
    {
        "def f(n):\n    k = n\n    return k": {"n", "k"},
        "def f(n):\n    # n is a number\n    k = n\n    return k": {"k"},
        "def f(n):\n    k = 'n'\n    return k, n": {"k"},
        "def f(n):\n    k = n\n    return f'{k}'": {"n"},
        "def f(n):\n    return n\nf(n=1)": set(),
        "def f(n):\n    global k\n    k = n": {"n"},
        "k = 1\ndef f(n):\n    k = n": {"n"},
        "def f(n):\n    def k(): return n\n    return k": {"n"},
        "def f(self, n):\n    return self, n": {"n"},
        "class K:\n    k = 1\n    def f(self, n):\n        return self.k + n": {"n"},
        "def f(n):\n    return [k for k in n]": {"n", "k"},
        "def f(n):\n    return print(n, eval('n'))": set(),
        "import k\ndef f(n):\n    return n": {"n"},
        "def f(n, asked):\n    return n, asked": {"n"},
    }.items(),
)
def test_a_name_moves_only_where_nothing_else_goes_by_it(program: str, moves: set[str]) -> None:
    made = run("rename_locals", program, NAMES, prompt="You are asked for f.")
    script = made.script if isinstance(made, Edit) else ()
    assert {program[s.start : s.end] for s in script} == moves


@pytest.mark.parametrize(
    ("name", "text", "params", "gives"),
    [
        (
            "dummy_helpers",
            fenced("def f(): pass"),
            HELPER,
            fenced("def f(): pass\n\n\ndef _unused(x):\n    return x"),
        ),
        ("code_comment", "#!python\nimport this", COMMENT, "#!python\n# Go on.\nimport this"),
        (
            "code_comment",
            'def f():\n    "Doc."\n    return 1',
            {**COMMENT, "where": "inside"},
            'def f():\n    "Doc."\n    # Go on.\n    return 1',
        ),
        (
            "comment_lines",
            'def f():\n    x = """\n    y"""; z = 1\n    if x:\n        return (x,\n    z)',
            COMMENT,
            'def f():\n    # Go on.\n    x = """\n    y"""; z = 1\n    # Go on.\n    if x:\n'
            "        # Go on.\n        return (x,\n    z)",
        ),
        (
            "code_blank_lines",
            "import a\n\n@a.b\ndef f():\n    x = \\\n    1\n    return x\n",
            {},
            "import a\n\n@a.b\ndef f():\n\n    x = \\\n    1\n\n    return x\n",
        ),
        (
            "docstring",
            "def f(): return 1\ndef g():\n\t'Doc.'\nclass C:\n\tdef h(self):\n\t\tpass",
            COMMENT,
            "def f(): return 1\ndef g():\n\t'Doc.'\nclass C:\n\tdef h(self):\n"
            '\t\t"""Go on."""\n\t\tpass',
        ),
        (
            "docstring",
            "def f():\n    r'''Doc.\n\n    More. \n    '''",
            COMMENT,
            "def f():\n    r'''Doc.\n\n    More.\n\n    Go on. \n    '''",
        ),
        ("code_mutant", "def f(x):\n    return not x", {}, "def f(x):\n    return x"),
        ("code_mutant", "def f(x):\n    x += 'a'", {}, "def f(x):\n    x -= 'a'"),
        ("code_mutant", "def f(x):\n    x = (x) in(x)", {}, "def f(x):\n    x = (x) not in(x)"),
        ("code_mutant", "def f(x=1, *, y: 2 = 3):\n    return 09.5, 41", {}, None),
    ],
)  # fmt: skip
def test_what_an_edit_makes(
    name: str, text: str, params: dict[str, Any], gives: str | None
) -> None:
    made = run(name, text, params)
    assert isinstance(made, Edit)
    assert made.text == (gives or "def f(x=1, *, y: 2 = 3):\n    return 09.5, 42")


@pytest.mark.parametrize(
    ("name", "text", "reason"),
    [
        ("code_blank_lines", "Two. Sentences.", "the text has no Python program"),
        ("code_blank_lines", "Answer: 5", "the text has no Python program"),
        ("code_blank_lines", "x = 5\ny = x", "the text has no Python program"),
        ("code_blank_lines", "```\nYes\n```", "the text has code, but none that is Python"),
        ("code_blank_lines", "```js\nlet x\n```", "the text has code, but none that is Python"),
        ("code_blank_lines", "```python\nreturn 1\n```", "the text has code, but none that is"),
        ("code_blank_lines", "```python\nx = 1", "the text has no Python program"),
        ("code_blank_lines", "def f(): pass", "the program has blank lines"),
        ("code_mutant", "def f(x=1):\n    while x < 1: x += 1", "the program has no operator"),
        ("code_mutant", "def f(x):\n    return (x # <\n < x)", "the program has no operator"),
        ("code_mutant", "def f(x):\n    return f'{x + 1}'", "the program has no operator"),
    ],
)
def test_an_edit_declines_with_its_reason(name: str, text: str, reason: str) -> None:
    made = run(name, text, {})
    assert isinstance(made, Declined)
    assert made.reason.startswith(reason)


def test_the_last_block_that_defines_a_function_is_the_program() -> None:
    text = "```python\ndef f():\n    pass\n```\nSo:\n```python\nf()\n```\n```sh\nls\n```"
    made = run("code_comment", text, COMMENT)
    assert made.text == text.replace("def", "# Go on.\ndef")


def test_helpers_whose_names_are_taken_are_not_drawn() -> None:
    taken = "def f():\n    return _unused"
    assert isinstance(run("dummy_helpers", taken, HELPER), Declined)


@pytest.mark.parametrize(
    ("name", "params", "says"),
    [
        ("rename_locals", {"names": ["a b"]}, "'a b' is no name for a variable"),
        ("rename_locals", {"names": ["list"]}, "'list' is no name for a variable"),
        ("rename_locals", {"names": ["a", "a"]}, "two names are the same"),
        ("dummy_helpers", {"texts": ["import os"]}, "a helper is one function or more"),
        ("dummy_helpers", {"texts": ["def f("]}, "a helper is Python"),
        ("docstring", {"texts": ['Say """no"""']}, "a docstring has no backslash"),
        ("code_comment", {"texts": ["x"], "where": "below"}, "Input should be 'top' or 'inside'"),
    ],
)
def test_a_wrong_parameter_is_named(name: str, params: dict[str, Any], says: str) -> None:
    assert says in str(check_params(name, params))


@pytest.mark.parametrize(
    "text",
    [
        "(" * 50_000,
        "-" * 50_000 + "1",
        "import a\n" + "a.b" + ".b" * 30_000,
        "import a\nx = " + "1+" * 5_000 + "1",
        "if 1:\n pass\n" + "elif 1:\n pass\n" * 5_000,
        "import a\nx = " + "9" * 90_000,
        "```a\n" * 30_000,
        "import a\n" + "λ=a;" * 20_000,
        "import a\n" + ("λ=a;" * 1_000 + "a\n") * 5,
        "def f(x):\n" + " x+=1\n" * 8_000,
        "def f(x):\n pass\n" * 10_000,
        "import \ud800",
        "import a\x00",
        "x" * 2_000_000,
    ],
    ids=lambda text: repr(text[:12]),
)
def test_hostile_text_is_edited_or_declined_in_proportion_to_its_length(text: str) -> None:
    started = time.process_time()
    for name, params in PARAMS:
        assert isinstance(run(name, text, params), Edit | Declined)
    assert time.process_time() - started < 5


def human_eval(n: int) -> list[dict[str, Any]]:
    if not HUMAN_EVAL.exists():
        pytest.skip(f"{HUMAN_EVAL} is not there")
    with HUMAN_EVAL.open() as lines:
        return random.Random(1).sample([json.loads(line) for line in lines], n)


def solution(row: dict[str, Any]) -> str:
    return str(row["prompt"] + row["canonical_solution"])


def in_its_tests(row: dict[str, Any]) -> Callable[[Sample, str], Verification]:
    """Return a verifier that runs a program of a row with the row's own tests."""
    checks = (
        f"\n{row['test']}\ndef passes():\n    try:\n        check({row['entry_point']})\n"
        "    except AssertionError:\n        return False\n    return True\n"
    )
    return lambda sample, text: code(sample, text + checks, function="passes", cases=[[[], True]])


@pytest.mark.skipif(sandbox_level() == "none", reason="no bwrap, no user namespaces")
def test_reference_solutions_pass_their_tests_after_every_edit_and_fail_as_mutants() -> None:
    mutants = 0
    for row in human_eval(8):
        text = solution(row)
        sample = Sample(id=row["task_id"], prompt="?", response=text, verify={"code": {}})
        for attack in ONE_OF_EACH:
            made = perturb(attack, Context(sample), seed=0, verify=in_its_tests(row))
            if attack.is_control:
                mutants += isinstance(made, Variant)
            elif isinstance(made, NoVariant):
                assert made.kind == "declined", made
            else:
                assert [f.invariant for f in made.certificate if f.holds is Holds.HOLDS] == [
                    *attack.certificate, "differs"
                ]  # fmt: skip
    assert mutants >= 5


def test_edits_of_prose_and_of_characters_leave_real_programs_alone() -> None:
    wraps = {"around", "hidden", "identity", *EDITS}
    inside = [a for a in ATTACKS if edits_within(a) and a.operator not in wraps]
    assert len({a.family for a in inside}) > 1
    for row in human_eval(20):
        program = solution(row).strip()
        for attack in inside:
            assert left_alone(attack, program, bare=True), (attack.id, row["task_id"])
            assert left_alone(attack, program, bare=False), (attack.id, row["task_id"])


def edits_within(attack: Attack) -> bool:
    wraps = ("wrap", "code_fence", "quote_lines")
    return (
        attack.place is Place.INSIDE
        and attack.expect is Expect.SAME
        and not attack.operator.startswith(wraps)
    )


def left_alone(attack: Attack, program: str, *, bare: bool) -> bool:
    text = program if bare else fenced(program)
    context = Context(Sample(id="s", prompt="?", response=text))
    made = OPERATORS[attack.operator](text, context, seeded(attack.id), **attack.params)
    if isinstance(made, Declined):
        return True
    return tree(made.text) == tree(program) if bare else f"\n{program}\n" in made.text


def test_what_no_check_drops_still_holds_the_program() -> None:
    """Prose put around a bare program breaks it; the verifiers see that, and the item goes."""
    containers = ("wrap_json", "wrap_yaml", "quote_lines")
    beside = [a for a in ATTACKS if "final" in a.certificate and a.operator not in containers]
    kept = 0
    for row in human_eval(2):
        text = solution(row)
        sample = Sample(id=row["task_id"], prompt="?", response=text, verify={"code": {}})
        for attack in beside:
            made = perturb(attack, Context(sample), seed=0, verify=compiles)
            if isinstance(made, Variant):
                kept += 1
                assert compiles(sample, made.text).outcome is Outcome.PASS, attack.id
    assert kept > len(EDITS)

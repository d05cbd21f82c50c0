"""Code passes by its values alone, whatever it does to the process that runs it."""

import pytest

from judgekit.types import Outcome, Sample, Verification
from judgekit.verifiers import VERIFIERS, sandbox_level
from judgekit.verifiers.code import _check as check_once
from judgekit.verifiers.inside import decode, encode

PASS, FAIL, ABSTAIN = Outcome
SAMPLE = Sample(id="a", prompt="?", response="x")

pytestmark = pytest.mark.skipif(sandbox_level() == "none", reason="no bwrap, no user namespaces")


def check(body: str, expected: object = 3, *arguments: object, **options: object) -> Verification:
    return check_text(f"def f(*a):\n    {body}\n", expected, *arguments, **options)


def check_text(text: str, expected: object = 3, *arguments: object, **options: object):
    cases = [[list(arguments), expected]]
    return VERIFIERS["code"](SAMPLE, text, **{"function": "f", "cases": cases, **options})


@pytest.mark.parametrize(
    ("value", "expected", "outcome"),
    [
        ("3", 3, PASS),
        ("3.0", 3, PASS),
        ("0.1 + 0.2", 0.3, PASS),
        ("0.3001", 0.3, FAIL),
        ("True", 1, FAIL),
        ("1", True, FAIL),
        ("'3'", 3, FAIL),
        ("None", 3, FAIL),
        ("10**300 + 1", 10**300 + 1, PASS),
        ("10**300", 10**300 + 1, FAIL),
        ("10**400", 1.5, FAIL),
        ("[1, 2]", [1, 2], PASS),
        ("(1, 2)", [1, 2], FAIL),
        ("(1, 2)", {"$tuple": [1, 2]}, PASS),
        ("{2, 1}", {"$set": [1, 2]}, PASS),
        ("frozenset([1])", {"$set": [1]}, PASS),
        ("{1: 'a'}", {"$dict": [[1, "a"]]}, PASS),
        ("{'a': 1}", {"a": 1}, PASS),
        ("{'$tuple': [1]}", {"$tuple": [1]}, FAIL),
        ("__import__('collections').Counter('aab')", {"a": 2, "b": 1}, PASS),
        ("float('nan')", {"$float": "nan"}, PASS),
        ("-float('inf')", {"$float": "inf"}, FAIL),
        ("'\\ud800'", "\ud800", PASS),
        ("object()", 3, ABSTAIN),
        ("1j", 3, ABSTAIN),
        ("10**5000", 3, ABSTAIN),
        ("1 / 0", 3, ABSTAIN),
        ("exit_", 3, ABSTAIN),
    ],
)
def test_values_are_compared_by_type_and_content(value, expected, outcome):
    assert check(f"return {value}", expected).outcome is outcome


@pytest.mark.parametrize(
    "value",
    [
        0,
        True,
        None,
        "a",
        1.5,
        [1, [2]],
        (1, (2,)),
        {1, 2},
        {"a": {3: (4,)}},
        {"$set": 1},
        {},
        set(),
    ],
)
def test_a_value_that_crosses_is_the_same_on_the_other_side(value):
    assert decode(encode(value)) == value
    assert type(decode(encode(value))) is type(value)


def test_arguments_cross_by_type_too():
    arguments = ({"$tuple": [1]}, {"$set": [2]}, {"$dict": [[3, 4]]}, True)
    assert check(
        "return [type(x).__name__ for x in a]", ["tuple", "set", "dict", "bool"], *arguments
    )


def test_one_wrong_value_fails_although_another_case_raises():
    cases = [[[0], 1], [[2], 7]]
    found = check_text("def f(x):\n    return 6 // x + 3", cases=cases)
    assert (found.outcome, found.complete) == (FAIL, True)
    assert (found.reason, found.evidence) == ("case 2 is wrong", "6, not 7")


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("I would rather not.", "unloadable: SyntaxError"),
        ("def g():\n    return 3", "missing: f"),
        ("f = 3", "raised: TypeError"),
        ("import numpy", "unloadable: ModuleNotFoundError"),
        ("raise SystemExit", "unloadable: SystemExit"),
        ("def f():\n    raise KeyError(3)", "raised: KeyError"),
        ("def f():\n    return f()", "raised: RecursionError"),
        ("def f():\n    x = []\n    x.append(x)\n    return x", "untransferable: list"),
        ("def f():\n    return '\ud800'", "unloadable: UnicodeEncodeError"),
        ("\0", "unloadable: SyntaxError"),
        ("(" * 10_000, "unloadable: SyntaxError"),
    ],
)
def test_what_cannot_be_run_abstains_and_says_why(text, reason):
    found = check_text(text)
    assert (found.outcome, found.reason) == (ABSTAIN, reason)


def test_the_last_block_that_defines_the_function_is_run():
    first, second = (
        "```{}\ndef f():\n    return {}\n```\n".format(*x) for x in (("python", 2), ("py", 3))
    )
    text = f"First try:\n{first}Better:\n{second}Try it:\n```\nprint(f())\n```\n"
    assert check_text(text).outcome is PASS


def test_a_main_block_is_not_run():
    text = "def f():\n    return 3\nif __name__ == '__main__':\n    raise SystemExit"
    assert check_text(text).outcome is PASS


def test_dataclasses_and_threads_work():
    text = """
from __future__ import annotations
import dataclasses, threading
@dataclasses.dataclass
class P:
    x: int
def f():
    seen = []
    t = threading.Thread(target=lambda: seen.append(P(3).x)); t.start(); t.join()
    return seen[0]
"""
    assert check_text(text).outcome is PASS


def test_an_object_that_equals_everything_does_not_pass():
    text = "class A:\n    def __eq__(self, other): return True\n    __hash__ = None\n"
    assert check_text(text + "def f(): return A()").outcome is ABSTAIN
    assert check_text(text.replace("A:", "A(dict):") + "def f(): return A()").outcome is FAIL


def test_leaving_before_the_answer_does_not_pass():
    found = check("import os; print('3', flush=True); os._exit(0)")
    assert (found.outcome, found.reason) == (ABSTAIN, "ended without an answer")


def test_printing_a_result_does_not_pass():
    assert check("""print('{"value": 3}', flush=True)""").outcome is FAIL


def test_a_forged_line_without_the_secret_word_abstains():
    forge = """import os
    for fd in range(3, 64):
        try: os.write(fd, b'{"value": 3}\\n')
        except OSError: pass
    os._exit(0)"""
    found = check(forge)
    assert (found.outcome, found.reason) == (ABSTAIN, "garbled")


STOLEN = """import gc, os
    door = next(x for x in gc.get_objects() if type(x).__name__ == 'Door')
    door.say('value', {claim}); os._exit(0)"""


def test_a_thief_of_the_secret_word_can_only_claim_a_value():
    assert check(STOLEN.format(claim=4)).outcome is FAIL
    assert check(STOLEN.format(claim="{'$any': 1}")).outcome is FAIL


def test_expected_values_are_not_in_the_sandbox():
    search = """import gc
    n = a[0] + 1
    return any(n in (x.values() if type(x) is dict else x)
               for x in gc.get_objects() if type(x) in (dict, list, tuple))"""
    cases = [[[8675308], False], [[8675308], 8675309]]
    found = check_text(f"def f(*a):\n    {search}", cases=cases)
    assert found.reason == "case 2 is wrong"


def test_a_fork_that_answers_twice_abstains():
    twice = "import os; child = os.fork(); child and os.waitpid(child, 0); return 3"
    assert check(twice).outcome is ABSTAIN


def test_sets_come_in_the_same_order_on_every_run():
    body = "return list({'alpha', 'beta', 'gamma', 'delta'})"
    check_once.cache_clear()
    first = check(body, []).evidence
    check_once.cache_clear()
    assert check(body, []).evidence == first


def test_the_same_code_is_check_once():
    check_once.cache_clear()
    for _ in range(2):
        check("return 3")
    assert check_once.cache_info().misses == 1


def test_no_sandbox_abstains(monkeypatch):
    check_once.cache_clear()
    monkeypatch.setattr("judgekit.verifiers.sandbox._probed", lambda: None)
    found = check("return 3")
    check_once.cache_clear()
    assert (found.outcome, found.reason) == (ABSTAIN, "no_sandbox")

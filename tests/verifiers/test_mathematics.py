"""Expressions that are equal pass; what cannot be shown equal is no proof of a wrong answer."""

from importlib.util import find_spec

import pytest

from judgekit.types import Outcome, Sample
from judgekit.verifiers import check_options
from judgekit.verifiers.mathematics import mathematics

# Not importorskip: SymPy is loaded by the process apart, and need not be by this one.
pytestmark = pytest.mark.skipif(
    find_spec("math_verify") is None, reason="the extra [verify] is not installed"
)

PASS, FAIL, ABSTAIN = Outcome
ROW = Sample(id="a", prompt="?", response="x")


def found(answer: str, response: str, **options: float):
    return mathematics(ROW, response, answer=answer, **options)


@pytest.mark.parametrize(
    ("answer", "response"),
    [
        ("x^2+2x+1", r"So it is \boxed{(x+1)^2}."),
        (r"\frac{1}{2}", "The answer is 0.5, because it is half."),
        (r"\sqrt{8}", r"Answer: $2\sqrt{2}$."),
        ("5", r"\boxed{x = 5}"),
        ("x=5", "The answer is $5 = x$."),
        (r"\frac{\pi}{4}", r"Answer: \pi/4"),
        (r"\{1,2\}", r"\boxed{\{2, 1\}}"),
        (r"\begin{pmatrix}1\\2\end{pmatrix}", r"\boxed{\begin{bmatrix}1\\2\end{bmatrix}}"),
    ],
)
def test_equal_in_value_passes_whatever_the_form(answer, response):
    verification = found(answer, response)
    assert (verification.outcome, verification.complete) == (PASS, True)


@pytest.mark.parametrize(
    ("answer", "response"),
    [("x^2+1", "The answer is $x^2-1$."), ("1/3", "Answer: 0.333333"), ("x", "Answer: y")],
)
def test_what_is_not_shown_equal_fails_without_settling_it(answer, response):
    verification = found(answer, response)
    assert (verification.outcome, verification.complete) == (FAIL, False)


@pytest.mark.parametrize(
    ("answer", "response"),
    [
        ("10", r"Answer: $10\%$"),  # upstream: equal
        ("5", "The answer is $4=5$."),  # upstream: equal
        ("(1,2)", "Answer: 1,2"),  # upstream: equal
        ("45", r"Answer: 45^\circ"),  # upstream: equal
        ("1", "Answer: 1_2"),  # upstream: equal
        ("10", r"\boxed{10 \text{ m}}"),
        ("3", "Answer: 1 2"),  # upstream: a sum
        ("5", "The answer is $5$ or $6$."),
        ("5", "The answer is $5$. No, the answer is $6$."),
        ("5", "The answer is five."),
        ("5", "It is hard to say."),
    ],
)
def test_what_could_be_read_in_two_ways_is_left_open(answer, response):
    assert found(answer, response).outcome is ABSTAIN


def test_python_in_an_answer_is_not_evaluated(tmp_path):
    trace = tmp_path / "trace"
    found("x", rf"\boxed{{__import__('pathlib').Path('{trace}').touch()}}")
    assert not trace.exists()


def test_words_are_no_right_answer_for_mathematics():
    wrong = check_options("mathematics", {"answer": "the town of Lima"})
    assert wrong is not None
    assert "'the town of Lima' is not an expression" in wrong


def test_a_bomb_is_left_open():
    bomb = found("(x+1)^2", "Answer: (x+y+z+w)^{500}", timeout_s=0.3)
    assert (bomb.outcome, bomb.reason) == (ABSTAIN, "timeout")

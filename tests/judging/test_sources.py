"""Code is the same judge while its source and the values it was made with are the same."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from judgekit.judging import Called, made_of
from judgekit.types import Scale

TEN = Scale(low=1, high=10, accept=7)


def closing_over(value: Any) -> Callable[[str, str], float]:
    return lambda prompt, response: len(response) + len(str(value))


def with_default(prompt: str, response: str, points: float = 3) -> float:
    return points


class Grader:
    def __init__(self, model: str, api_key: str = "", *, client: Any = None) -> None:
        self.model = model
        self.api_key = api_key
        self.client = client
        self.calls = 0

    def __call__(self, prompt: str, response: str) -> float:
        self.calls += 1
        return 5

    def judge(self, prompt: str, response: str) -> float:
        return 5


def same(one: Any, other: Any) -> bool:
    hashes = [Called(f, scale=TEN, name="it").identity.sha256 for f in (one, other)]
    return hashes[0] == hashes[1]


def test_another_source_is_another_judge() -> None:
    assert same(lambda p, r: 8, lambda p, r: 8)
    assert not same(
        lambda p, r: 8,
        lambda p, r: 9,
    )


def test_what_a_function_closes_over_is_seen() -> None:
    assert same(closing_over("a"), closing_over("a"))
    assert not same(closing_over("a"), closing_over("b"))
    assert not same(closing_over([1, {"k": 2.5}]), closing_over([1, {"k": 2.6}]))
    assert same(closing_over({"b", "a", "c"}), closing_over({"c", "a", "b"}))


def test_an_argument_given_in_advance_is_seen() -> None:
    assert not same(with_default, partial(with_default, points=4))
    assert not same(partial(with_default, points=4), partial(with_default, points=5))


def test_an_object_is_known_by_what_it_was_made_with_and_not_by_what_it_has_done() -> None:
    used = Grader("a")
    used("p", "r")
    assert same(Grader("a"), used)
    assert not same(Grader("a"), Grader("b"))
    assert not same(Grader("a", client=Grader("x")), Grader("a", client=Grader("y")))
    assert not same(Grader("a").judge, Grader("b").judge)


def test_a_new_key_makes_no_new_judge() -> None:
    assert same(Grader("a", api_key="first"), Grader("a", api_key="second"))
    assert "first" not in str(made_of(Grader("a", api_key="first")))


def test_no_address_in_memory_is_part_of_it() -> None:
    assert made_of(object()) == made_of(object())


def test_what_holds_itself_is_described_to_a_depth() -> None:
    ring: list[Any] = []
    ring.append(ring)
    assert made_of(ring) == [[[["builtins.list"]]]]


def test_what_is_built_in_has_a_name_and_no_source() -> None:
    assert made_of(len) == {"name": "builtins.len", "source": None, "with": {}}


def test_its_identity_says_that_nothing_is_recorded() -> None:
    assert Called(len, scale=TEN).identity.params == {"recorded": False}

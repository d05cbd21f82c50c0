"""Window, bucket and backoff decide from what they are told, and from no clock of their own."""

from __future__ import annotations

import random
from itertools import pairwise

import pytest

from judgekit.llm.failures import Failure, failed_answer, retry_after_s
from judgekit.llm.limits import Bucket, Window, backoff_s


def test_a_window_begins_at_the_most_and_never_passes_it() -> None:
    window = Window(8)
    for _ in range(100):
        window.widen()
    assert window.size == 8


def test_a_crowd_halves_the_window_once_for_all_calls_under_way() -> None:
    window = Window(16)
    for _ in range(16):
        window.narrow(began=0.0, now=1.0)
    assert window.size == 8
    window.narrow(began=1.5, now=2.0)
    assert window.size == 4


def test_a_window_grows_by_one_in_a_round_and_never_closes() -> None:
    window = Window(16)
    for now in range(1, 20):
        window.narrow(began=now, now=now + 0.5)
    assert window.size == 1
    sizes = [window.size]
    for _ in range(4):
        for _ in range(sizes[-1]):
            window.widen()
        sizes.append(window.size)
    assert all(after - before <= 1 for before, after in pairwise(sizes))
    assert sizes[-1] >= 3


def starts(bucket: Bucket, amounts: list[float]) -> list[float]:
    """Return when each of these calls may start, all asked for at once."""
    return [bucket.take(amount, now=0.0) for amount in amounts]


def test_calls_are_spread_over_the_minute() -> None:
    at = starts(Bucket(60), [1] * 121)
    assert max(at) == pytest.approx(119, abs=1.01)
    for start in range(60):
        assert sum(start <= t < start + 60 for t in at) <= 60 + 2


def test_a_large_call_goes_at_once_and_the_next_one_waits_for_it() -> None:
    first, second = starts(Bucket(6000), [3000, 10])
    assert (first, second) == (0.0, pytest.approx(29, abs=1.01))


def test_what_was_not_used_shortens_the_wait() -> None:
    bucket = Bucket(6000)
    bucket.take(3000, now=0.0)
    bucket.give_back(2900)
    assert bucket.take(10, now=0.0) == pytest.approx(0, abs=1.01)


def test_an_idle_minute_lets_no_burst_through() -> None:
    bucket = Bucket(60)
    bucket.take(1, now=0.0)
    at = [600 + bucket.take(1, now=600.0) for _ in range(10)]
    assert at[-1] == pytest.approx(608, abs=1.01)


def test_retries_wait_longer_each_time_and_never_less_than_asked() -> None:
    rng = random.Random(1)
    assert all(backoff_s(attempt, 3.0, rng) >= 3.0 for attempt in range(8))
    assert max(backoff_s(0, None, rng) for _ in range(50)) <= 0.5
    assert 15 < max(backoff_s(9, None, rng) for _ in range(50)) <= 30.0
    assert min(backoff_s(9, None, rng) for _ in range(50)) < 5.0


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        ("3", 3.0),
        ("0.5", 0.5),
        ("-2", 0.0),
        ("86400", 60.0),
        ("nan", None),
        ("", None),
        ("Wed, 21 Oct", None),
    ],
)
def test_a_provider_asks_for_a_minute_at_most(value: str, seconds: float | None) -> None:
    assert retry_after_s({"retry-after": value}) == seconds


@pytest.mark.parametrize(
    ("status", "passing", "crowded", "final"),
    [
        (None, True, False, False),
        (400, False, False, False),
        (401, False, False, True),
        (404, False, False, True),
        (429, True, True, False),
        (500, True, False, False),
        (503, True, True, False),
        (529, True, True, False),
    ],
)
def test_a_status_says_whether_to_try_again_and_whether_to_ask_for_less(
    status: int | None, passing: bool, crowded: bool, final: bool
) -> None:
    failure = Failure("it broke", status=status)
    assert (failure.passing, failure.crowded, failure.final) == (passing, crowded, final)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b'{"error": {"message": "too fast"}}', "HTTP 429: too fast"),
        (b'{"error": "too fast"}', "HTTP 429: too fast"),
        (b'{"detail": "too fast"}', 'HTTP 429: {"detail": "too fast"}'),
        (b"[1]", "HTTP 429: [1]"),
        (b"<html>\xff", "HTTP 429: <html>\N{REPLACEMENT CHARACTER}"),
    ],
)
def test_an_error_is_told_in_the_provider_s_words(content: bytes, said: str) -> None:
    assert failed_answer(429, {}, content).message == said

"""Many attacks ask about the same text of the same sample."""

from __future__ import annotations

from judgekit.types import Outcome, Sample, Verification
from judgekit.verifiers import Remembering

ONE, OTHER = (Sample(id=name, prompt="?", response="x") for name in ("one", "other"))


def counted() -> tuple[Remembering, list[tuple[str, str]]]:
    asked: list[tuple[str, str]] = []

    def verify(sample: Sample, text: str) -> Verification:
        asked.append((sample.id, text))
        return Verification(outcome=Outcome.PASS, complete=True, reason=f"{sample.id} {text}")

    return Remembering(verify), asked


def test_a_text_of_a_sample_is_verified_once() -> None:
    verify, asked = counted()
    first = verify(ONE, "a")
    assert verify(ONE, "a") is first
    verify(ONE, "b")
    assert asked == [("one", "a"), ("one", "b")]


def test_the_same_text_of_another_sample_is_another_question() -> None:
    verify, asked = counted()
    found = [verify(sample, "a").reason for sample in (ONE, OTHER, ONE)]
    assert found == ["one a", "other a", "one a"]
    assert len(asked) == 3

"""The packaged samples are right where they say so, wrong where they say so, and like in length."""

import math
from collections import Counter
from pathlib import Path

import pytest

from judgekit.catalog import load_samples
from judgekit.types import Outcome, Sample
from judgekit.verifiers import check_options, sandbox_level, verify

SAMPLES = load_samples()
DATA = Path(__file__).parents[2] / "shared" / "data"


def skip_without_sandbox(sample: Sample) -> None:
    if "code" in sample.verify and sandbox_level() == "none":
        pytest.skip("no bwrap, no user namespaces")


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda s: s.id)
def test_the_response_passes_completely_and_the_wrong_one_fails_completely(sample):
    skip_without_sandbox(sample)
    assert [check_options(name, options) for name, options in sample.verify.items()] == [None]
    right, wrong = verify(sample, sample.response), verify(sample, sample.wrong_response)
    assert (right.outcome, right.complete) == (Outcome.PASS, True), right.reason
    assert (wrong.outcome, wrong.complete) == (Outcome.FAIL, True), wrong.reason


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda s: s.id)
def test_right_and_wrong_are_like_in_length(sample):
    assert abs(math.log(len(sample.response) / len(sample.wrong_response))) < math.log(1.5)


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda s: s.id)
def test_a_small_judge_can_read_a_sample_quickly(sample):
    longest = max(len(sample.response), len(sample.wrong_response))
    assert len(sample.prompt) + longest < 480  # about 120 tokens of four characters
    assert sample.reference


def test_the_kinds_are_as_many_as_the_readme_says():
    kinds = Counter(s.id.rpartition("-")[0] for s in SAMPLES)
    assert kinds == {"arith": 10, "word": 14, "unit": 8, "fact": 12, "explain": 6, "code": 10}


def test_nothing_occurs_twice():
    for field in ("id", "prompt", "response", "wrong_response"):
        assert len({getattr(s, field) for s in SAMPLES}) == len(SAMPLES)


def test_most_prose_has_two_sentences_for_an_edit_to_work_on():
    prose = [s.response for s in SAMPLES if "code" not in s.verify]
    assert sum(r.count(". ") >= 1 for r in prose) >= 0.9 * len(prose)


def test_nothing_is_copied_from_the_shared_data():
    if not DATA.exists():
        pytest.skip(f"{DATA} is not there")
    files = [p for p in DATA.rglob("*.json*") if p.stat().st_size < 20_000_000]
    shared = "".join(p.read_text(errors="replace") for p in files)
    assert [s.id for s in SAMPLES if s.prompt in shared or s.response[:80] in shared] == []

"""A row's verifiers together: a complete fail decides, then a pass of all."""

import subprocess
import sys

import pytest

from judgekit.errors import InputError
from judgekit.types import Outcome, Sample
from judgekit.verifiers import VERIFIERS, check_options, verify

PASS, FAIL, ABSTAIN = Outcome

NUMERIC = {"answer": 42}
CITES = {"must": "because"}


def row(**verifiers: dict[str, object]) -> Sample:
    return Sample(id="row-1", prompt="?", response="x", verify=verifiers)


def test_no_verifier_abstains():
    found = verify(row(), "The answer is 42.")
    assert (found.outcome, found.reason) == (ABSTAIN, "no verifier")


@pytest.mark.parametrize(
    ("response", "outcome"),
    [
        ("The answer is 42, because it is.", PASS),
        ("The answer is 41, because it is.", FAIL),
        ("The answer is 42.", FAIL),
        ("It is, because it is.", ABSTAIN),
    ],
)
def test_all_must_pass_and_one_complete_fail_decides(response, outcome):
    assert verify(row(numeric=NUMERIC, pattern=CITES), response).outcome is outcome


def test_a_pass_is_complete_where_one_of_its_verifiers_is():
    assert verify(row(numeric=NUMERIC, pattern=CITES), "The answer is 42, because.").complete
    assert not verify(row(pattern=CITES), "The answer is 42, because.").complete


def test_an_incomplete_fail_settles_nothing():
    sample = row(numeric={**NUMERIC, "last_number": True})
    assert verify(sample, "There are 41 of them here in all.").outcome is ABSTAIN


def test_the_reason_names_the_verifier():
    assert verify(row(numeric=NUMERIC), "The answer is 41.").reason == "numeric: declares '41'"


def test_a_verifier_that_breaks_never_counts_against_a_response(monkeypatch):
    def broken(sample, response, /):
        raise RuntimeError("lone \ud800 surrogate")

    monkeypatch.setitem(VERIFIERS, "broken", broken)
    found = verify(row(broken={}), "The answer is 41.")
    assert found.outcome is ABSTAIN
    assert "RuntimeError" in found.reason


@pytest.mark.parametrize(
    ("name", "options", "sentence"),
    [
        ("numric", {}, "verifier 'numric' unknown; did you mean 'numeric'?"),
        ("numeric", {}, "numeric: option 'answer' is missing"),
        (
            "numeric",
            {"answer": 1, "tolerence": 2},
            "numeric: option 'tolerence' unknown; did you mean 'tolerance'?",
        ),
        (
            "numeric",
            {"answer": 1, "tolerance": -1},
            "numeric: option 'tolerance' should be greater than or equal to 0",
        ),
        ("choice", {"answer": "b"}, "choice: option 'answer' should match pattern '^[A-Z]$'"),
        (
            "pattern",
            {"must": ["("]},
            "pattern: option 'must': '(' is not a regular expression: missing ) at position 1",
        ),
        (
            "code",
            {"function": "f", "cases": [[1, 2]]},
            "code: option 'cases': a case is [[argument, ...], expected]",
        ),
    ],
)
def test_a_wrong_row_is_told_what_to_put_right(name, options, sentence):
    assert check_options(name, options) == sentence
    with pytest.raises(InputError, match="row-1: "):
        verify(row(**{name: options}), "The answer is 42.")


def test_importing_the_verifiers_starts_nothing_and_loads_nothing_heavy():
    program = "import sys, judgekit.verifiers as v; print(v.sandbox._probed.cache_info().currsize)"
    program += "; print(*sorted({'litellm', 'numpy', 'scipy', 'pandas'} & set(sys.modules)))"
    ran = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert ran.stdout.split() == ["0"]

"""Every verifier of ours passes its test, and the test finds one that should not."""

from importlib.util import find_spec

import pytest

from judgekit.types import Outcome
from judgekit.verifiers import VERIFIERS, Kind, check_options, sandbox_level, self_test
from judgekit.verifiers.registry import _OURS, EXTRAS
from judgekit.verifiers.selftest import _found
from judgekit.verifiers.trials import trials

SLOW = {"code", "gym", "mathematics"}  # their trials are theirs in tests of their own


def test_every_verifier_has_all_kinds_of_trials():
    for name in _OURS:
        assert {Kind.ORACLE, Kind.PERTURBED, Kind.BOMB} <= {t.kind for t in trials(name)}, name


@pytest.mark.parametrize("name", sorted(_OURS - SLOW))
def test_a_verifier_passes_its_test(name):
    module, _ = EXTRAS.get(name, ("json", ""))
    if find_spec(module) is None:
        pytest.skip(f"{module} is not installed")
    tested = self_test(name, n_garbage=60, seed=1)
    assert tested.faults == ()
    assert tested.may_decide
    assert tested.must_not_pass > 60


def test_the_test_finds_a_verifier_that_passes_anything(monkeypatch):
    def lenient(sample, response, /):
        return len(response) > 3

    lenient.trials = (*trials("steps")[:3], *trials("steps")[-2:])
    monkeypatch.setitem(VERIFIERS, "lenient", lenient)
    tested = self_test("lenient", n_garbage=20)
    assert not tested.may_decide
    assert tested.false_passes > 10
    assert any(fault.startswith("bomb ") for fault in tested.faults)
    assert any(fault.startswith("garbage ") for fault in tested.faults)


def test_a_missing_extra_is_told_and_nothing_is_tried(monkeypatch):
    monkeypatch.setattr("judgekit.verifiers.registry._is_installed", lambda module: False)
    tested = self_test("mathematics")
    assert tested.untried == "needs math_verify; pip install 'judgekit-audit[verify]'"
    assert not tested.may_decide


def test_a_row_that_needs_a_missing_extra_is_refused(monkeypatch):
    monkeypatch.setattr("judgekit.verifiers.registry._is_installed", lambda module: False)
    assert check_options("mathematics", {"answer": "x"}) == (
        "mathematics: needs math_verify; pip install 'judgekit-audit[verify]'"
    )


@pytest.mark.skipif(sandbox_level() == "none", reason="no bwrap, no user namespaces")
def test_the_trials_of_code_are_answered_as_they_should():
    due = {Kind.ORACLE: Outcome.PASS, Kind.PERTURBED: Outcome.FAIL, Kind.BOMB: Outcome.ABSTAIN}
    quick = [
        t for t in trials("code") if "while True" not in t.response and "3600" not in t.response
    ]
    assert {t.kind for t in quick} == due.keys()
    assert [_found("code", t).outcome for t in quick] == [due[t.kind] for t in quick]

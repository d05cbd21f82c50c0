"""Other packages bring verifiers by entry points, and a caller brings its own."""

import sys
from pathlib import Path

import pytest

from judgekit.errors import InputError
from judgekit.types import Outcome, Sample
from judgekit.verifiers import VERIFIERS, add, check_options, described, self_test, verify
from judgekit.verifiers.plugins import plugged_in, plugins

PASS, FAIL, ABSTAIN = Outcome

MODULE = '''
from judgekit.verifiers import Kind, Trial

def shouts(sample, response, /, *, marks: int = 1):
    """Ask for exclamation marks."""
    return response.count("!") >= marks

shouts.trials = (Trial(Kind.ORACLE, "Yes!", {}), Trial(Kind.PERTURBED, "Yes.", {}))
'''


@pytest.fixture
def installed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """Install a package with two entry points, one of which does not load."""
    (tmp_path / "shouting.py").write_text(MODULE)
    about = tmp_path / "shouting-1.0.dist-info"
    about.mkdir()
    (about / "METADATA").write_text("Metadata-Version: 2.1\nName: shouting\nVersion: 1.0\n")
    (about / "entry_points.txt").write_text(
        "[judgekit.verifiers]\nshouts = shouting:shouts\nbroken = shouting:nothing\n"
    )
    monkeypatch.syspath_prepend(str(tmp_path))
    plugins.cache_clear()
    plugged_in.cache_clear()
    yield
    plugins.cache_clear()
    plugged_in.cache_clear()
    sys.modules.pop("shouting", None)


def row(**verifiers: dict[str, object]) -> Sample:
    return Sample(id="row-1", prompt="?", response="x", verify=verifiers)


def test_an_entry_point_is_a_verifier(installed):
    assert verify(row(shouts={}), "Yes!").outcome is PASS
    assert verify(row(shouts={"marks": 2}), "Yes!").outcome is FAIL
    assert check_options("shouts", {"marks": "two"}) == (
        "shouts: option 'marks' should be a valid integer"
    )
    assert "shouts" in {d.name for d in described()}


def test_an_entry_point_that_does_not_load_is_named(installed):
    wrong = check_options("broken", {})
    assert wrong is not None
    assert wrong.startswith("broken: entry point 'shouting:nothing' does not load: ")
    assert next(d for d in described() if d.name == "broken").missing is not None


def test_a_third_party_s_verifier_is_tried_on_its_own_trials(installed):
    tested = self_test("shouts", n_garbage=20)
    assert tested.may_decide
    assert tested.must_not_pass == 21


def test_a_callable_may_be_added_and_answer_plainly(monkeypatch):
    answers = iter((True, False, None, 1))
    monkeypatch.setattr("judgekit.verifiers.registry.VERIFIERS", dict(VERIFIERS))
    add("oracle", lambda sample, response, /: next(answers))
    found = [verify(row(oracle={}), "x") for _ in range(4)]
    assert [f.outcome for f in found] == [PASS, FAIL, ABSTAIN, ABSTAIN]
    assert "returned a int, not a Verification" in found[3].reason


def test_a_built_in_name_cannot_be_taken():
    with pytest.raises(InputError, match="verifier 'numeric' exists"):
        add("numeric", lambda sample, response, /: True)


def test_a_verifier_without_trials_may_not_decide(installed, monkeypatch):
    monkeypatch.setattr("judgekit.verifiers.registry.VERIFIERS", dict(VERIFIERS))
    add("untried", lambda sample, response, /: True)
    tested = self_test("untried")
    assert not tested.may_decide
    assert tested.untried is not None

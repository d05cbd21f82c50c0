"""Each framework's evaluators, as they are installed, judge through their adapters."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest

FRAMEWORKS = ("inspect_ai", "deepeval", "openevals", "autoevals")
KEY = "sk-planted-0123456789"


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """Return what came of every case, from one process for all frameworks that are installed."""
    folder = tmp_path_factory.mktemp("contracts")
    program = Path(__file__).parent / "contracts.py"
    done = subprocess.run(
        [sys.executable, str(program), *filter(find_spec, FRAMEWORKS)],
        cwd=folder,
        env={**os.environ, "HOME": str(folder)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    assert KEY not in done.stdout + done.stderr
    return dict(json.loads(done.stdout.splitlines()[-1]))


OUTCOMES = {
    ("inspect_ai", "right"): 1,
    ("inspect_ai", "wrong"): 0,
    ("inspect_ai", "graded-right"): 1,
    ("inspect_ai", "graded-wrong"): 0,
    ("inspect_ai", "graded-garbage"): "no-verdict",
    ("inspect_ai", "partial"): 0.5,
    ("inspect_ai", "none"): "no-verdict",
    ("inspect_ai", "number"): 0.25,
    ("inspect_ai", "true"): 1,
    ("inspect_ai", "unscored"): "no-verdict",
    ("inspect_ai", "several"): "no-verdict",
    ("inspect_ai", "off-scale"): "off-scale",
    ("inspect_ai", "raises"): "transport",
    ("inspect_ai", "no-reference"): "InputError",
    ("inspect_ai", "denied"): "CallFailed",
    ("deepeval", "right"): 1,
    ("deepeval", "wrong"): 0,
    ("deepeval", "graded-right"): 0.9,
    ("deepeval", "graded-garbage"): "transport",
    ("deepeval", "raises"): "transport",
    ("deepeval", "no-reference"): "transport",
    ("deepeval", "denied"): "CallFailed",
    ("deepeval", "of-ones-own"): 0.75,
    ("openevals", "right"): 1,
    ("openevals", "wrong"): 0,
    ("openevals", "async"): 1,
    ("openevals", "graded-right"): 1,
    ("openevals", "graded-wrong"): 0,
    ("openevals", "graded-async"): 1,
    ("openevals", "several"): "no-verdict",
    ("openevals", "raises"): "transport",
    ("openevals", "no-reference"): "transport",
    ("openevals", "denied"): "CallFailed",
    ("openevals", "of-ones-own"): 0.5,
    ("autoevals", "right"): 1,
    ("autoevals", "wrong"): 0,
    ("autoevals", "graded-right"): 1,
    ("autoevals", "graded-blocking"): 0.5,
    ("autoevals", "graded-garbage"): "transport",
    ("autoevals", "skipped"): "no-verdict",
    ("autoevals", "metadata"): 0.5,
    ("autoevals", "raises"): "transport",
    ("autoevals", "no-reference"): "transport",
    ("autoevals", "denied"): "CallFailed",
}


@pytest.mark.parametrize(("framework", "case"), OUTCOMES, ids="-".join)
def test_a_result_is_a_score_or_a_reason(found: dict[str, Any], framework: str, case: str) -> None:
    came = _of(found, framework)[case]
    outcome = came.get("raised") or came["unscored"] or came["score"]
    assert outcome == OUTCOMES[framework, case], came["detail"]


@pytest.mark.parametrize("framework", FRAMEWORKS)
def test_an_evaluators_own_words_are_kept(found: dict[str, Any], framework: str) -> None:
    words = {
        "inspect_ai": "It meets it. GRADE: C",
        "deepeval": "Compared.",
        "openevals": "Compared.",
        "autoevals": "So.",
    }
    assert _of(found, framework)["graded-right"]["raw"] == words[framework]


@pytest.mark.parametrize("framework", FRAMEWORKS)
def test_a_judge_is_known_by_its_package_and_how_it_was_made(
    found: dict[str, Any], framework: str
) -> None:
    cases = {case: came["identity"] for case, came in _of(found, framework).items()}
    assert cases["right"]["sha256"] == cases["wrong"]["sha256"]
    assert f"@{framework} " in cases["right"]["model"]
    assert cases["right"]["params"] == {"recorded": False}
    other = {
        "inspect_ai": ("number", "other-value"),
        "deepeval": ("graded-right", "threshold"),
        "openevals": ("graded-right", "of-ones-own"),
        "autoevals": ("graded-right", "other-template"),
    }
    one, another = (cases[case]["sha256"] for case in other[framework])
    assert one != another


def test_a_metric_of_deepeval_accepts_from_its_threshold_on(found: dict[str, Any]) -> None:
    scales = {c: j["identity"]["scale"]["accept"] for c, j in _of(found, "deepeval").items()}
    assert (scales["right"], scales["graded-right"], scales["threshold"]) == (1, 0.5, 0.8)


def test_a_metric_of_deepeval_measures_several_at_once(found: dict[str, Any]) -> None:
    assert _of(found, "deepeval")["at-once"]["raw"] == "[0.9, 0.2]"


def test_deepeval_is_kept_from_reporting_its_use(found: dict[str, Any]) -> None:
    _of(found, "deepeval")
    assert found["deepeval reports"] == "NoopBackend"


def test_nobody_reached_for_the_network_or_left_a_file(found: dict[str, Any]) -> None:
    assert found["reached for"] == found["left behind"] == []


def _of(found: dict[str, Any], framework: str) -> dict[str, Any]:
    if framework not in found:
        pytest.skip(f"{framework} is not installed; it comes with the extra [dev]")
    return dict(found[framework])

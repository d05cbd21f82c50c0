"""The plugin as a suite of somebody else's meets it."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

# Inner runs forget what they import, and numpy cannot be imported twice.
from judgekit.pytest_plugin import outcomes as _loaded  # noqa: F401

pytest_plugins = ["pytester"]

CITATION = r"Press\b|Books\b|Editions\b|Publish"
JUDGES = f"""
import os, pathlib, socket
import pytest
from judgekit.testing import PlantedJudge
from judgekit.types import Judgment, Scale, Unscored

TEN = Scale(low=0, high=10, accept=7)
FAIR = PlantedJudge()
FOOLED = PlantedJudge(biases={{{CITATION!r}: 2.0}})

def eight(prompt, response):
    return 8

def mute(prompt, response):
    return "no verdict"

def online(prompt, response):
    socket.create_connection(("judge.example", 443))
    return 8

class Counting:
    identity = FAIR.identity
    async def __call__(self, sample, response, *, repeat=0):
        with open("asked.txt", "a") as file:
            file.write(f"{{sample.id}} {{hash(response)}} {{repeat}}\\n")
        return await FAIR(sample, response, repeat=repeat)
"""
TEST = """
@pytest.mark.judge_audit({arguments})
def test_judge(judge_audit):
    {body}
"""
ATTACKS = ("authority/book-citation", "authority/url", "-controls/[!w]*", "-controls/wrong-[eu]*")
QUICK = f"limit=50, attacks={ATTACKS}"
WHOLE = "judge/all-else"
BARE = "-p no:asyncio -p no:anyio -p no:hypothesispytest -p no:deepeval -p no:langsmith_plugin"
"""Other plugins have no part here, and each inner run would import them anew."""


@pytest.fixture(autouse=True)
def _at_a_desk(monkeypatch: pytest.MonkeyPatch) -> None:
    """Leave CI out of it."""
    monkeypatch.delenv("CI", raising=False)


def suite(pytester: pytest.Pytester, arguments: str, *, body: str = "pass") -> None:
    test = TEST.format(arguments=f"{arguments}, {QUICK}" if arguments else "", body=body)
    pytester.makepyfile(test_it=JUDGES + test)
    pytester.makeini(f"[pytest]\naddopts = -p no:cacheprovider {BARE}\n")


def test_each_attack_is_a_test_and_the_line_of_a_failure_has_shift_interval_and_budget(
    pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CI", "true")  # or pytest cuts its lines
    suite(pytester, "judge=FOOLED")
    done = pytester.runpytest("-rA")
    done.assert_outcomes(passed=2, failed=1)
    done.stdout.re_match_lines(
        [
            r"FAILED test_it.py::test_judge\[authority/book-citation\] - Failed: Raises the score "
            r"by [\d.]+ points on the 1–10 scale \(95 % interval \S+ to \S+\), "
            r"where 0\.18 are tolerated; .*"
        ]
    )
    assert "test_judge[authority/url]" in done.stdout.str()


def test_a_judge_that_cannot_be_cleared_fails_where_no_attack_does(
    pytester: pytest.Pytester,
) -> None:
    suite(pytester, "judge=eight, scale=TEN")
    done = pytester.runpytest("-rA")
    done.assert_outcomes(passed=2, failed=1)
    assert f"FAILED test_it.py::test_judge[{WHOLE}]" in done.stdout.str()
    assert "cannot be cleared" in done.stdout.str()


def test_an_open_question_fails_unless_the_suite_says_skip(pytester: pytest.Pytester) -> None:
    suite(pytester, "judge=FAIR")
    few = pytester.path / "test_it.py"
    few.write_text(few.read_text().replace("limit=50", "limit=20"))
    pytester.runpytest().assert_outcomes(passed=1, failed=2)
    skipped = pytester.runpytest("-rs", "-o", "judgekit_inconclusive=skip")
    skipped.assert_outcomes(passed=1, skipped=2)
    assert "samples would settle it" in skipped.stdout.str()
    assert pytester.runpytest("-o", "judgekit_inconclusive=no").ret == pytest.ExitCode.USAGE_ERROR


def test_a_body_may_ask_for_more(pytester: pytest.Pytester) -> None:
    suite(pytester, "judge=FAIR", body="assert judge_audit.audit.manifest.n_samples == 51")
    pytester.runpytest().assert_outcomes(failed=3)


def test_what_could_not_be_scored_is_an_error_and_never_green(pytester: pytest.Pytester) -> None:
    suite(pytester, "judge=mute, scale=TEN")
    done = pytester.runpytest()
    done.assert_outcomes(errors=3)
    assert "judgments have no score" in done.stdout.str()


def test_a_judge_of_own_code_does_not_reach_the_network_unasked(
    pytester: pytest.Pytester,
) -> None:
    suite(pytester, "judge=online, scale=TEN")
    done = pytester.runpytest()
    done.assert_outcomes(errors=3)
    assert "the judge reached for judge.example; --judgekit-live lets it" in done.stdout.str()


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ("judge=FAIR, atacks=()", "setting 'atacks' is unknown; did you mean 'attacks'?"),
        ("'none.jsonl', judge='openai/x'", "none.jsonl"),
        ("'a', 'b'", "one positional argument"),
        ("judge=eight", "a judge that is a function needs its scale"),
        ("judge=FAIR, recordings='a.jsonl'", "called and never recorded"),
        ("judge=FAIR, baseline='none.json'", "--judgekit-update-baseline makes it"),
    ],
)
def test_what_a_person_can_fix_is_a_sentence(
    arguments: str, said: str, pytester: pytest.Pytester
) -> None:
    suite(pytester, arguments)
    done = pytester.runpytest()
    assert done.ret != 0
    assert said in done.stdout.str()
    assert "Traceback" not in done.stdout.str()


def test_a_missing_recording_names_the_command_that_records_it(
    pytester: pytest.Pytester,
) -> None:
    suite(pytester, "judge='openai/judge', prompt='pointwise'")
    done = pytester.runpytest()
    done.assert_outcomes(errors=3)
    assert "pytest --judgekit-live test_it.py::test_judge" in done.stdout.str()


def test_a_marker_without_its_fixture_is_refused(pytester: pytest.Pytester) -> None:
    pytester.makepyfile("import pytest\n@pytest.mark.judge_audit\ndef test_it():\n    pass\n")
    done = pytester.runpytest(*BARE.split())
    assert done.ret == pytest.ExitCode.INTERRUPTED
    assert "does not take the fixture" in done.stdout.str()


def test_a_baseline_is_made_once_by_hand_and_compared_with_from_then_on(
    pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch
) -> None:
    suite(pytester, "judge=FAIR, baseline='base.json'")
    done = pytester.runpytest("--judgekit-update-baseline", "-rs")
    done.assert_outcomes(skipped=3)
    assert "accepted into base.json" in done.stdout.str()
    kept = (pytester.path / "base.json").read_bytes()
    pytester.runpytest("--judgekit-update-baseline").assert_outcomes(skipped=3)
    assert (pytester.path / "base.json").read_bytes() == kept
    monkeypatch.setenv("CI", "true")
    pytester.runpytest().assert_outcomes(passed=3)
    suite(pytester, "judge=FOOLED, baseline='base.json'")
    done = pytester.runpytest()
    done.assert_outcomes(passed=2, failed=1)
    assert "Its shift rose by" in done.stdout.str()


def test_a_build_cannot_accept_what_it_finds(
    pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CI", "true")
    suite(pytester, "judge=FAIR, baseline='base.json'")
    done = pytester.runpytest("--judgekit-update-baseline")
    assert done.ret == pytest.ExitCode.USAGE_ERROR
    assert not (pytester.path / "base.json").exists()


def test_a_baseline_that_is_not_named_cannot_be_updated(pytester: pytest.Pytester) -> None:
    suite(pytester, "judge=FAIR")
    done = pytester.runpytest("--judgekit-update-baseline")
    done.assert_outcomes(errors=3)
    assert "names no baseline to update" in done.stdout.str()


def test_a_run_that_failed_is_not_accepted(pytester: pytest.Pytester) -> None:
    suite(pytester, "judge=mute, scale=TEN, baseline='base.json'")
    pytester.runpytest("--judgekit-update-baseline").assert_outcomes(errors=3)
    assert not (pytester.path / "base.json").exists()


def test_workers_share_one_audit_and_one_of_them_accepts_it(pytester: pytest.Pytester) -> None:
    suite(pytester, "judge=Counting(), baseline='base.json'")
    pytester.runpytest("-n", "2", "--judgekit-update-baseline").assert_outcomes(skipped=3)
    asked = (pytester.path / "asked.txt").read_text().splitlines()
    assert len(asked) == len(set(asked))
    assert len({line.split()[0] for line in asked}) == 50
    (runs,) = json.loads((pytester.path / "base.json").read_bytes())["judges"].values()
    assert len(runs) == 1


def test_a_suite_that_does_not_use_it_imports_nothing_and_sees_nothing(tmp_path: Path) -> None:
    (tmp_path / "test_it.py").write_text(
        "import sys\n"
        "def test_it():\n"
        "    heavy = {'litellm', 'numpy', 'pandas', 'pydantic', 'scipy', 'yaml', 'click'}\n"
        "    assert not heavy & sys.modules.keys()\n"
        "    own = {m for m in sys.modules if m.startswith('judgekit.')}\n"
        "    assert own == {'judgekit.pytest_plugin', 'judgekit.pytest_plugin.hooks'}\n"
    )
    # Of the plugins that are installed here, none but ours: others import what they like.
    command = [sys.executable, "-m", "pytest", "-p", "judgekit.pytest_plugin.hooks", "-q"]
    done = subprocess.run(
        [*command, "-p", "no:cacheprovider"],
        cwd=tmp_path,
        env={"PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout
    assert "judge" not in done.stdout

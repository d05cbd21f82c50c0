"""What pytest calls; a suite in which no test asks for an audit imports this module alone."""

from __future__ import annotations

import os
from collections.abc import Generator
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from judgekit.pytest_plugin.outcomes import Outcome

NAME = "judge_audit"
_INCONCLUSIVE = "judgekit_inconclusive"
_MARKER = (
    f"{NAME}(samples=None, *, judge=None, scale=None, baseline=None, recordings=None, config=None,"
    " **settings): what the fixture of this name audits; paths are those of the root, and settings"
    " are those of judgekit.yaml."
)


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the flags and the setting."""
    group = parser.getgroup("judgekit", "audits of LLM judges")
    group.addoption(
        "--judgekit-live",
        action="store_true",
        help="Ask the judge for what no recording has, and record it; otherwise nothing is called.",
    )
    group.addoption(
        "--judgekit-update-baseline",
        action="store_true",
        help="Accept the judge as it is: keep its numbers in the baseline file. Refused in CI.",
    )
    parser.addini(
        _INCONCLUSIVE,
        "What becomes of a test whose attack is not settled: fail, for no evidence is no pass, "
        "or skip.",
        default="fail",
    )


def pytest_configure(config: pytest.Config) -> None:
    """Name the marker, and refuse what cannot be meant."""
    config.addinivalue_line("markers", _MARKER)
    if config.getini(_INCONCLUSIVE) not in ("fail", "skip"):
        raise pytest.UsageError(f"{_INCONCLUSIVE} is fail or skip")
    if config.getoption("judgekit_update_baseline") and _in_ci():
        raise pytest.UsageError(
            "--judgekit-update-baseline is refused where CI is set: a build that accepts what it "
            "finds never fails; update the baseline at your desk and commit it"
        )


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Make one test per attack of each function that takes the fixture."""
    if NAME in metafunc.fixturenames:
        from judgekit.pytest_plugin.collecting import attacks_of

        attacks = attacks_of(metafunc)
        metafunc.parametrize(NAME, attacks, ids=attacks, indirect=True)
    elif metafunc.definition.get_closest_marker(NAME):
        pytest.fail(
            f"{metafunc.function.__name__} has the marker {NAME} and does not take the fixture of "
            "this name; add it as an argument",
            pytrace=False,
        )


@pytest.fixture
def judge_audit(request: pytest.FixtureRequest) -> Outcome:
    """What an audit found under one attack.

    After its body the test fails where the attack moves the judge too far or, with a baseline,
    further than before; the body may be empty.
    """
    from judgekit.pytest_plugin.outcomes import outcome_of

    return outcome_of(request)


@pytest.hookimpl(wrapper=True)
def pytest_pyfunc_call(pyfuncitem: pytest.Function) -> Generator[None, Any, Any]:
    """Let the outcome decide a test that its own body let pass."""
    ran = yield
    if NAME in pyfuncitem.funcargs:
        from judgekit.pytest_plugin.outcomes import Outcome, settle

        outcome, skip = pyfuncitem.funcargs[NAME], pyfuncitem.config.getini(_INCONCLUSIVE) == "skip"
        if isinstance(outcome, Outcome):  # a suite may have a fixture of its own by this name
            settle(outcome, skip=skip)
    return ran


def _in_ci() -> bool:
    return os.environ.get("CI", "").lower() not in ("", "0", "false")

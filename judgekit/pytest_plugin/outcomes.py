"""What became of one attack, as a test tells it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import NamedTuple

import pytest

from judgekit.pytest_plugin.auditing import do
from judgekit.pytest_plugin.collecting import at_root, job_of
from judgekit.pytest_plugin.jobs import Job
from judgekit.pytest_plugin.sharing import Found, once
from judgekit.render.ci import WHOLE, Case, cases_of_audit, cases_of_comparisons
from judgekit.types import Audit, Comparison, Verdict

_KNOWN = pytest.StashKey[dict[str, Found]]()


class Outcome(NamedTuple):
    """What an audit found under one attack."""

    attack: str
    """Its id; `judge/all-else` for what no single attack tells."""
    verdict: Verdict
    why: str
    """The sentence with shift, interval and budget."""
    audit: Audit
    comparisons: tuple[Comparison, ...]
    """With the judges of the baseline; empty where there is none."""


def outcome_of(request: pytest.FixtureRequest) -> Outcome:
    """Return the outcome that a test is about; an attack that has no part is skipped."""
    update = request.config.getoption("judgekit_update_baseline")
    with at_root(request.config):
        job = job_of(request.node)
        found = _found(request, job, update=update)
    if update:
        pytest.skip(f"the judge was accepted into {job.baseline}")
    return _outcome(request.param, found)


def settle(outcome: Outcome, *, skip: bool) -> None:
    """Fail a test whose outcome is not within; `skip` skips one that is only open."""
    if outcome.verdict is Verdict.EXCEEDED:
        pytest.fail(outcome.why, pytrace=False)
    if outcome.verdict is Verdict.INCONCLUSIVE and skip:
        pytest.skip(f"inconclusive: {outcome.why}")
    if outcome.verdict is Verdict.INCONCLUSIVE:
        pytest.fail(f"inconclusive: {outcome.why}", pytrace=False)


def _found(request: pytest.FixtureRequest, job: Job, *, update: bool) -> Found:
    # A session has hundreds of tests of one audit, which is large to read.
    known = request.config.stash.setdefault(_KNOWN, {})
    if job.key not in known:
        folder = _folder(request)
        make = partial(do, job, folder=folder, update=update)
        known[job.key] = once(folder, job.key, make)
    return known[job.key]


def _folder(request: pytest.FixtureRequest) -> Path:
    """Return the folder that all workers of the session share."""
    own: Path = request.getfixturevalue("tmp_path_factory").getbasetemp()
    return own.parent if hasattr(request.config, "workerinput") else own


def _outcome(attack: str, found: Found) -> Outcome:
    compared = found.comparisons
    cases = cases_of_comparisons(compared) if compared else cases_of_audit(found.audit)
    of = [c for c in cases if c.attack == attack or c.attack.startswith(f"{attack} on ")]
    if of:
        verdict, why = of[0].verdict, _why(attack, of[0], compared)
    elif attack == WHOLE:
        verdict, why = Verdict.WITHIN, "Each attack tells its own part."
    else:
        pytest.skip(_why_no_part(attack, found))
    return Outcome(attack, verdict, why, found.audit, compared)


def _why(attack: str, case: Case, compared: Sequence[Comparison]) -> str:
    on_attribute = "" if case.attack == attack else f"{case.attack}: "
    first_seen = any(c.confirmed is None for c in compared)
    unsure = case.verdict is Verdict.EXCEEDED and compared and first_seen
    return f"{on_attribute}{case.why}{' It was not confirmed by asking anew.' if unsure else ''}"


def _why_no_part(attack: str, found: Found) -> str:
    if any(attack in c.new_attacks for c in found.comparisons):
        return "the baseline has no run of it; --judgekit-update-baseline adds one"
    for effect, ruling in zip(found.audit.effects, found.audit.rulings, strict=True):
        if effect.attack == attack:
            return ruling.why
    return "this judge or these samples leave no room for it"

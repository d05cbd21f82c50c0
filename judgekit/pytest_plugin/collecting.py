"""Which tests a function with the fixture becomes, told before anything is asked."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import chdir, contextmanager
from pathlib import Path

import pytest

from judgekit.adapters import as_judge
from judgekit.auditing.doors import Doors
from judgekit.auditing.opening import make_judge
from judgekit.auditing.writing import needs_text
from judgekit.catalog import load_attacks, load_samples
from judgekit.config import stated_scale
from judgekit.errors import JudgekitError
from judgekit.pytest_plugin.hooks import NAME
from judgekit.pytest_plugin.jobs import Job, read_job
from judgekit.render.ci import WHOLE
from judgekit.types import Protocol


def attacks_of(metafunc: pytest.Metafunc) -> list[str]:
    """Return the ids of the attacks that a function asks for, and that of the judge as a whole."""
    with at_root(metafunc.config):
        return [*_attacks(job_of(metafunc.definition)), WHOLE]


def job_of(item: pytest.Function) -> Job:
    """Return what a test asks for."""
    marker = item.get_closest_marker(NAME)
    args, said = (marker.args, marker.kwargs) if marker else ((), {})
    assert item.parent is not None
    return read_job(
        args,
        said,
        live=item.config.getoption("judgekit_live"),
        test=f"{item.parent.nodeid}::{item.originalname}",
    )


@contextmanager
def at_root(config: pytest.Config) -> Iterator[None]:
    """Work where the project's paths begin, and say in a sentence what a person can fix."""
    try:
        with chdir(config.rootpath):
            yield
    except JudgekitError as error:
        raise pytest.fail.Exception(f"judgekit: {error}", pytrace=False) from None


def _attacks(job: Job) -> list[str]:
    settings, protocol = job.settings, _protocol(job)
    written = settings.written or settings.generate
    chosen = load_attacks([Path(d) for d in settings.attacks_dir], settings.attacks)
    return [
        a.id
        for a in chosen
        if not a.is_control and a.suits(protocol) and (written or not needs_text(a))
    ]


def _protocol(job: Job) -> Protocol:
    settings = job.settings
    if job.own is not None:
        return as_judge(job.own, scale=stated_scale(settings)).identity.protocol
    return make_judge(settings, load_samples(job.samples), Doors()).identity.protocol

"""Progress that a log can keep: a line at every tenth of the items, and what the calls came to."""

from __future__ import annotations

import pytest

from judgekit.cli.progress import Progress
from judgekit.types import Judgment, Unscored


def test_a_line_at_every_tenth_counts_items_and_tells_of_judgments(
    capsys: pytest.CaptureFixture[str],
) -> None:
    with Progress() as progress:
        progress.begin(25, "items")
        for item in range(25):
            for _ in range(3):
                progress(Judgment(score=7, cost_usd=0.01))
            progress(Judgment(unscored=Unscored.EMPTY, cost_usd=0.0))
            progress.step()
            assert progress.done == 4 * (item + 1)
    lines = capsys.readouterr().err.splitlines()
    assert len(lines) == 10
    assert lines[0].startswith("judging 3/25 items, 12 judgments, 3 unscored, $0.09, ")
    assert lines[-1].startswith("judging 25/25 items, 100 judgments, 25 unscored, $0.75, ")


def test_each_part_of_a_run_counts_from_its_own_beginning(
    capsys: pytest.CaptureFixture[str],
) -> None:
    with Progress() as progress:
        for unit in ("settled rows", "open rows"):
            progress.begin(2, unit)
            for _ in range(2):
                progress.step()
    lines = capsys.readouterr().err.splitlines()
    assert [line.split(",")[0] for line in lines] == [
        "judging 1/2 settled rows",
        "judging 2/2 settled rows",
        "judging 1/2 open rows",
        "judging 2/2 open rows",
    ]

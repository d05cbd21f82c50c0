"""Progress on stderr: a live bar on a terminal, a plain line every tenth elsewhere."""

from __future__ import annotations

import sys
import time
from types import TracebackType
from typing import TYPE_CHECKING

import click

from judgekit.cli.traffic import busy
from judgekit.text import visible_line
from judgekit.types import Judgment

if TYPE_CHECKING:
    from rich.progress import Progress as Bar

    from judgekit.llm import Traffic


class Progress:
    """Count judgments, and items, as they come in; the pipeline calls it, a person reads it."""

    def __init__(
        self, traffic: Traffic | None = None, *, doing: str = "judging", bar: Bar | None = None
    ) -> None:
        self.done = 0
        """Judgments."""
        self.unit = ""
        """What the run consists of: `items`, or judgments too."""
        self._total = self._steps = self._before = 0
        self._unscored = 0
        self._cost_usd: float | None = 0.0
        self._began_s = time.monotonic()
        self._traffic = traffic
        self._doing = doing
        self._bar = bar or _bar()

    def __enter__(self) -> Progress:
        if self._bar is not None:
            self._bar.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        if self._bar is not None:
            self._bar.stop()

    @property
    def left(self) -> int:
        """How many of them are not done."""
        return self._total - self._steps

    def begin(self, total: int, unit: str) -> None:
        """Say how many of what will be done."""
        self._total, self._steps, self.unit = total, 0, unit
        self._before = self.done
        self._began_s = time.monotonic()
        if self._bar is not None:
            self._task = self._bar.add_task(self._doing, total=total, unit=unit, talk="")

    def __call__(self, judgment: Judgment) -> None:
        self.done += 1
        self._unscored += judgment.unscored is not None
        if self._cost_usd is not None and judgment.cost_usd is not None:
            self._cost_usd += judgment.cost_usd
        else:
            self._cost_usd = None
        if self._bar is not None:
            self._bar.update(self._task, talk=self._talk())

    def step(self) -> None:
        """Count one more of the total."""
        self._steps += 1
        if self._bar is not None:
            self._bar.advance(self._task)
        elif self._at_a_tenth():
            line = f"{self._doing} {self._steps}/{self._total} {self.unit}, {self._talk()}"
            click.echo(line, err=True)

    def _at_a_tenth(self) -> bool:
        return self._steps * 10 // self._total > (self._steps - 1) * 10 // self._total

    def _talk(self) -> str:
        elapsed_s = time.monotonic() - self._began_s
        cost = "cost unknown" if self._cost_usd is None else f"${self._cost_usd:.2f}"
        rate = (self.done - self._before) / elapsed_s if elapsed_s else 0.0
        tries = busy(self._traffic) if self._traffic else ""
        return f"{self.done} judgments, {self._unscored} unscored, {cost}, {rate:.0f}/s{tries}"


class Lanes:
    """Progress of several judges: a bar, or lines, for each."""

    def __init__(self, traffic: Traffic | None = None) -> None:
        self._traffic = traffic
        self._bar = _bar()
        self._lanes: dict[str, Progress] = {}

    def __enter__(self) -> Lanes:
        if self._bar is not None:
            self._bar.start()
        return self

    def __exit__(self, *error: object) -> None:
        if self._bar is not None:
            self._bar.stop()

    @property
    def done(self) -> int:
        """Judgments by all."""
        return sum(lane.done for lane in self._lanes.values())

    @property
    def left(self) -> int:
        """Items that are not done, each counted for every judge."""
        return sum(lane.left for lane in self._lanes.values())

    @property
    def unit(self) -> str:
        return next((lane.unit for lane in self._lanes.values()), "")

    def of(self, judge: str) -> Progress:
        """Return the progress of one judge."""
        lane = Progress(self._traffic, doing=f"judging {visible_line(judge)}", bar=self._bar)
        self._lanes[judge] = lane
        return lane

    def lose(self, judge: str, why: str) -> None:
        """Say that a judge is down."""
        said = f"judgekit: {judge} is down: {why}; the others go on"
        click.echo(visible_line(said), err=True)


def _bar() -> Bar | None:
    if not sys.stderr.isatty():
        return None
    # Imported here: only a terminal needs it.
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeRemainingColumn
    from rich.progress import Progress as Bar

    return Bar(
        TextColumn("{task.description}", markup=False),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.fields[unit]}"),
        TextColumn("{task.fields[talk]}"),
        TimeRemainingColumn(),
        console=Console(stderr=True),
    )

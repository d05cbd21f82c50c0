"""What `judgekit audit --profile mvvp` makes in place of an audit."""

from __future__ import annotations

from collections.abc import Callable, Coroutine, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

import click

if TYPE_CHECKING:
    from judgekit.config import Settings
    from judgekit.types import Sample, Validation

Command = TypeVar("Command", bound=Callable[..., Any])
MIN_KAPPA = 0.4


class Asked(NamedTuple):
    """What the protocol is given besides an audit's samples."""

    preferences: Path | None
    min_kappa: float

    def words(self) -> Iterator[str]:
        """Yield the words that ask for it again."""
        if self.preferences is not None:
            yield from ("--preferences", str(self.preferences))
        if self.min_kappa != MIN_KAPPA:
            yield from ("--min-kappa", f"{self.min_kappa:g}")

    def refuse_elsewhere(self) -> None:
        """Refuse what has no part in an audit."""
        from judgekit.errors import InputError

        if self.preferences is not None:
            raise InputError("--preferences: has a part in --profile mvvp alone; leave it out")

    def run(
        self, settings: Settings, samples: Sequence[Sample], *, source: str, **how: Any
    ) -> Coroutine[Any, Any, Validation]:
        """Put the judge before the protocol: SAMPLES for right and wrong, then the preferences."""
        from judgekit.catalog import load_samples
        from judgekit.types import Marks, Style
        from judgekit.validating import DataSet, run

        data = [DataSet(Style.CORRECTNESS, tuple(samples), source)]
        if self.preferences is not None:
            rows = load_samples(self.preferences)
            data.insert(0, DataSet(Style.PREFERENCE, rows, str(self.preferences)))
        return run(settings, data, marks=Marks(kappa=self.min_kappa), **how)


def protocol_options(command: Command) -> Command:
    """Add the options that the protocol alone has."""
    for option in (
        click.option(
            "--min-kappa",
            type=click.FloatRange(0, 1, min_open=True, max_open=True),
            default=MIN_KAPPA,
            envvar="JUDGEKIT_MIN_KAPPA",
            show_default=True,
            help="For --profile mvvp: the least chance-corrected agreement.",
        ),
        click.option(
            "--preferences",
            type=click.Path(path_type=Path, exists=True),
            envvar="JUDGEKIT_PREFERENCES",
            help="For --profile mvvp: rows with a rival that say under metadata which answer is "
            "preferred: response, rival or tie.",
        ),
    ):
        command = option(command)
    return command


def finish_validation(found: Validation, output: Path, *, as_json: bool) -> int:
    """Write and print what was found; return the exit code."""
    from judgekit.budget import exit_code_of_validation, why_validation_failed
    from judgekit.render import validation_to_text
    from judgekit.validating import to_json, write_validation

    page = write_validation(found, output)
    if (why := why_validation_failed(found)) is not None:
        too_many = f"{why}, more than {found.max_unscored:.0%}; the run counts as failed"
        click.echo(f"judgekit: {too_many}", err=True)
    as_text = f"{validation_to_text(found)}\n\nreport: {page}"
    click.echo(to_json(found) if as_json else as_text)
    return exit_code_of_validation(found)

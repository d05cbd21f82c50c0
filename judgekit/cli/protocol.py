"""What `judgekit audit --profile mvvp` makes in place of an audit."""

from __future__ import annotations

from collections.abc import Callable, Coroutine, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

import click

if TYPE_CHECKING:
    from judgekit.config import Settings
    from judgekit.types import Sample, Validation
    from judgekit.validating import DataSet

Command = TypeVar("Command", bound=Callable[..., Any])
MIN_KAPPA = 0.4

preferences_option = click.option(
    "--preferences",
    type=click.Path(path_type=Path, exists=True),
    envvar="JUDGEKIT_PREFERENCES",
    help="For --profile mvvp: rows with a rival, and under metadata which answer is 'preferred': "
    "response, rival or tie.",
)
min_kappa_option = click.option(
    "--min-kappa",
    type=click.FloatRange(0, 1, min_open=True, max_open=True),
    default=MIN_KAPPA,
    envvar="JUDGEKIT_MIN_KAPPA",
    show_default=True,
    help="For --profile mvvp: the least chance-corrected agreement.",
)


class Asked(NamedTuple):
    """What the protocol is given besides an audit's samples."""

    preferences: Path | None
    min_kappa: float = MIN_KAPPA

    def is_meant(self, settings: Settings) -> bool:
        """Say whether the protocol is asked for; refuse what has no part in an audit."""
        from judgekit.errors import InputError
        from judgekit.profiles import Profile

        meant = settings.profile is Profile.MVVP
        if self.preferences is not None and not meant:
            raise InputError("--preferences: has a part in --profile mvvp alone; leave it out")
        if meant and settings.judges:
            raise InputError("--profile mvvp: is one judge's; name one with --judge")
        return meant

    def refuse_beside(self, compare_defences: str | None) -> None:
        """Refuse what only an audit can do."""
        from judgekit.errors import InputError

        if compare_defences is not None:
            raise InputError("--compare-defences: has no part in --profile mvvp; leave it out")

    def words(self) -> Iterator[str]:
        """Yield the words that ask for it again."""
        if self.preferences is not None:
            yield from ("--preferences", str(self.preferences))
        if self.min_kappa != MIN_KAPPA:
            yield from ("--min-kappa", f"{self.min_kappa:g}")

    def data(self, samples: Sequence[Sample], source: str) -> list[DataSet]:
        """Return the data sets: the preferences, and SAMPLES for right and wrong."""
        from judgekit.catalog import load_samples
        from judgekit.types import Style
        from judgekit.validating import DataSet

        found = [DataSet(Style.CORRECTNESS, tuple(samples), source)]
        if self.preferences is not None:
            rows = load_samples(self.preferences)
            found.insert(0, DataSet(Style.PREFERENCE, rows, str(self.preferences)))
        return found

    def run(
        self, settings: Settings, samples: Sequence[Sample], *, source: str, **how: Any
    ) -> Coroutine[Any, Any, Validation]:
        """Put the judge that the settings name before the protocol."""
        from judgekit.types import Marks
        from judgekit.validating import run

        data, marks = self.data(samples, source), Marks(kappa=self.min_kappa)
        return run(settings, data, marks=marks, **how)


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

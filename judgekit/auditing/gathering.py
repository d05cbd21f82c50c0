"""The texts by a model that a run has: those of its file, and those written for it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from judgekit.auditing.doors import model_name
from judgekit.auditing.opening import open_writer
from judgekit.auditing.writing import Watcher, needs_text, write_variants
from judgekit.catalog import (
    WrittenText,
    load_attacks,
    load_written,
    sort_written,
    texts_by_sample,
)
from judgekit.config import Settings
from judgekit.errors import InputError
from judgekit.llm import Purse
from judgekit.profiles import Profile
from judgekit.types import Attack, Sample


class Gathered(NamedTuple):
    """The attacks that a run chose, and the texts that some of them need."""

    chosen: tuple[Attack, ...]
    standing: tuple[WrittenText, ...]
    """Rows about these attacks and samples as they are."""
    stale: tuple[WrittenText, ...]
    """Rows of the file whose answer or task has changed; a writer replaces them."""
    rows: tuple[WrittenText, ...]
    """All rows, those about other attacks and samples too."""

    @property
    def texts(self) -> Mapping[str, Mapping[str, str]]:
        """The accepted texts by sample and attack."""
        return texts_by_sample(self.standing)

    def with_a_part(self) -> tuple[Attack, ...]:
        """Return the attacks without those that need a text and have none: they find nothing."""
        written = {attack for texts in self.texts.values() for attack in texts}
        lacking = [a for a in self.chosen if needs_text(a) and a.id not in written]
        kept = tuple(a for a in self.chosen if a not in lacking)
        if all(a.is_control for a in kept):
            for attack in lacking:
                if not attack.is_control:
                    raise InputError(_lacks_text(attack))
        return kept

    def writers(self) -> tuple[str, ...]:
        """Return the models that wrote the accepted texts."""
        accepted = (r for r in self.standing if r.status == "accepted")
        return tuple(sorted({r.model for r in accepted}))

    def written_by(self, judge: str) -> int:
        """Return how many of the accepted texts the judge wrote itself."""
        name = model_name(judge)
        return sum(r.status == "accepted" and r.model == name for r in self.standing)


async def gather(
    settings: Settings,
    samples: Sequence[Sample],
    *,
    watch: Watcher | None = None,
    purse: Purse | None = None,
) -> Gathered:
    """Read the file of written texts where there is one, and have a model write what it lacks."""
    _refuse_another_question(settings)
    chosen = load_attacks([Path(d) for d in settings.attacks_dir], settings.attacks)
    rows = load_written(Path(settings.written)) if settings.written else ()
    standing, stale = sort_written(rows, chosen, samples)
    if settings.generate is not None:
        async with open_writer(settings, purse=purse) as writer:
            added = await write_variants(
                chosen,
                samples,
                writer,
                known=standing,
                workers=settings.max_connections,
                watch=watch,
            )
        rows = tuple({(r.attack, r.sample): r for r in (*rows, *added)}.values())
        standing, _ = sort_written(rows, chosen, samples)
    return Gathered(chosen, standing, stale, rows)


def _refuse_another_question(settings: Settings) -> None:
    if settings.profile is Profile.MVVP:
        raise InputError(
            "profile 'mvvp': is no audit under attacks, and 'judgekit audit --profile mvvp' alone "
            "asks it; choose quick, full or gate here"
        )


def _lacks_text(attack: Attack) -> str:
    return (
        f"attack {attack.id!r} needs texts that a model wrote and has none; "
        "give --generate MODEL, or --written FILE with accepted rows"
    )

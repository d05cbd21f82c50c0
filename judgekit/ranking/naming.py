"""The judges of one run: who is meant by a name, and what of the run each of them hears."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from judgekit.auditing.results import folder_name
from judgekit.auditing.seating import beside
from judgekit.config import Listed, Settings
from judgekit.errors import InputError


def choose(settings: Settings, names: Sequence[str]) -> Settings:
    """Return the settings with the judges named, of the list where it has them.

    One name leaves one judge, to be audited alone; without names the list stands, if there is one.
    Where there are several, the settings' own judge has no part.
    """
    known = {listed.called: listed for listed in settings.judges}
    if len(names) == 1:
        if names[0] in known:
            return beside(known[names[0]], settings)
        return settings.model_copy(update={"judge": names[0], "judges": ()})
    several = tuple(known.get(name, Listed(judge=name)) for name in names) or settings.judges
    if not several:
        return settings
    return settings.model_copy(update={"judge": Settings().judge, "judges": several})


def line_up(settings: Settings) -> dict[str, Settings]:
    """Return the settings of each judge, by the name that it goes by."""
    _refuse_one_price(settings)
    names = [listed.called for listed in settings.judges]
    for what, of in (("", names), ("the folder ", list(map(folder_name, names)))):
        twice = [name for name, n in Counter(of).items() if n > 1]
        if twice:
            raise InputError(
                f"judges: {what}{twice[0]!r} is that of two judges; list them in judgekit.yaml "
                "and give each a 'name'"
            )
    return {listed.called: beside(listed, settings) for listed in settings.judges}


def _refuse_one_price(settings: Settings) -> None:
    if len(settings.judges) > 1 and settings.price_per_million is not None:
        raise InputError(
            "--price-per-million: is one judge's; list the judges in judgekit.yaml and give each "
            "its own"
        )

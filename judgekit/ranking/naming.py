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

    One name leaves one judge, to be audited alone; none leaves what the settings say.
    """
    if not names:
        return settings
    known = {listed.called: listed for listed in settings.judges}
    chosen = tuple(known.get(name, Listed(judge=name)) for name in names)
    if len(chosen) == 1:
        return beside(chosen[0], settings) if chosen[0].called in known else _alone(settings, names)
    return settings.model_copy(update={"judges": chosen})


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


def _alone(settings: Settings, names: Sequence[str]) -> Settings:
    return settings.model_copy(update={"judge": names[0], "judges": ()})

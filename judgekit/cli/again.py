"""From flags to the settings of a run, and from settings back to the command that repeats it."""

from __future__ import annotations

import json
import shlex
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from judgekit.config import Settings
    from judgekit.types import Record

Section = Literal["budget", "gate"]

# What changes the way to a result, but never the result.
_PASSING = {
    "journal",
    "judges",  # each is named by its own words
    "max_connections",
    "max_cost",
    "max_retries",
    "replay",
    "rpm",
    "timeout",
    "tpm",
}


def load_flags(flags: dict[str, Any], section: Section, fields: type[Record]) -> Settings:
    """Return the settings that a command's flags make, over file and defaults.

    Flags that name a field of a section of the settings belong there.
    """
    from judgekit.config import load_settings

    given = {k: v for k, v in flags.items() if v not in (None, ())}
    nested = {section: {k: given.pop(k) for k in fields.model_fields if k in given}}
    return load_settings(given.pop("config", None), **given, **nested)


def command(
    verb: Section | Literal["audit"], data: Path | None, settings: Settings, *more: str
) -> str:
    """Return the command that makes the same again, with `more` words after the data."""
    from judgekit.profiles import defaults_of

    section = "gate" if verb == "gate" else "budget"
    said = settings.model_dump(mode="json", exclude=_PASSING)
    implied = {} if settings.profile is None else defaults_of(settings.profile)
    unsaid = type(settings)(**implied).model_dump(mode="json")
    # A section's fields are flags like any other, and a gate's profile is of its student; the other
    # section has no part in it.
    said, unsaid = ({**s, **s[section], "budget": None, "gate": None} for s in (said, unsaid))
    flags = [_flag(name, value) for name, value in said.items() if value != unsaid[name]]
    words = ["judgekit", verb, *([str(data)] if data else []), *more, *chain(*flags)]
    return shlex.join(words)


def _flag(name: str, value: Any) -> list[str]:
    flag = "--" + name.replace("_", "-")
    if name == "params":
        return [w for k, v in value.items() for w in ("--param", f"{k}={json.dumps(v)}")]
    if name == "price_per_million":
        return [flag, ",".join(map(str, value))]
    if isinstance(value, list):
        return [word for one in value for word in (flag, str(one))]
    return [flag] if value is True else [flag, str(value)]

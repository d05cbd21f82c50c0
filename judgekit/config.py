"""The settings of a run: one closed record, read from `judgekit.yaml` and overlaid by flags."""

from __future__ import annotations

import math
from collections.abc import Mapping
from enum import StrEnum
from pathlib import Path
from types import MappingProxyType
from typing import Annotated, Any, NamedTuple

import yaml
from pydantic import AfterValidator, Field, JsonValue, ValidationError

from judgekit.errors import InputError
from judgekit.judging import Pooling
from judgekit.profiles import Profile, defaults_of
from judgekit.text import did_you_mean, line_of
from judgekit.types import Against, Budget, GateTerms, Record, Scale

FILE = "judgekit.yaml"


def _without_secret(url: str) -> str:
    if "@" in url.partition("://")[2].partition("/")[0]:
        raise ValueError("must hold no user or password; it is kept with every reply")
    return url


def _as_ends(scale: str) -> str:
    try:
        low, high = map(float, scale.split(".."))
    except ValueError:
        raise ValueError(f"{scale!r} is no scale; write LOW..HIGH, as 1..10") from None
    if not -math.inf < low < high < math.inf:
        raise ValueError(f"{scale!r} must rise from a number to a greater one")
    return scale


Url = Annotated[str, AfterValidator(_without_secret)]
Ends = Annotated[str, AfterValidator(_as_ends)]
Price = Annotated[float, Field(ge=0)]


class Listed(Record):
    """One of several judges: what a run would say of it alone; the rest is as for the run."""

    judge: str
    name: Annotated[str, Field(min_length=1)] | None = None
    """What it is called beside the others; by default its judge."""
    prompt: str | None = None
    api_base: Url | None = None
    params: dict[str, JsonValue] = Field(default_factory=dict)
    structured: bool = False
    defence: tuple[str, ...] = ()
    scale: Ends | None = None
    accept: float | None = None
    price_per_million: tuple[Price, Price] | None = None

    @property
    def called(self) -> str:
        return self.name or self.judge


class Settings(Record):
    """What a user may say about a run; every field is a flag, a variable and a key of the file."""

    profile: Profile | None = None
    """What the run is for; it sets defaults, which whatever is said beside it overrides."""
    judge: str = "local"
    """`local`, `local:PATH.gguf`, a model as LiteLLM names it (`openai/gpt-4o`), an endpoint
    `http:FILE.yaml`, code of yours `python:PLACE:NAME`, or several as one, `panel:FILE.yaml`."""
    judges: tuple[Listed, ...] = ()
    """Several, audited side by side and ranked; `--judge NAME` chooses of them."""
    prompt: str | None = None
    """A packaged prompt's id or a YAML file; by default one that suits the judge and the rows."""
    api_base: Url | None = None
    scale: Ends | None = None
    """The ends `LOW..HIGH` of the scale of a judge in code, or of a panel of different scales."""
    accept: float | None = None
    """The lowest accepting score on that scale; by default the middle."""
    params: dict[str, JsonValue] = Field(default_factory=dict)
    """Provider parameters sent with every call, such as temperature; unset by default."""
    structured: bool = False
    """Ask the provider for JSON that follows the prompt's schema."""
    defence: tuple[str, ...] = ()
    """What a response passes through before it is judged, in this order; `judgekit.defences`."""
    against: Against | None = None
    """What a pairwise judge compares with; by default the row's rival where every row has one."""
    attacks: tuple[str, ...] = ()
    """Ids, families, globs, combinations `a+b`; a leading minus excludes; empty means all."""
    attacks_dir: tuple[str, ...] = ()
    generate: str | None = None
    """A model that writes the variants which no rule can make; without texts they have no part."""
    generate_api_base: Url | None = None
    written: str | None = None
    """A file of such texts; its accepted rows are used, and `generate` adds what it lacks."""
    limit: Annotated[int, Field(ge=1)] | None = None
    """Audit on this many samples, drawn by seed."""
    seed: Annotated[int, Field(ge=0)] = 0
    repeats: Annotated[int, Field(ge=1)] = 1
    max_connections: Annotated[int, Field(ge=1)] = 16
    max_retries: Annotated[int, Field(ge=0)] = 5
    timeout: Annotated[float, Field(gt=0)] = 120.0
    """Seconds for one call."""
    early_stop: bool = False
    """Look at the audit after a quarter, a half and three quarters of the items, and end it once
    its verdict is settled."""
    max_cost: Annotated[float, Field(gt=0)] | None = None
    """US dollars for the calls of this run, never passed; what the journal answers is free."""
    price_per_million: tuple[Price, Price] | None = None
    """What the judge costs in US dollars per million tokens read, and written; without it,
    LiteLLM's price."""
    rpm: Annotated[int, Field(ge=1)] | None = None
    """Calls a minute, as many as the provider grants; spread evenly."""
    tpm: Annotated[int, Field(ge=1)] | None = None
    """Tokens a minute, read and written."""
    journal: str = ".judgekit/replies.journal"
    replay: bool = False
    """Answer from the journal alone; a missing reply is an error and nothing is called."""
    budget: Budget = Budget()
    gate: GateTerms = GateTerms()


class Member(Record):
    """One judge of a panel: what a run would say of it alone; the rest is as for the run."""

    judge: str
    prompt: str | None = None
    api_base: Url | None = None
    params: dict[str, JsonValue] = Field(default_factory=dict)
    structured: bool = False
    scale: Ends | None = None
    accept: float | None = None


class PanelFile(Record):
    """Several judges as one, one YAML file."""

    members: Annotated[tuple[Member, ...], Field(min_length=2)]
    how: Pooling = Pooling.MEAN
    quorum: Annotated[int, Field(ge=1)] | None = None
    """How many members must score; by default all."""
    scale: Ends | None = None
    """Where the scores of members on different scales are moved to."""
    accept: float | None = None


def hands(settings: Settings) -> int:
    """Return how many questions to the judge that the settings name are in hand at once.

    More than connections, which a door bounds itself: beside the calls under way, some questions
    wait for the same call as another, and some replies for the disk. Code has no door: there a
    question in hand is a call.
    """
    behind_a_door = kind_of(settings.judge) in (Kind.MODEL, Kind.ENDPOINT)
    return settings.max_connections * (3 if behind_a_door else 2) // 2


class Kind(StrEnum):
    """What a judge is, by the word before the colon."""

    MODEL = "model"
    LOCAL = "local"
    ENDPOINT = "http"
    CODE = "python"
    PANEL = "panel"


def kind_of(judge: str) -> Kind:
    """Return what a judge is; a name without such a word is a model's."""
    word = judge.partition(":")[0]
    return Kind(word) if word in [*Kind] and (":" in judge or word == "local") else Kind.MODEL


def stated_scale(said: Settings | PanelFile) -> Scale | None:
    """Return the scale that is stated, if one is."""
    if said.scale is None:
        if said.accept is not None:
            raise InputError("'accept' is a place on a scale; give the scale LOW..HIGH too")
        return None
    low, high = map(float, said.scale.split(".."))
    accept = (low + high) / 2 if said.accept is None else said.accept
    if not low < accept <= high:
        raise InputError(f"'accept' is {accept:g}, which is not on the scale above {low:g}")
    return Scale(low=low, high=high, accept=accept)


def as_settings(scale: Scale | None) -> dict[str, Any]:
    """Return the settings that state a scale, or none."""
    return {} if scale is None else {"scale": f"{scale.low}..{scale.high}", "accept": scale.accept}


def load_settings(path: Path | None = None, **overrides: Any) -> Settings:
    """Return the file's settings under the overrides that are not None.

    Without `path`, `judgekit.yaml` of the working directory is read where there is one.
    """
    given = {k: v for k, v in overrides.items() if v is not None}
    where = path or Path(FILE)
    if path is None and not where.is_file():
        return _settings(_File(str(where)), given)
    return _settings(_read(where), given)


class _File(NamedTuple):
    """What a file says, and the text that knows its lines."""

    path: str
    fields: Mapping[str, Any] = MappingProxyType({})
    text: str = ""

    def at(self, *keys: str | int) -> str:
        """Return file and line of a setting, the file alone where it does not say it."""
        line = line_of(self.text, keys)
        return self.path if line is None else f"{self.path}:{line}"


def _read(path: Path) -> _File:
    try:
        text = path.read_text(encoding="utf-8")
        document = yaml.safe_load(text)
    except OSError as error:
        raise InputError(f"{path}: cannot be read: {error.strerror}") from error
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise InputError(f"{path}: is no YAML: {' '.join(str(error).split())}") from error
    if document is None:
        return _File(str(path))
    if not isinstance(document, dict):
        raise InputError(f"{path}: holds a {type(document).__name__}; a mapping is expected")
    return _File(str(path), document, text)


def _settings(file: _File, given: dict[str, Any]) -> Settings:
    for key in file.fields:
        if key not in Settings.model_fields:
            hint = did_you_mean(str(key), Settings.model_fields)
            raise InputError(f"{file.at(key)}: setting {key!r} is unknown{hint}")
    for key in given:
        if key not in Settings.model_fields:
            hint = did_you_mean(key, Settings.model_fields)
            raise InputError(f"setting {key!r} is unknown{hint}")
    nested = {name: _section(name, file, given) for name in _SECTIONS}
    # A profile weighs as much as the place it is named in: a flag's goes before the file.
    flagged = given.get("profile") is not None
    implied = _implied(given if flagged else file.fields, file.at("profile"))
    said = {**file.fields, **implied} if flagged else {**implied, **file.fields}
    try:
        return Settings.model_validate({**said, **given, **nested})
    except ValidationError as error:
        first = error.errors()[0]
        raise InputError(_said(first["loc"], first["type"], first["msg"], file)) from None


def _said(keys: tuple[str | int, ...], kind: str, message: str, file: _File) -> str:
    setting = f"{file.at(*keys)}: setting {'.'.join(map(str, keys))!r}"
    if kind == "extra_forbidden":  # a section's fields were looked at before
        return f"{setting} is unknown{did_you_mean(str(keys[-1]), Listed.model_fields)}"
    return f"{setting}: {message}"


def _implied(said: Mapping[str, Any], where: str) -> dict[str, Any]:
    """Return the settings that the profile stands for which is said, if one is."""
    name = said.get("profile")
    if name is None:
        return {}
    if name not in [*Profile]:
        known = ", ".join(Profile)
        raise InputError(f"{where}: profile {name!r} is unknown; known: {known}")
    return defaults_of(Profile(name))


_SECTIONS: dict[str, type[Record]] = {"budget": Budget, "gate": GateTerms}


def _section(name: str, file: _File, given: dict[str, Any]) -> dict[str, Any]:
    """Return a section of the file under its overrides."""
    of_file = file.fields.get(name, {})
    if not isinstance(of_file, dict):
        kind = type(of_file).__name__
        raise InputError(f"{file.at(name)}: setting {name!r}: a {kind}; a mapping is expected")
    known = _SECTIONS[name].model_fields
    for key in of_file:
        if key not in known:
            hint = did_you_mean(str(key), known)
            raise InputError(f"{file.at(name, key)}: setting '{name}.{key}' is unknown{hint}")
    return {**of_file, **given.get(name, {})}

"""The settings of a run: one closed record, read from `judgekit.yaml` and overlaid by flags."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import yaml
from pydantic import AfterValidator, Field, JsonValue, ValidationError

from judgekit.errors import InputError
from judgekit.text import did_you_mean
from judgekit.types import Against, Budget, GateTerms, Record

FILE = "judgekit.yaml"


def _without_secret(url: str) -> str:
    if "@" in url.partition("://")[2].partition("/")[0]:
        raise ValueError("must hold no user or password; it is kept with every reply")
    return url


Price = Annotated[float, Field(ge=0)]


class Settings(Record):
    """What a user may say about a run; every field is a flag, a variable and a key of the file."""

    judge: str = "local"
    """`local`, `local:PATH.gguf`, or a model as LiteLLM names it (`openai/gpt-4o`)."""
    prompt: str | None = None
    """A packaged prompt's id or a YAML file; by default one that suits the judge and the rows."""
    api_base: Annotated[str, AfterValidator(_without_secret)] | None = None
    params: dict[str, JsonValue] = Field(default_factory=dict)
    """Provider parameters sent with every call, such as temperature; unset by default."""
    structured: bool = False
    """Ask the provider for JSON that follows the prompt's schema."""
    against: Against | None = None
    """What a pairwise judge compares with; by default the row's rival where every row has one."""
    attacks: tuple[str, ...] = ()
    """Ids, families, globs, combinations `a+b`; a leading minus excludes; empty means all."""
    attacks_dir: tuple[str, ...] = ()
    generate: str | None = None
    """A model that writes the variants which no rule can make; without texts they have no part."""
    generate_api_base: Annotated[str, AfterValidator(_without_secret)] | None = None
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


def load_settings(path: Path | None = None, **overrides: Any) -> Settings:
    """Return the file's settings under the overrides that are not None.

    Without `path`, `judgekit.yaml` of the working directory is read where there is one.
    """
    given = {k: v for k, v in overrides.items() if v is not None}
    where = path or Path(FILE)
    if path is None and not where.is_file():
        return _settings({}, given, str(where))
    return _settings(_read(where), given, str(where))


def _read(path: Path) -> dict[str, Any]:
    try:
        document = yaml.safe_load(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise InputError(f"{path}: cannot be read: {error.strerror}") from error
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise InputError(f"{path}: is no YAML: {' '.join(str(error).split())}") from error
    if document is None:
        return {}
    if not isinstance(document, dict):
        raise InputError(f"{path}: holds a {type(document).__name__}; a mapping is expected")
    return document


def _settings(file: dict[str, Any], given: dict[str, Any], where: str) -> Settings:
    for key in file:
        if key not in Settings.model_fields:
            hint = did_you_mean(str(key), Settings.model_fields)
            raise InputError(f"{where}: setting {key!r} is unknown{hint}")
    nested = {name: _section(name, file, given, where) for name in _SECTIONS}
    try:
        return Settings.model_validate({**file, **given, **nested})
    except ValidationError as error:
        first = error.errors()[0]
        field = ".".join(map(str, first["loc"]))
        raise InputError(f"{where}: setting {field!r}: {first['msg']}") from None


_SECTIONS: dict[str, type[Record]] = {"budget": Budget, "gate": GateTerms}


def _section(name: str, file: dict[str, Any], given: dict[str, Any], where: str) -> dict[str, Any]:
    """Return a section of the file under its overrides."""
    of_file = file.get(name, {})
    if not isinstance(of_file, dict):
        kind = type(of_file).__name__
        raise InputError(f"{where}: setting {name!r}: a {kind}; a mapping is expected")
    known = _SECTIONS[name].model_fields
    for key in of_file:
        if key not in known:
            hint = did_you_mean(str(key), known)
            raise InputError(f"{where}: setting '{name}.{key}' is unknown{hint}")
    return {**of_file, **given.get(name, {})}

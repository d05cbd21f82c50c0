"""A judge behind a URL: how it is asked, and where in its answer the score stands."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import partial
from typing import Annotated, Literal
from urllib.parse import urlsplit

from pydantic import AfterValidator, Field, JsonValue, model_validator

from judgekit.types.prompt import Scale
from judgekit.types.record import Record

_VARIABLE = re.compile(r"\$\{(\w+)\}")


def _of_a_place(url: str) -> str:
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise ValueError("must begin with http:// or https:// and name a host")
    if parts.username is not None or parts.password is not None:
        raise ValueError("must hold no user or password; it is kept with every reply")
    return url


Path = Annotated[str, Field(pattern=r"^\$")]
"""A query of RFC 9535, JSONPath."""


class Spent(Record):
    """Where in an answer stands what it took."""

    prompt_tokens: Path | None = None
    completion_tokens: Path | None = None
    cost_usd: Path | None = None


class Endpoint(Record):
    """A judge behind a URL, one YAML file."""

    url: Annotated[str, AfterValidator(_of_a_place)]
    method: Literal["POST", "PUT"] = "POST"
    headers: dict[str, str] = Field(default_factory=dict)
    """In them `${NAME}` stands for an environment variable, which is read to ask and never kept."""
    body: JsonValue
    """What is sent; its texts are Jinja templates over `prompt`, `response`, `reference`, …"""
    score: Path
    reason: Path | None = None
    usage: Spent = Spent()
    labels: dict[str, float] = Field(default_factory=dict)
    """The words it may answer with in place of numbers, and the scores they stand for."""
    scale: Scale

    @property
    def asked_as(self) -> str:
        """The name under which its replies are kept."""
        return f"{self.method} {self.url}"

    @property
    def variables(self) -> tuple[str, ...]:
        """The environment variables that its headers need, sorted."""
        return tuple(sorted({n for v in self.headers.values() for n in _VARIABLE.findall(v)}))

    def headers_with(self, values: Mapping[str, str]) -> dict[str, str]:
        """Return the headers as they are sent, with the values of the variables in them."""
        fill = partial(_VARIABLE.sub, lambda found: values[found[1]])
        return {name: fill(value) for name, value in self.headers.items()}

    @model_validator(mode="after")
    def _labels_on_the_scale(self) -> Endpoint:
        for label, score in self.labels.items():
            if not self.scale.low <= score <= self.scale.high:
                raise ValueError(
                    f"the label {label!r} stands for {score:g}, which is off the scale"
                )
        return self

"""Where report templates come from, and the strict environment they are filled in."""

from __future__ import annotations

from collections.abc import Callable
from importlib.resources import files
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from jinja2 import Environment


def resource(name: str) -> str:
    """Return the text of a file in `reports/`."""
    return files("judgekit.reports").joinpath(name).read_text(encoding="utf-8")


def environment(*, shown: Callable[[object], object], autoescape: bool) -> Environment:
    """Return an environment in which every value is `shown` and an undefined name is an error."""
    from jinja2 import Environment, FunctionLoader, StrictUndefined

    return Environment(
        loader=FunctionLoader(resource),
        autoescape=autoescape,  # noqa: S701 - off for Markdown alone, which `shown` escapes
        undefined=StrictUndefined,
        finalize=shown,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )

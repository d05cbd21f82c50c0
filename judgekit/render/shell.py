"""The shell of every page: style and script inside, and a policy that allows these and no more."""

from __future__ import annotations

import base64
import hashlib
from functools import cache
from typing import TYPE_CHECKING

from judgekit.render.quoting import plain
from judgekit.render.templates import environment, resource

if TYPE_CHECKING:
    from jinja2 import Environment


def lay_out(template: str, *, styles: tuple[str, ...], script: str = "", **values: object) -> str:
    """Return a template of `reports/` filled in, with its style sheets and script, as one file."""
    from markupsafe import Markup

    css = "".join(map(resource, styles))
    js = resource(script) if script else ""
    shell = {
        "css": Markup(css),  # noqa: S704 - our own style sheet, whose hash the policy names
        "js": Markup(js),  # noqa: S704 - our own script, whose hash the policy names
        "policy": content_policy(css, js),
    }
    return _environment().get_template(template).render(shell=shell, **values)


def content_policy(css: str, js: str = "") -> str:
    """Return the Content-Security-Policy that allows this style sheet and script, nothing else."""
    scripts = f"script-src '{_digest(js)}'; " if js else ""
    return (
        f"default-src 'none'; style-src '{_digest(css)}'; {scripts}img-src data:; "
        "base-uri 'none'; form-action 'none'"
    )


def _digest(source: str) -> str:
    return f"sha256-{base64.b64encode(hashlib.sha256(source.encode()).digest()).decode()}"


@cache
def _environment() -> Environment:
    return environment(shown=_shown, autoescape=True)


def _shown(value: object) -> object:
    # Every text passes here on its way to the page, whoever wrote it.
    return plain(value) if type(value) is str else value

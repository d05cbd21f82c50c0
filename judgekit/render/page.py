"""The audit as one HTML file that asks nothing of the network and trusts no text in it."""

from __future__ import annotations

import base64
import hashlib
from functools import cache
from typing import TYPE_CHECKING

from judgekit.render.quoting import plain
from judgekit.render.templates import environment, resource
from judgekit.render.view import view
from judgekit.types import Audit

if TYPE_CHECKING:
    from jinja2 import Template


def to_html(audit: Audit) -> str:
    """Return the report as a self-contained page; the same audit gives the same bytes."""
    from markupsafe import Markup

    css = resource("report.css")
    return _template().render(
        report=view(audit),
        css=Markup(css),  # noqa: S704 - our own style sheet, whose hash the policy names
        policy=content_policy(css),
    )


def content_policy(css: str) -> str:
    """Return the Content-Security-Policy that allows this style sheet and nothing else."""
    digest = base64.b64encode(hashlib.sha256(css.encode()).digest()).decode()
    return (
        f"default-src 'none'; style-src 'sha256-{digest}'; img-src data:; "
        "base-uri 'none'; form-action 'none'"
    )


@cache
def _template() -> Template:
    return environment(shown=_shown, autoescape=True).get_template("report.html.j2")


def _shown(value: object) -> object:
    # Every text passes here on its way to the page, whoever wrote it.
    return plain(value) if type(value) is str else value

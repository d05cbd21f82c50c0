"""A judge before the protocol, on disk: the one artefact, and the pages made of it."""

from __future__ import annotations

import json
from pathlib import Path

from judgekit import render
from judgekit.auditing.results import write_text
from judgekit.errors import InputError
from judgekit.types import Validation


def write_validation(found: Validation, folder: Path) -> Path:
    """Write mvvp.json, .md and .html, each whole or not at all; return the page."""
    page = folder / "mvvp.html"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        write_text(folder / "mvvp.json", [to_json(found), "\n"])
        write_text(folder / "mvvp.md", [render.validation_to_markdown(found)])
        write_text(page, [render.validation_to_html(found)])
    except OSError as error:
        raise InputError(f"{folder}: cannot be written: {error.strerror}") from error
    return page


def to_json(found: Validation) -> str:
    """Return it as JSON in ASCII."""
    return json.dumps(found.model_dump(mode="json"), indent=1)

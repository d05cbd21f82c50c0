"""A comparison on disk: its own files, and a folder of reports for every audit in it."""

from __future__ import annotations

import json
from pathlib import Path

from judgekit import render
from judgekit.auditing import write_reports
from judgekit.auditing.results import folder_name, write_text
from judgekit.defending.pipeline import Compared
from judgekit.errors import InputError
from judgekit.types import Defences


def write_comparison(compared: Compared, folder: Path) -> Path:
    """Write defences.json, .html and .md beside the bare judge's reports; return the page.

    The audit behind each defence has a folder by its name.
    """
    write_reports(compared.bare, folder)
    for name, audit in compared.defended.items():
        write_reports(audit, folder / folder_name(name))
    page = folder / "defences.html"
    try:
        write_text(folder / "defences.json", [to_json(compared.found), "\n"])
        write_text(folder / "defences.md", [render.defences_to_markdown(compared.found)])
        write_text(page, [render.defences_to_html(compared.found)])
    except OSError as error:
        raise InputError(f"{folder}: cannot be written: {error.strerror}") from error
    return page


def to_json(found: Defences) -> str:
    """Return a comparison as JSON in ASCII."""
    return json.dumps(found.model_dump(mode="json"), indent=1)

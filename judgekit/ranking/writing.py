"""A ranking on disk: its own files, and a folder of reports for the audit of each judge."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

from judgekit import render
from judgekit.auditing import write_reports
from judgekit.auditing.results import folder_name, write_text
from judgekit.catalog import load_json_record
from judgekit.errors import InputError
from judgekit.types import Audit, Judges


def write_ranking(found: Judges, audits: Mapping[str, Audit], folder: Path) -> Path:
    """Write judges.json, .html and .md, and each audit in a folder by its judge's name."""
    hrefs = {}
    for name, audit in audits.items():
        write_reports(audit, folder / folder_name(name))
        hrefs[name] = f"{folder_name(name)}/report.html"
    page = folder / "judges.html"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        write_text(folder / "judges.json", [to_json(found), "\n"])
        write_text(folder / "judges.md", [render.judges_to_markdown(found)])
        write_text(page, [render.judges_to_html(found, hrefs)])
    except OSError as error:
        raise InputError(f"{folder}: cannot be written: {error.strerror}") from error
    return page


def load_ranking(path: Path) -> Judges:
    """Read a judges.json."""
    return load_json_record(path, Judges, "ranking")


def to_json(found: Judges) -> str:
    """Return a ranking as JSON in ASCII."""
    return json.dumps(found.model_dump(mode="json"), indent=1)

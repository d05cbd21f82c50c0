"""The command that ranks judges by audits that are there, and what a run of several ends with."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import click

from judgekit.cli.options import json_option

if TYPE_CHECKING:
    from judgekit.ranking import Ranked
    from judgekit.types import Audit


@click.command()
@click.argument("audits", nargs=-1, required=True, type=click.Path(path_type=Path, exists=True))
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path, file_okay=False),
    envvar="JUDGEKIT_OUTPUT",
    help="A folder for judges.json, judges.html and judges.md, and for the reports of each audit.",
)
@json_option
def rank(audits: tuple[Path, ...], output: Path | None, as_json: bool) -> int:
    """Rank the judges of AUDITS by how far the worst attack moves them; nothing is asked.

    What all of them were shown counts, by id and content. A judge goes by its name, or by its
    folder where two share one. Exit 1 where one exceeds its budget with all judges allowed for
    (Holm).
    """
    from judgekit.auditing import load_audit
    from judgekit.checking import find_audit
    from judgekit.errors import InputError
    from judgekit.ranking import Ranked
    from judgekit.ranking import rank as rank_audits

    if len(audits) < 2:
        raise InputError("one audit alone has no rank; give two or more")
    loaded = [(path, load_audit(find_audit(path))) for path in audits]
    named = name_audits(loaded)
    return tell(Ranked(rank_audits(named), named), output, as_json=as_json)


def name_audits(loaded: list[tuple[Path, Audit]]) -> dict[str, Audit]:
    """Return the audits by judge or, where two are of one judge, by the place of their file."""
    from judgekit.errors import InputError

    times = Counter(audit.manifest.judge for _, audit in loaded)
    names = [
        audit.manifest.judge if times[audit.manifest.judge] == 1 else str(path)
        for path, audit in loaded
    ]
    for name, n in Counter(names).items():
        if n > 1:
            raise InputError(f"{name}: given twice")
    return dict(zip(names, (audit for _, audit in loaded), strict=True))


def tell(ranked: Ranked, output: Path | None, *, as_json: bool) -> int:
    """Write a ranking where it should be, say it, and return the exit code."""
    from judgekit.budget import judges_code
    from judgekit.cli.summary import say_if_failed
    from judgekit.ranking import to_json
    from judgekit.render import judges_to_text

    page = None if output is None else ranked.write(output)
    for audit in ranked.audits.values():
        say_if_failed(audit)
    written = "" if page is None else f"\n\nreport: {page}"
    click.echo(to_json(ranked.found) if as_json else judges_to_text(ranked.found) + written)
    return judges_code(ranked.found)

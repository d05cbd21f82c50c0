"""A query of the response against the right one, by the rows that they give.

SQLite itself says what a query would do, through its authorizer, so nothing has to parse it here.
"""

from __future__ import annotations

import functools
import re
from typing import Annotated

from pydantic import Field

from judgekit.types import Sample, Verification
from judgekit.verifiers.apart import NoAnswer, ask
from judgekit.verifiers.outcomes import Seconds, abstained, failed, passed

Text = Annotated[str, Field(min_length=1, max_length=10**6)]


def sql(
    sample: Sample,
    response: str,
    /,
    *,
    fixture: Text,
    answer: Text,
    ordered: bool = False,
    timeout_s: Seconds = 5.0,
) -> Verification:
    """Run the response's query and `answer` on the database that the script `fixture` makes.

    They must give the same rows there and on two mutants of it: the same columns in the same order
    whatever their names, and with `ordered` the rows in the same order. A query that does not run,
    writes, draws at random or costs too much is left open.
    """
    query = _query(response)
    if query is None:
        return abstained("shows no query")
    try:
        differs = _compared(fixture, answer, query, ordered, timeout_s)
    except NoAnswer as why:
        return abstained(str(why), evidence=query[:300])
    if differs == "same":
        return passed("gives the same rows on the fixture and two mutants", evidence=query[:300])
    return failed(f"gives other rows on the {differs}", evidence=query[:300])


_FENCE = re.compile(r"^[ \t]*```[ \t]*(\w*)[^\n]*\n(.*?)^[ \t]*```", re.M | re.S)
_OPENS = re.compile(r"\s*(?:--[^\n]*\s+)*(?:select|with|values)\b", re.IGNORECASE)


def _query(response: str) -> str | None:
    """Return the last fenced query, or the whole text where it is one."""
    blocks = [text for language, text in _FENCE.findall(response) if _is_sql(language, text)]
    if blocks:
        return str(blocks[-1]).strip()
    return response.strip() if _OPENS.match(response) else None


def _is_sql(language: str, text: str) -> bool:
    return language.lower() in ("sql", "sqlite", "") and _OPENS.match(text) is not None


@functools.lru_cache(maxsize=4096)
def _compared(fixture: str, gold: str, found: str, ordered: bool, timeout_s: float) -> str:
    differs = ask(
        "queries", timeout_s=timeout_s, fixture=fixture, gold=gold, found=found, ordered=ordered
    )
    return str(differs)

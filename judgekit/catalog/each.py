"""A row with a list of answers in a column of any name, as a row each."""

from __future__ import annotations

from collections.abc import Iterator

from judgekit.catalog.dotted import find
from judgekit.catalog.json_rows import Row
from judgekit.catalog.problems import Problem


def each_answer(row: Row | Problem, column: str) -> Iterator[Row | Problem]:
    """Yield a row for each answer in a column, which may be a dotted path.

    An answer is an object, whose columns come before those of the row, or a text: the response. It
    is named after the row and its place, `name/1`; all of them share a cluster.
    """
    if isinstance(row, Problem):
        yield row
        return
    answers = next(find(row.value, column), None)
    if not isinstance(answers, list) or not answers:
        yield Problem(row.file, row.line, column, "no list of answers")
        return
    rest = {name: value for name, value in row.value.items() if name != column.partition(".")[0]}
    whole = str(rest.get("id", row.name))
    for place, answer in enumerate(answers, 1):
        own = {"response": answer} if isinstance(answer, str) else answer
        if isinstance(own, dict):
            name = f"{whole}/{place}"
            yield row._replace(name=name, value={"cluster": whole, **rest, **own, "id": name})
        else:
            what = "neither a text nor an object"
            yield Problem(row.file, row.line, f"{column}.{place - 1}", what)

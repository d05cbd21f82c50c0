"""Promises that another layout holds the same text: a table, a box, Markdown without marks."""

from __future__ import annotations

import re

from judgekit.invariants.claim import Claim, Found, broken, held_if
from judgekit.invariants.formats import markdown_text, table_cells
from judgekit.invariants.reading import fixed_parts
from judgekit.invariants.undone import fixed_stands


def cells(claim: Claim) -> Found:
    """The cells of a table under one of the titles, and what stands below it, give the text.

    White space aside; code, maths and links are in it as they stood.
    """
    table, titles = table_cells(claim.after), claim.attack.params.get("titles")
    if table is None or not isinstance(titles, list) or table[0] not in titles:
        return broken("there is no table under one of the attack's titles")
    _, rows, below = table
    joined = "\n".join((*rows, below))
    if joined.split() != claim.before.split():
        return broken("the cells do not give the text back")
    if fixed_parts(joined) != fixed_parts(claim.before):
        return broken("code, maths or a link differs")
    return held_if(len(rows) > 1, "there are no rows", f"{len(rows)} rows")


def boxed(claim: Claim) -> Found:
    r"""Taking `$\boxed{` and `}$` away from around words gives the text back."""
    if "\\boxed" in claim.before:
        return broken("the text before already has a box")
    opened = re.sub(r"\$\\boxed\{([^{}$\\\n]*)\}\$", r"\1", claim.after)
    return held_if(opened == claim.before, "opening the boxes does not give the text back")


def undressed(claim: Claim) -> Found:
    """A reader of rendered Markdown sees the same text, and the result has fewer characters."""
    if len(claim.after) >= len(claim.before):
        return broken("nothing was taken away")
    if markdown_text(claim.before) != markdown_text(claim.after):
        return broken("rendered, the texts differ")
    return fixed_stands(claim)

"""Promises that a text only grew: by a dose of the attack's sentences, by a list said again."""

from __future__ import annotations

import re
from collections.abc import Sequence

from judgekit.invariants.claim import Claim, Found, broken, held_if, kept
from judgekit.invariants.reading import ends_in_fence, payloads


def padded(claim: Claim) -> Found:
    """Below the text stand the attack's sentences, as many words of them as its dose says.

    The dose is missed by less than the shortest sentence.
    """
    head, _, tail = claim.after.partition(claim.before + "\n\n")
    sentences = payloads(claim.attack.params)
    if head or not _says(tail, sentences):
        return broken("below the text stands what the attack does not name")
    before, after = (len(text.split()) for text in (claim.before, claim.after))
    missing = before * float(str(claim.attack.params["times"])) - after
    evidence = f"{after} words where there were {before}"
    shortest = min(len(sentence.split()) for sentence in sentences)
    return held_if(-1 < missing < shortest + 1, f"another dose: {evidence}", evidence)


def list_repeated(claim: Claim) -> Found:
    """A list of several items stands twice where it stood once, and nothing else is new."""
    if len(claim.script) != 1:
        return broken("not one place changed")
    ((at, end, new),) = claim.script
    above, below = claim.before[:at], claim.before[at:]
    if at != end or claim.after != above + new + below:
        return broken("the script does more than insert")
    items = new.lstrip("\n")
    lines = [line for line in items.split("\n") if line.strip()]
    if len(lines) < 2 or not all(map(_ITEM.match, lines)):
        return broken("what was put in is no list of several items")
    apart = all(side in ("", "\n") for side in (above.removesuffix(items)[-1:], below[:1]))
    if not (apart and above.endswith(items) and new.startswith("\n")) or ends_in_fence(above):
        return broken("what was put in is not the list above it")
    return kept(f"{len(lines)} items")


_ITEM = re.compile(r"\s*(?:[-*+•]|\d+[.)])\s+\S")


def _says(text: str, sentences: Sequence[str]) -> bool:
    """Say whether a text is some of the sentences, parted by single spaces, and nothing else."""
    said, at = f"{text} ", 0
    while at < len(said):
        found = next((s for s in sentences if said.startswith(f"{s} ", at)), None)
        if found is None:
            return False
        at += len(found) + 1
    return True

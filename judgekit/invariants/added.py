"""Promises that the text stands untouched beside what was added."""

from __future__ import annotations

import re
from itertools import product

from judgekit.invariants.claim import Claim, Found, broken, held_if, kept
from judgekit.invariants.reading import ends_in_fence, payloads


def affix(claim: Claim) -> Found:
    """The text stands whole in the result; beside it stand only the attack's own texts and markup.

    Each side holds at most one of the strings in the attack's parameters beside the separator;
    what is left of it may be marks of Markdown, HTML and JSON, but no letter and no digit.
    """
    at = claim.after.find(claim.before)
    if at < 0:
        return broken("the text before does not stand in the result")
    while at >= 0:
        sides = claim.after[:at], claim.after[at + len(claim.before) :]
        if any(sides) and all(_is_own(side, claim) for side in sides):
            return kept(f"the text stands at offset {at}")
        at = claim.after.find(claim.before, at + 1)
    return broken("beside the text stands what the attack does not name")


def visible(claim: Claim) -> Found:
    """A reader sees the text before and nothing else; what is hidden is one of the attack's texts.

    Hidden are HTML comments, titles of empty links and characters that show nothing. Those that
    override the direction of writing do show, and markup shows where a code block is open.
    """
    head, whole, tail = claim.after.partition(claim.before)
    if not whole:
        return broken("the text before does not stand in the result")
    if _shown(head) or _shown(tail):
        return broken("a reader sees what was added")
    if _is_markup(tail) and ends_in_fence(claim.before):
        return broken("the text ends in an open code block, where markup shows")
    own = {"", *payloads(claim.attack.params)}
    return held_if(
        {_uncovered(head), _uncovered(tail)} <= own, "what is hidden is none of the attack's texts"
    )


def restated(claim: Claim) -> Found:
    """The result is the prompt, white space and the text."""
    prompt = claim.sample.prompt
    between = claim.after[len(prompt) : len(claim.after) - len(claim.before)]
    return held_if(
        claim.after == prompt + between + claim.before and between != "" and not between.strip(),
        "the result is not the prompt followed by the text",
    )


def repeated(claim: Claim) -> Found:
    """The result is the text, twice or more, parted by the separator and by nothing else."""
    separator = str(claim.attack.params.get("separator", "\n\n"))
    times = (len(claim.after) + len(separator)) // max(1, len(claim.before) + len(separator))
    return held_if(
        times >= 2 and claim.after == separator.join([claim.before] * times),
        "the result is not the text repeated",
        f"{times} times",
    )


_LEAVINGS = re.compile(r"[\s`~<>/!\-#\[\](){}\"*_=|:]*")
_COMMENT = re.compile(r"<!-- ?(.*?) ?-->", re.S)
_LINK_TITLE = re.compile(r'\[\]\(# "((?:[^"\\]|\\.)*)"\)')
# Soft hyphen, zero width, isolates and marks of direction, joiners, tags: no override, no letter.
_UNSEEN = re.compile(
    "[\u00ad\u200b-\u200f\u2060-\u2064\u2066\u2068\u2069\ufeff\U000e0020-\U000e007e]"
)


def _is_own(side: str, claim: Claim) -> bool:
    separator = str(claim.attack.params.get("separator", "\n\n"))
    bare = (side, side.removeprefix(separator), side.removesuffix(separator))
    return not side or any(
        _LEAVINGS.fullmatch(text.replace(payload, "", 1)) is not None
        for text, payload in product(bare, ("", *payloads(claim.attack.params)))
    )


def _is_markup(side: str) -> bool:
    return any(p.search(side) for p in (_COMMENT, _LINK_TITLE))


def _shown(side: str) -> str:
    return _UNSEEN.sub("", _LINK_TITLE.sub("", _COMMENT.sub("", side))).strip()


def _uncovered(side: str) -> str:
    """Return the text that one side hides, or the invisible characters themselves."""
    if comment := _COMMENT.search(side):
        return comment[1]
    if title := _LINK_TITLE.search(side):
        return re.sub(r"\\(.)", r"\1", title[1])
    if len(side) >= 8 and set(side) <= {"\u200b", "\u200c"}:
        return _from_bits(side.replace("\u200b", "0").replace("\u200c", "1"))
    if side and all(0xE0020 <= ord(c) <= 0xE007E for c in side):
        return "".join(chr(ord(c) - 0xE0000) for c in side)
    return side


def _from_bits(bits: str) -> str:
    octets = (bits[i : i + 8] for i in range(0, len(bits), 8))
    return bytes(int(octet, 2) for octet in octets).decode(errors="replace")

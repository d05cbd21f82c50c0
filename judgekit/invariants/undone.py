"""Promises that the edit can be undone: an inverse gives the text back, byte for byte."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterator

from judgekit.invariants.claim import Claim, Found, broken, held_if
from judgekit.invariants.formats import yaml_block
from judgekit.invariants.reading import fixed_parts, indented_lines, payloads, words


def insertions(claim: Claim) -> Found:
    """Deleting the recorded insertions, by offset, gives the text back, and they are dress.

    Dress is white space, marks of Markdown, numbers that open a line, and the attack's own texts,
    none of them inside a word. A pattern that strips markup would be no inverse: it damages nearly
    every answer with maths or code in it.
    """
    restored, at, grown = [], 0, 0
    for start, end, new in claim.script:
        there = start + grown
        if start != end or claim.after[there : there + len(new)] != new:
            return broken(f"the script does more than insert, or its {new!r} is not there")
        if not _is_dress(claim, new, there):
            return broken(f"{new!r} at {there} is no dress")
        restored.append(claim.after[at:there])
        at, grown = there + len(new), grown + len(new)
    restored.append(claim.after[at:])
    return held_if(
        "".join(restored) == claim.before,
        "deleting the insertions does not give the text back",
        f"{len(claim.script)} insertions",
    )


def whitespace(claim: Claim) -> Found:
    """Only white space differs, and none in code, maths, links and indented lines."""
    if claim.after.split() != claim.before.split():
        return broken("more than white space differs")
    return fixed_stands(claim)


def decode(claim: Claim) -> Found:
    """Reading the JSON or YAML, the tag, the code block or the quotation gives the text back."""
    return held_if(claim.before in decoded(claim.after), "no container gives the text back")


def decoded(text: str) -> Iterator[str]:
    """Yield what a text holds as a JSON object, quotation, tag or code block."""
    yield from quoted(text)
    for m in filter(None, (_TAG.fullmatch(text), _FENCE.fullmatch(text))):
        yield m[2]


def quoted(text: str) -> Iterator[str]:
    """Yield what a text holds as one string in JSON or YAML, or as a Markdown quotation."""
    yield from yaml_block(text)
    if text.lstrip().startswith("{"):
        yield from _json_object(text)
    if all(line.startswith("> ") for line in text.split("\n")):
        yield "\n".join(line[2:] for line in text.split("\n"))


def tokens(claim: Claim) -> Found:
    """The words are the same, in order, capitals and small letters apart.

    A comparison that ignores case passes a text that was put into small letters throughout.
    """
    before, after = words(claim.before), words(claim.after)
    return held_if(before == after, "the words differ", f"{len(before)} words")


def characters(claim: Claim) -> Found:
    """Removing the attack's own characters, no letter, digit or space among them, undoes it."""
    own = {c for text in payloads(claim.attack.params) for c in text}
    if any(c.isalnum() or c.isspace() for c in own):
        return broken("the attack's characters include letters, digits or spaces")
    if own & set(claim.before):
        return broken("the text before already holds the attack's characters")
    restored = "".join(c for c in claim.after if c not in own)
    return held_if(restored == claim.before, "removing the characters does not give the text back")


def substitution(claim: Claim) -> Found:
    """The inverse of the attack's table gives the text back; code, maths and numbers stand."""
    table = claim.attack.params.get("table")
    if not isinstance(table, dict) or not table:
        return broken("the attack has no table")
    inverse = {str(new): old for old, new in table.items()}
    if len(inverse) < len(table) or any(new in claim.before for new in inverse):
        return broken("the table cannot be inverted on this text")
    longest_first = sorted(inverse, key=len, reverse=True)
    pattern = re.compile("|".join(map(re.escape, longest_first)))
    if pattern.sub(lambda m: inverse[m[0]], claim.after) != claim.before:
        return broken("the inverse table does not give the text back")
    if quantities(claim.before) != quantities(claim.after):
        return broken("a number differs")
    return fixed_stands(claim)


def normal_form(claim: Claim) -> Found:
    """Both texts have one composed form (NFC), and code, maths and links stand.

    Not NFKC, which is no identity: it makes x2 of x².
    """
    before, after = (unicodedata.normalize("NFC", t) for t in (claim.before, claim.after))
    return fixed_stands(claim) if before == after else broken("the composed forms differ")


def fixed_stands(claim: Claim) -> Found:
    """Code, maths, links and indented lines are the same."""
    same = fixed_parts(claim.before) == fixed_parts(claim.after)
    lines = indented_lines(claim.before) == indented_lines(claim.after)
    return held_if(same and lines, "code, maths or a link differs")


def quantities(text: str) -> list[str]:
    """Return what stands between white space and holds a digit."""
    return [t for t in text.split() if any(c.isdigit() for c in t)]


def _json_object(text: str) -> Iterator[str]:
    try:
        held = json.loads(text)
    except (ValueError, RecursionError):
        return
    if len(held) == 1:
        yield from (value for value in held.values() if isinstance(value, str))


_MARKS = re.compile(r"[\s#*_>|~`-]*")
_LIST_NUMBER = re.compile(r"\n\d+\.")
_TAG = re.compile(r"<([A-Za-z][\w-]*)>\n?(.*?)\n?</\1>", re.S)
_FENCE = re.compile(r"(`{3,}|~{3,})\n(.*)\n\1", re.S)


def _is_dress(claim: Claim, inserted: str, there: int) -> bool:
    """Say whether an insertion, found at an offset of the result, leaves words and numbers be."""
    end = there + len(inserted)
    left, right = claim.after[max(0, there - 1) : there], claim.after[end : end + 1]
    if left.isalnum() and right.isalnum():
        return False
    bare = inserted
    for text in payloads(claim.attack.params):
        bare = bare.replace(text, "")
    line = claim.after.rfind("\n", 0, there) + 1
    if bare[:1].isdigit() and not claim.after[line:there].strip():
        bare = "\n" + bare
    return _MARKS.fullmatch(_LIST_NUMBER.sub("", bare, count=1)) is not None

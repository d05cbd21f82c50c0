"""Promises that a judge was told one thing more, outside the texts that it is shown."""

from __future__ import annotations

from judgekit.invariants.claim import Found, broken, held_if, kept
from judgekit.invariants.framed import FramingClaim, changed
from judgekit.invariants.templates import SECTION

_REFERENCE = "\n\n<excellent>\n{{ reference | fenced }}\n</excellent>"


def note(claim: FramingClaim) -> Found:
    """Nothing but one of the attack's notes was put in, as a paragraph, where the attack says."""
    if wrong := changed(claim, but={"user"}):
        return broken(wrong)
    for text in _wordings(claim):
        said = text.replace("{label}", "{{ label }}").replace("{other}", "{{ other }}")
        at = _put_in(claim, said)
        if at is not None:
            wrong_place = "it stands in another place than the attack says"
            return held_if(_in_place(claim, at), wrong_place, f"one note, at offset {at}")
    return broken("more, or other, than one of the notes was put in")


def reference_shown(claim: FramingClaim) -> Found:
    """Nothing but a note and the reference in a section of its own was put in."""
    if wrong := changed(claim, but={"user", "protocol"}):
        return broken(wrong)
    if not (claim.context.sample.reference or "").strip():
        return broken("the sample has no reference")
    if any(_put_in(claim, text + _REFERENCE) is not None for text in _wordings(claim)):
        return kept("a note and the reference were put in")
    return broken("more than a note and the reference was put in")


def _wordings(claim: FramingClaim) -> list[str]:
    texts = claim.attack.params.get("texts")
    return [str(text) for text in texts] if isinstance(texts, list) else []


def _put_in(claim: FramingClaim, said: str) -> int | None:
    """Return where the template before has come to hold a paragraph, if that is all."""
    before, after = claim.was.user, claim.now.user
    at = after.find(said)
    while said.strip() and at >= 0:
        head, tail = after[:at].rstrip(), after[at + len(said) :].lstrip()
        cut = len(before) - len(tail)
        is_all = before.startswith(head) and before.endswith(tail) and len(head) <= cut
        if is_all and not before[len(head) : cut].strip():
            apart = _ends_paragraph(after[:at]) and _ends_paragraph(after[at + len(said) :][::-1])
            return at if apart else None
        at = after.find(said, at + 1)
    return None


def _ends_paragraph(text: str) -> bool:
    return not text.strip() or text.endswith("\n\n")


def _in_place(claim: FramingClaim, at: int) -> bool:
    """Say whether a note stands outside all sections, on the right side of the answers."""
    sections = list(SECTION.finditer(claim.now.user))
    answers = [m for m in sections if m[2] in ("response", "first", "second")]
    if not answers or any(m.start() < at < m.end() for m in sections):
        return False
    if claim.attack.params.get("where", "before-answer") == "before-answer":
        return at < answers[0].start()
    return at >= answers[-1].end()

"""What a judge is told beside the answer, which keeps its bytes."""

from __future__ import annotations

import random
from typing import Literal

from judgekit.framing.edited import NO_ANSWER, answer_sections, edited
from judgekit.framing.wordings import Notes
from judgekit.types import Context, Declined, Framing, Protocol

Where = Literal["before-answer", "after-answer", "end"]


def tell(
    framing: Framing,
    context: Context,
    rng: random.Random,
    /,
    *,
    texts: Notes,
    where: Where = "before-answer",
) -> Framing | Declined:
    """Put one of the texts into the prompt, outside its sections.

    `{label}` and `{other}` stand for a pairwise judge's names of the judged response's place and
    of its rival's.
    """
    note = rng.choice(texts)
    if "{label}" in note or "{other}" in note:
        if framing.prompt.protocol is not Protocol.PAIRWISE:
            return Declined("the prompt compares no answers whose places have names")
        note = note.replace("{label}", "{{ label }}").replace("{other}", "{{ other }}")
    user = framing.prompt.user
    shown = answer_sections(user)
    if not shown:
        return NO_ANSWER
    at = {"before-answer": shown[0].start, "after-answer": shown[-1].end, "end": len(user)}[where]
    return edited(framing, "told", user=_paragraph(user, at, note))


def show_reference(
    framing: Framing, context: Context, rng: random.Random, /, *, texts: Notes
) -> Framing | Declined:
    """Show the sample's reference before the answer, led in by one of the texts."""
    if framing.prompt.protocol is not Protocol.POINTWISE:
        return Declined("the prompt is not one that grades an answer without a reference")
    if not (context.sample.reference or "").strip():
        return Declined("the sample has no reference")
    user = framing.prompt.user
    shown = answer_sections(user)
    if not shown:
        return NO_ANSWER
    note = f"{rng.choice(texts)}\n\n<excellent>\n{{{{ reference | fenced }}}}\n</excellent>"
    made = _paragraph(user, shown[0].start, note)
    return edited(framing, "reference", user=made, protocol=Protocol.REFERENCE)


def _paragraph(user: str, at: int, note: str) -> str:
    """Insert a paragraph of its own at a section's edge."""
    before, after = user[:at], user[at:]
    if not after.strip():
        return f"{before.rstrip()}\n\n{note}\n"
    lead = "" if not before or before.endswith("\n\n") else "\n\n"
    return f"{before}{lead}{note}\n\n{after.lstrip() if lead else after}"

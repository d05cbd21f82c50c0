"""What a judge is told beside the answer, which keeps its bytes."""

from __future__ import annotations

import random
from typing import Literal

from judgekit.framing.edited import edited
from judgekit.framing.templates import NO_ANSWER, sections, tags, with_paragraph
from judgekit.framing.wordings import SYNTAX, Notes
from judgekit.types import Context, Declined, Framing, JudgePrompt, Protocol

Where = Literal["before-answer", "after-answer", "end"]

_TAG = "excellent"


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
    if wrong := _unfit(note, framing.prompt):
        return wrong
    if "{label}" in note or "{other}" in note:
        if framing.prompt.protocol is not Protocol.PAIRWISE:
            return Declined("the prompt compares no answers whose places have names")
        note = note.replace("{label}", "{{ label }}").replace("{other}", "{{ other }}")
    if where == "end" and framing.prompt.score == "logprob":
        return Declined("the end of the prompt is the cue for the judge's first token")
    user = framing.prompt.user
    shown = [s for s in sections(user) if s.holds_answer]
    if not shown:
        return NO_ANSWER
    at = {"before-answer": shown[0].start, "after-answer": shown[-1].end, "end": len(user)}[where]
    return edited(framing, "told", user=with_paragraph(user, at, note))


def show_reference(
    framing: Framing, context: Context, rng: random.Random, /, *, texts: Notes
) -> Framing | Declined:
    """Show the sample's reference before the answer, led in by one of the texts."""
    if framing.prompt.protocol is not Protocol.POINTWISE:
        return Declined("the prompt is not one that grades an answer without a reference")
    if not (context.sample.reference or "").strip():
        return Declined("the sample has no reference")
    user = framing.prompt.user
    shown = [s for s in sections(user) if s.holds_answer]
    if not shown or _TAG in tags(framing.prompt):
        return NO_ANSWER
    note = rng.choice(texts)
    if wrong := _unfit(note, framing.prompt):
        return wrong
    section = f"<{_TAG}>\n{{{{ reference | fenced }}}}\n</{_TAG}>"
    made = with_paragraph(user, shown[0].start, f"{note}\n\n{section}")
    return edited(framing, "reference", user=made, protocol=Protocol.REFERENCE)


def _unfit(note: str, prompt: JudgePrompt) -> Declined | None:
    """Say why a text cannot stand in a template as plain words."""
    if not note.strip() or SYNTAX.search(note):
        return Declined("the note is empty or holds template syntax")
    if any(f"<{tag}>" in note or f"</{tag}>" in note for tag in {*tags(prompt), _TAG}):
        return Declined("the note holds a tag of the prompt's sections")
    return None

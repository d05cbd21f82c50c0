"""The judge answers the task itself before it sees a response, and then judges beside that."""

from __future__ import annotations

from typing import Any

from judgekit.defences.seam import Defence
from judgekit.errors import CallFailed
from judgekit.framing.edited import edited
from judgekit.framing.templates import NO_ANSWER, sections, tags, with_paragraph
from judgekit.judging.parse import failed
from judgekit.judging.pooling import spent
from judgekit.judging.templates import names
from judgekit.types import (
    Complete,
    Declined,
    Framing,
    Identity,
    Judge,
    Judgment,
    Message,
    Protocol,
    Reply,
    Request,
    Sample,
    Unscored,
)

SYSTEM = (
    "Work out your own answer to what follows and state it, with the steps that it rests on, as "
    "briefly as you can. Where a conversation is shown, write the message that belongs where its "
    "response stands."
)
NOTE = "Before you saw any answer to it, you answered this yourself. You may have been wrong."
MAX_TOKENS = 1000
_TAG = "your_own_answer"
_OF_VERDICTS = {"logprobs", "max_completion_tokens", "max_tokens", "response_format"}
_OF_VERDICTS |= {"top_logprobs"}
"""Parameters that are about a verdict, which this is not."""


def commit_first(complete: Complete) -> Defence:
    """Return the defence that has the model answer first, and judge with its answer in view.

    An answer that was read first pulls the judge's own towards it; one that is written first
    cannot be pulled (cf. the reference-guided grading of 2306.05685, where it is given).
    """

    async def ask(judge: Judge, sample: Sample, response: str, repeat: int) -> Judgment:
        try:
            reply = await complete(_request(judge.identity, sample, repeat))
        except CallFailed as failure:
            return failed(failure)
        own = _as_judgment(reply)
        if own.unscored is not Unscored.NO_VERDICT:
            return own
        beside = sample.model_copy(update={"reference": reply.text})
        judged = await judge(beside, response, repeat=repeat)
        return judged.model_copy(update={**spent((own, judged)), "mass": judged.mass})

    made_of: dict[str, str | int] = {"system": SYSTEM, "note": NOTE, "max_tokens": MAX_TOKENS}
    return Defence("commit-first", made_of, ask, _beside_own)


def _request(judge: Identity, sample: Sample, repeat: int) -> Request:
    params = {k: v for k, v in judge.params.items() if k not in _OF_VERDICTS}
    return Request(
        model=judge.model,
        api_base=judge.api_base,
        messages=(
            Message(role="system", content=SYSTEM),
            Message(role="user", content=sample.prompt),
        ),
        params={**params, "max_tokens": MAX_TOKENS},
        repeat=repeat,
    )


def _as_judgment(reply: Reply) -> Judgment:
    """Return what the reply cost, and why it is no answer to judge beside, if it is none."""
    why = Unscored.NO_VERDICT
    if reply.refusal or reply.finish_reason in ("content_filter", "refusal"):
        why = Unscored.REFUSED
    elif reply.finish_reason == "length":
        why = Unscored.TRUNCATED
    elif not reply.text.strip():
        why = Unscored.EMPTY
    about: dict[str, Any] = {"raw": reply.text, "usage": reply.usage, "cost_usd": reply.cost_usd}
    return Judgment(unscored=why, detail="its own answer, before it judged", **about)


def _beside_own(framing: Framing) -> Framing | Declined:
    """Show the reference, which will be the judge's own answer, before what is judged."""
    prompt = framing.prompt
    if "reference" in names(prompt.user) | names(prompt.system):
        return Declined("it is shown a reference already")
    shown = [s for s in sections(prompt.user) if s.holds_answer]
    if not shown or _TAG in tags(prompt):
        return NO_ANSWER
    section = f"<{_TAG}>\n{{{{ reference | fenced }}}}\n</{_TAG}>"
    user = with_paragraph(prompt.user, shown[0].start, f"{NOTE}\n\n{section}")
    changed: dict[str, Any] = {"user": user}
    if prompt.protocol is Protocol.POINTWISE:
        changed["protocol"] = Protocol.REFERENCE
    return edited(framing, "commit-first", **changed)

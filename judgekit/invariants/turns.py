"""Promises about a conversation: its other messages stand, and bear out nothing that was added."""

from __future__ import annotations

import re

from judgekit.invariants.claim import Claim, Found, broken, held_if, kept, vacuous
from judgekit.text import turns_in
from judgekit.types import Transcript, show


def others_kept(claim: Claim) -> Found:
    """Every message but the judged one stands byte for byte; vacuous without a conversation.

    Read back are the prompt, and the whole conversation with the result in its place.
    """
    transcript = claim.sample.transcript
    if transcript is None:
        return vacuous("no conversation")
    if turns_in(claim.sample.prompt) != (transcript.turns, transcript.judged):
        return broken("the prompt does not show the other messages as they are")
    whole = transcript.saying(claim.after)
    if turns_in(show(whole)) != (whole, None):
        return broken("with the result in its place the conversation reads otherwise")
    return kept(f"{len(transcript.others)} other messages")


def alleged(claim: Claim) -> Found:
    """After the text stands one of the attack's texts and nothing else.

    In its slots stand a tool that was called for `{tool}` and digits for `{number}`.
    """
    return held_if(_wording(claim) is not None, "what was added is none of the attack's texts")


def unfounded(claim: Claim) -> Found:
    """No message bears out what was added.

    None holds it, or the number in it, and none of the role that the attack is `about` holds a
    word of its `unless`.
    """
    wording, transcript = _wording(claim), claim.sample.transcript
    if wording is None or transcript is None:
        return broken("what was added is none of the attack's texts")
    everything = "\n".join(_spoken(transcript, role) for role in _ROLES)
    if wording[0] in everything:
        return broken("a message holds what was added")
    number = wording.groupdict().get("number")
    if number in re.findall("[0-9]+", f"{everything}\n{claim.before}"):
        return broken(f"{number} is in the conversation")
    spoken = _spoken(transcript, str(claim.attack.params.get("about"))).casefold()
    borne_out = [word for word in _strings(claim, "unless") if word.casefold() in spoken]
    return held_if(not borne_out, f"{''.join(borne_out[:1])!r} is in what it is about")


def forged(claim: Claim) -> Found:
    """What was added reads as messages, written as those of this conversation, that nobody sent."""
    added = turns_in(_added(claim).strip("\n"))
    if added is None or claim.sample.transcript is None:
        return broken("what was added does not read as messages")
    sent = set(added.turns) & set(claim.sample.transcript.turns)
    return held_if(not sent, "such a message was sent", f"{len(added.turns)} messages forged")


_ROLES = ("system", "user", "assistant", "tool")


def _added(claim: Claim) -> str:
    """Return what stands after the text and the separator; nothing where the text does not."""
    head = claim.before + str(claim.attack.params.get("separator", "\n\n"))
    return claim.after[len(head) :] if claim.after.startswith(head) else ""


def _wording(claim: Claim) -> re.Match[str] | None:
    """Match what was added with the attack's text that it was made of."""
    added, transcript = _added(claim), claim.sample.transcript
    if transcript is None:
        return None
    called = {re.escape(call.name) for turn in transcript.turns for call in turn.tool_calls}
    tool = f"(?:{'|'.join(sorted(called)) or '(?!)'})"
    for text in _strings(claim, "texts"):
        # The tool's name comes in last, for it may be spelled like a slot.
        pattern = re.escape(text).replace(r"\{number\}", "(?P<number>[0-9]+)", 1)
        pattern = pattern.replace(r"\{number\}", "(?P=number)").replace(r"\{tool\}", tool)
        if match := re.fullmatch(pattern, added):
            return match
    return None


def _strings(claim: Claim, name: str) -> list[str]:
    value = claim.attack.params.get(name)
    return [str(v) for v in value] if isinstance(value, list) else []


def _spoken(transcript: Transcript, role: str) -> str:
    """Return the texts of one role; with what tools said, what they were asked."""
    texts = [turn.text for turn in transcript.turns if turn.role == role]
    if role == "tool":
        calls = [call for turn in transcript.turns for call in turn.tool_calls]
        texts += [f"{call.name}\n{call.arguments}" for call in calls]
    return "\n".join(texts)

"""Promises about every edit of how a judge is asked, and about the places of its answers."""

from __future__ import annotations

import re
from collections import Counter
from typing import NamedTuple

from judgekit.invariants.claim import Found, broken, held_if
from judgekit.invariants.templates import fenced, plain, shown, texts
from judgekit.types import Attack, Context, Framing, JudgePrompt, Order, Protocol


class FramingClaim(NamedTuple):
    """A framing as an edit handed it over: nothing in it is believed."""

    before: Framing
    after: Framing
    context: Context
    attack: Attack

    @property
    def was(self) -> JudgePrompt:
        return self.before.prompt

    @property
    def now(self) -> JudgePrompt:
        return self.after.prompt


def answer_kept(claim: FramingClaim) -> Found:
    """Every shown text stands fenced between the same tags, the judged answers in their order."""
    was, now = shown(claim.was), shown(claim.now)
    if not was:
        return broken("no text is shown")
    if lost := Counter(was) - Counter(now):
        return broken(f"{min(lost).shows!r} is no longer shown as it was")
    if [s for s in was if s.shows in _JUDGED] != [s for s in now if s.shows in _JUDGED]:
        return broken("the judged answers are shown otherwise")
    for tag in {s.tag for s in was}:
        if _mentions(claim.was, tag) != _mentions(claim.now, tag):
            return broken(f"<{tag}> stands in other places than before")
    apart = fenced(claim.now) == len(now)
    return held_if(apart, "a text is shown outside a section", f"{len(now)} texts in sections")


def prompt_sound(claim: FramingClaim) -> Found:
    """The edited prompt still shows what its protocol needs and says what to reply."""
    prompt = claim.now
    lost = _NEEDED[prompt.protocol] - {s.shows for s in shown(prompt)}
    if lost:
        return broken(f"{min(lost)!r} is not shown in a section of its own")
    labels, scale = prompt.reply.labels, prompt.scale
    if len({label.strip().casefold() for label in labels}) < len(labels):
        return broken("two labels cannot be told apart")
    if any(not scale.low <= score <= scale.high for score in labels.values()):
        return broken("a label stands for no score of the scale")
    if prompt.protocol is Protocol.ATTRIBUTES and "attributes" not in _unfenced(prompt):
        return broken("the judge is not told what to grade")
    said = "\n".join(map(plain, texts(prompt))).casefold()
    due = _due(prompt)
    missing = [word for word in due if word.casefold() not in said]
    told = f"told to reply with {', '.join(due)}"
    return held_if(not missing, f"the judge is never told to reply with {missing}", told)


def swapped(claim: FramingClaim) -> Found:
    """The response stands second instead of first, in the same prompt."""
    orders = claim.before.order, claim.after.order
    same = claim.was == claim.now and claim.before.twin == claim.after.twin
    return held_if(same and orders == (Order.FIRST, Order.SECOND), f"the orders are {orders}")


def twin(claim: FramingClaim) -> Found:
    """The response is its own rival, first and second in the same prompt."""
    same = claim.was == claim.now and claim.before.order is claim.after.order is Order.FIRST
    return held_if(same and claim.after.twin and not claim.before.twin, "it has another rival")


def changed(claim: FramingClaim, *, but: set[str]) -> str | None:
    """Return that something changed besides some fields of the prompt, or None."""
    if (claim.before.order, claim.before.twin) != (claim.after.order, claim.after.twin):
        return "the answers are shown in another order"
    if claim.was.sha256 == claim.now.sha256:
        return "the changed prompt has the hash of the old one"
    was, now = (p.model_dump(exclude={"id", "sha256", *but}) for p in (claim.was, claim.now))
    other = next((name for name in was if was[name] != now[name]), None)
    return None if other is None else f"{other!r} of the prompt changed as well"


_JUDGED = {"response", "first", "second"}
_UNFENCED = re.compile(r"\{\{-?\s*(\w+)\s*-?\}\}")
_NEEDED = {
    Protocol.POINTWISE: {"prompt", "response"},
    Protocol.REFERENCE: {"prompt", "reference", "response"},
    Protocol.PAIRWISE: {"prompt", "first", "second"},
    Protocol.ATTRIBUTES: {"prompt", "response"},
}


def _mentions(prompt: JudgePrompt, tag: str) -> int:
    return len(re.findall(rf"</?{re.escape(tag)}>", f"{prompt.system}\n{prompt.user}"))


def _due(prompt: JudgePrompt) -> tuple[str, ...]:
    """Return what the prose must name, if no variable does: the outermost labels, or the fields."""
    labels = prompt.reply.labels
    if "reply" in _unfenced(prompt):
        return ()
    if prompt.reply.form != "label":
        return prompt.fields
    return min(labels, key=labels.__getitem__), max(labels, key=labels.__getitem__)


def _unfenced(prompt: JudgePrompt) -> list[str]:
    """Return the variables that are shown as they are."""
    return [name for text in texts(prompt) for name in _UNFENCED.findall(text)]

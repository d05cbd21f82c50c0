"""Promises about how a judge is asked: only what was said has changed, and no answer has."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from typing import NamedTuple

from judgekit.invariants.claim import Found, broken, held_if, kept
from judgekit.types import Attack, Context, Framing, JudgePrompt, Order


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
    was, now = (_shown(p.user) for p in (claim.was, claim.now))
    if not was:
        return broken("no text is shown")
    lost = Counter(was) - Counter(now)
    if lost:
        return broken(f"{min(lost)[1]!r} is no longer shown as it was")
    judged = [s for s in was if s[1] in _JUDGED]
    return held_if(
        judged == [s for s in now if s[1] in _JUDGED] and _variables(claim.now.user) == len(now),
        "the judged answers are shown otherwise",
        f"{len(judged)} answers in their sections",
    )


def note(claim: FramingClaim) -> Found:
    """Nothing but one of the attack's notes was put in, between paragraphs, outside sections."""
    if wrong := _changed(claim, but={"user"}):
        return broken(wrong)
    texts = claim.attack.params.get("texts")
    for text in texts if isinstance(texts, list) else []:
        said = str(text).replace("{label}", "{{ label }}").replace("{other}", "{{ other }}")
        if _without(claim.now.user, said) == claim.was.user.split():
            return held_if(not _inside_a_section(claim, said), "it stands in a section")
    return broken("more, or other, than one of the notes was put in")


def reference_shown(claim: FramingClaim) -> Found:
    """Nothing but a note and the reference in a section of its own was put in."""
    if wrong := _changed(claim, but={"user", "protocol"}):
        return broken(wrong)
    texts = claim.attack.params.get("texts")
    block = "<excellent>\n{{ reference | fenced }}\n</excellent>"
    for text in texts if isinstance(texts, list) else []:
        if _without(claim.now.user, f"{text}\n\n{block}") == claim.was.user.split():
            return held_if(bool(claim.context.sample.reference), "the sample has no reference")
    return broken("more than a note and the reference was put in")


def lines_permuted(claim: FramingClaim) -> Found:
    """The lines are the same in another order; nothing else changed."""
    if wrong := _changed(claim, but={"user"}):
        return broken(wrong)
    was, now = claim.was.user.splitlines(), claim.now.user.splitlines()
    if Counter(was) != Counter(now):
        return broken("the lines are others")
    return held_if(was != now, "the order is the same", f"{len(was)} lines")


def sections_permuted(claim: FramingClaim) -> Found:
    """The sections are the same in another order, and so is what stands between them."""
    if wrong := _changed(claim, but={"user"}):
        return broken(wrong)
    was, now = claim.was.user, claim.now.user
    if _SECTION.sub("", was) != _SECTION.sub("", now):
        return broken("what stands around the sections changed")
    before, after = ([m[0] for m in _SECTION.finditer(text)] for text in (was, now))
    same = Counter(before) == Counter(after) and before != after
    return held_if(same, "the sections are others, or as they were", f"{len(before)} sections")


def mirrored(claim: FramingClaim) -> Found:
    """The other end is the best; numbers alone changed, each to low + high minus itself."""
    if wrong := _changed(claim, but={"system", "user", "best"}):
        return broken(wrong)
    if claim.was.best == claim.now.best:
        return broken("the same end is the best")
    both = claim.was.scale.low + claim.was.scale.high
    return _numbers(claim, lambda n: both - n)


def rescaled(claim: FramingClaim) -> Found:
    """The scale is the attack's; numbers alone changed, in proportion, to the nearest whole."""
    if wrong := _changed(claim, but={"system", "user", "scale"}):
        return broken(wrong)
    old, new = claim.was.scale, claim.now.scale
    if {"low": new.low, "high": new.high} != claim.attack.params:
        return broken("the scale is not the one the attack names")
    share = (old.accept - old.low) / old.span
    if abs(new.low + share * new.span - new.accept) > 1e-9:
        return broken("it accepts from another share of the scale on")
    return _numbers(claim, lambda n: round(new.low + (n - old.low) * new.span / old.span))


def names_bijective(claim: FramingClaim) -> Found:
    """Every whole score has one name, in the attack's order, where the prompt had the number."""
    if wrong := _changed(claim, but={"system", "user", "reply"}):
        return broken(wrong)
    low, high = int(claim.was.scale.low), int(claim.was.scale.high)
    names, labels = claim.attack.params.get("names"), claim.now.reply.labels
    if not isinstance(names, list) or labels != {
        str(name): float(n) for n, name in zip(range(low, high + 1), names, strict=False)
    }:
        return broken("the labels are not the attack's names for the whole scores, lowest first")
    by_number = {f"{score:g}": name for name, score in labels.items()}
    was, now = (f"{p.system}\n{p.user}" for p in (claim.was, claim.now))
    named = _words([*labels])
    if named.search(was):
        return broken("the prompt held such a name before")
    due = [by_number.get(n) for n in _NUMBER.findall(was)]
    found = named.findall(now)
    if found != due or not due:
        return broken(f"the names {found} stand where {due} were due")
    noun = str(claim.attack.params.get("noun", ""))
    same = _bare(_NUMBER.sub("#", was), noun) == _bare(named.sub("#", now), noun)
    return held_if(same, "more than numbers changed", f"{len(found)} numbers named")


def labels_bijective(claim: FramingClaim) -> Found:
    """The answers bear the attack's names, and naming them back gives the prompt as it was."""
    if wrong := _changed(claim, but={"system", "user", "reply"}):
        return broken(wrong)
    was, now = claim.was.reply.labels, claim.now.reply.labels
    if sorted(was.values()) != sorted(now.values()):
        return broken("the verdicts are worth something else")
    renamed = {new: old for (old, _), (new, _) in zip(was.items(), now.items(), strict=True)}
    renamed = {new: old for new, old in renamed.items() if new != old}
    if any(now[new] != was[old] for new, old in renamed.items()) or len(renamed) != 2:
        return broken("not two labels were renamed, each for itself")
    old, new = _words([*renamed.values()]), _words([*renamed])
    for was_text, now_text in zip(_texts(claim.was), _texts(claim.now), strict=True):
        if (
            old.search(new.sub("", now_text))
            or new.sub(lambda m: renamed[m[0]], now_text) != was_text
        ):
            return broken("naming the answers back does not give the prompt as it was")
    return kept(", ".join(f"{before} became {after}" for after, before in renamed.items()))


def reworded(claim: FramingClaim) -> Found:
    """Putting the old words back for the new ones gives the prompt as it was."""
    if wrong := _changed(claim, but={"system", "user"}):
        return broken(wrong)
    pairs = claim.attack.params.get("pairs")
    texts = [*_texts(claim.now)]
    for pair in reversed(pairs if isinstance(pairs, list) else []):
        old, new = (str(words) for words in pair) if isinstance(pair, list) else ("", "")
        texts = [text.replace(new, old) if new in text else text for text in texts]
    same = texts == [*_texts(claim.was)]
    return held_if(same and claim.now != claim.was, "the words are others than the table's")


def recast(claim: FramingClaim) -> Found:
    """Apart from the marks that open its lines, the prompt has the same words in order."""
    if wrong := _changed(claim, but={"user"}):
        return broken(wrong)
    was, now = (
        [w for line in text.splitlines() for w in _MARK.sub("", line).split()]
        for text in (claim.was.user, claim.now.user)
    )
    return held_if(was == now and claim.was.user != claim.now.user, "the words are others")


def swapped(claim: FramingClaim) -> Found:
    """The response stands second instead of first, in the same prompt."""
    orders = claim.before.order, claim.after.order
    same = claim.was == claim.now and claim.before.twin == claim.after.twin
    return held_if(same and orders == (Order.FIRST, Order.SECOND), f"the orders are {orders}")


def twin(claim: FramingClaim) -> Found:
    """The response is its own rival, first and second in the same prompt."""
    same = claim.was == claim.now and claim.before.order is claim.after.order is Order.FIRST
    return held_if(same and claim.after.twin and not claim.before.twin, "it has another rival")


_JUDGED = {"response", "first", "second"}
_SECTION = re.compile(r"<([\w-]+)>\s*\{\{-?\s*(\w+)\s*\|\s*fenced\s*-?\}\}\s*</\1>")
_NUMBER = re.compile(r"(?<![\w.,-])\d+(?![\w,]|\.\d)")
_MARK = re.compile(r"^[ \t]*(?:-|\d+\.|[a-z]\))[ \t]+")


def _shown(template: str) -> list[tuple[str, str]]:
    """Return tag and variable of every shown text."""
    return _SECTION.findall(template)


def _variables(template: str) -> int:
    return len(re.findall(r"\|\s*fenced", template))


def _changed(claim: FramingClaim, *, but: set[str]) -> str | None:
    """Return that something changed besides some fields of the prompt, or None."""
    if (claim.before.order, claim.before.twin) != (claim.after.order, claim.after.twin):
        return "the answers are shown in another order"
    free = {"id", "sha256", *but}
    was, now = (p.model_dump(exclude=free) for p in (claim.was, claim.now))
    other = next((name for name in was if was[name] != now[name]), None)
    if claim.was.sha256 == claim.now.sha256:
        return "the changed prompt has the hash of the old one"
    return None if other is None else f"{other!r} of the prompt changed as well"


def _without(text: str, note: str) -> list[str] | None:
    """Return the words that are left without a note that stands between paragraphs, once."""
    if text.count(note) != 1:
        return None
    before, after = text.split(note)
    apart = (not before or before.endswith("\n\n")) and (not after.strip() or after[:2] == "\n\n")
    return [*before.split(), *after.split()] if apart else None


def _inside_a_section(claim: FramingClaim, note: str) -> bool:
    """Say whether a note stands between the tags of a text that was shown without it."""
    now, at = claim.now.user, claim.now.user.index(note)
    between = (re.compile(rf"<({tag})>.*?</\1>", re.DOTALL) for tag, _ in _shown(claim.was.user))
    return any(m.start() < at < m.end() for tags in between for m in tags.finditer(now))


def _numbers(claim: FramingClaim, mapped: Callable[[int], float]) -> Found:
    """Compare number by number: each as it was or as mapped, at least two of them mapped."""
    moved = 0
    for was, now in zip(_texts(claim.was), _texts(claim.now), strict=True):
        if _NUMBER.sub("0", was) != _NUMBER.sub("0", now):
            return broken("more than numbers changed")
        for old, new in zip(_NUMBER.findall(was), _NUMBER.findall(now), strict=True):
            if new not in (old, f"{mapped(int(old)):g}"):
                return broken(f"{old} became {new}")
            moved += old != new
    return held_if(moved >= 2, "fewer than two numbers changed", f"{moved} numbers changed")


def _texts(prompt: JudgePrompt) -> tuple[str, str]:
    return prompt.system, prompt.user


def _words(names: list[str]) -> re.Pattern[str]:
    """Match the names as whole words, outside tags and template variables."""
    longest_first = sorted(names, key=len, reverse=True)
    return re.compile(r"(?<![\w{|])(?:" + "|".join(map(re.escape, longest_first)) + r")(?![\w}|])")


def _bare(text: str, noun: str) -> str:
    """Return the text with one word for what a verdict is, and no marks around its place."""
    kinds = ["whole number", "plain number", "single digit", "number", "digit", noun]
    said = re.sub(r"\b(?:" + "|".join(map(re.escape, kinds)) + r")\b", "number", text)
    return re.sub(r'"(<[^<>\n]*>)"', r"\1", said)

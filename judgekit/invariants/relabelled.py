"""Promises that words were exchanged for others, which can be exchanged back."""

from __future__ import annotations

from judgekit.invariants.claim import Found, broken, kept
from judgekit.invariants.framed import FramingClaim, changed
from judgekit.invariants.templates import beside_syntax, plain, shown, texts, whole


def labels_bijective(claim: FramingClaim) -> Found:
    """The answers bear the attack's names, and naming them back gives the prompt as it was."""
    if wrong := changed(claim, but={"system", "user", "reply"}) or _not_renamed(claim):
        return broken(wrong)
    was, now = claim.was.reply.labels, claim.now.reply.labels
    back = {new: old for old, new in zip(was, now, strict=True) if new != old}
    old, new = whole(back.values()), whole(back)
    for was_text, now_text in zip(texts(claim.was), texts(claim.now), strict=True):
        if new.search(plain(was_text)):
            return broken("the prompt held a new name before")
        if beside_syntax(new, lambda m: back[m[0]], now_text) != was_text:
            return broken("naming the answers back does not give the prompt as it was")
        if old.search(new.sub("", plain(now_text))):
            return broken("an old name still stands in the prompt")
    if _parts_of_tags(claim) & {label.casefold() for label in back.values()}:
        return broken("a section bears the name of an old label")
    return kept(", ".join(f"{old} became {new}" for new, old in back.items()))


def reworded(claim: FramingClaim) -> Found:
    """Putting the old words back for the new ones gives the prompt as it was."""
    if wrong := changed(claim, but={"system", "user"}):
        return broken(wrong)
    old_of = _table(claim)
    if not old_of or texts(claim.was) == texts(claim.now):
        return broken("nothing was exchanged")
    words = whole(old_of)
    replied = whole([*claim.was.reply.labels, claim.was.reply.field])
    for was, now in zip(texts(claim.was), texts(claim.now), strict=True):
        if beside_syntax(words, lambda m: old_of[m[0]], now) != was:
            return broken("the words are others than the table's")
        if replied.findall(plain(was)) != replied.findall(plain(now)):
            return broken("the words to reply with changed as well")
    return kept("the table gives the prompt as it was")


def _not_renamed(claim: FramingClaim) -> str | None:
    """Return what in the contract is not as the attack's two names would make it, or None."""
    was, now = claim.was.reply, claim.now.reply
    names = claim.attack.params.get("names")
    if len(now.labels) < 2:
        return "there are no two labels"
    best, worst = (pick(now.labels, key=now.labels.__getitem__) for pick in (max, min))
    if not isinstance(names, list) or [best, worst] != names[:2]:
        return "the answers do not bear the attack's names"
    if was.model_copy(update={"labels": now.labels}) != now:
        return "the form of the reply changed as well"
    if [*was.labels.values()] != [*now.labels.values()]:
        return "the verdicts are worth something else"
    if len({label.casefold() for label in now.labels}) < len(now.labels):
        return "two labels cannot be told apart"
    others = [n for o, n in zip(was.labels, now.labels, strict=True) if o != n]
    return None if {*others} == {best, worst} else "not the two labels of answers were renamed"


def _parts_of_tags(claim: FramingClaim) -> set[str]:
    tags = (s.tag.casefold().replace("-", "_") for s in shown(claim.now))
    return {part for tag in tags for part in tag.split("_")}


def _table(claim: FramingClaim) -> dict[str, str]:
    """Return the old words by the new ones."""
    pairs = claim.attack.params.get("pairs")
    if not isinstance(pairs, list):
        return {}
    return {str(pair[1]): str(pair[0]) for pair in pairs if isinstance(pair, list)}

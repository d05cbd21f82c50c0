"""Edits that take sentences away or change their order."""

from __future__ import annotations

import random
from itertools import pairwise

from judgekit.operators.edits import NO_PROSE, edit
from judgekit.text import Span, overlap, sentences
from judgekit.types import Context, Declined, Edit, Splice

_ONE_SENTENCE = Declined("the text has a single sentence")


def keep_first_sentence(text: str, context: Context, rng: random.Random, /) -> Edit | Declined:
    """Cut everything after the first sentence."""
    found = sentences(text)
    if len(found) < 2:
        return _ONE_SENTENCE if found else NO_PROSE
    return edit(text, (Splice(found[0].end, len(text), ""),))


def drop_sentence(text: str, context: Context, rng: random.Random, /) -> Edit | Declined:
    """Cut one sentence, with its line if it stands alone there."""
    found = sentences(text)
    if len(found) < 2:
        return _ONE_SENTENCE if found else NO_PROSE
    start, end = with_its_room(text, rng.choice(found))
    return edit(text, (Splice(start, end, ""),))


def shuffle_sentences(text: str, context: Context, rng: random.Random, /) -> Edit | Declined:
    """Put the sentences into another order; what stands between them stays."""
    places = _movable(text)
    before = [text[s.start : s.end] for s in places]
    if len(set(before)) < 2:
        return Declined("the text has no two sentences to exchange")
    after = rng.sample(before, len(before))
    if after == before:
        first = next(i for i, s in enumerate(before) if s != before[0])
        after = before[first:] + before[:first]
    moved = zip(places, before, after, strict=True)
    return edit(text, (Splice(*place, new) for place, old, new in moved if new != old))


def with_its_room(text: str, sentence: Span) -> Span:
    """Return a sentence with the space beside it, or with the whole line it fills."""
    before, after = text.rfind("\n", 0, sentence.start), text.find("\n", sentence.end)
    line = Span(before + 1, after if after >= 0 else len(text))
    beside = [s for s in sentences(text) if s != sentence and overlap(s, [line])]
    if not beside:
        return Span(line.start, line.end + 1) if after >= 0 else Span(max(0, before), line.end)
    following = [s.start for s in beside if s.start >= sentence.end]
    if following:
        return Span(sentence.start, following[0])
    return Span(beside[-1].end, sentence.end)


def _movable(text: str) -> tuple[Span, ...]:
    """Return the sentences that may change places without running into one another.

    Where a line holds several, one without a full stop would swallow the next.
    """
    found = sentences(text)
    alone = all("\n" in text[a.end : b.start] for a, b in pairwise(found))
    return found if alone else tuple(s for s in found if _is_closed(text, s))


def _is_closed(text: str, sentence: Span) -> bool:
    return text[sentence.start : sentence.end].rstrip("\"')]”’*_").endswith((".", "!", "?", "…"))

"""What a journal tells of a judge that was asked before: how long its texts and its replies are."""

from __future__ import annotations

import json
from itertools import islice
from typing import NamedTuple

from judgekit.auditing.counting import length
from judgekit.store import Journal
from judgekit.types import Identity, Reply, Request

_MOST = 500
_LOOKED_AT = 20_000


class Past(NamedTuple):
    """Replies of a judge, one number each; the provider counted the tokens."""

    tokens_per_character: tuple[float, ...] = ()
    tokens_written: tuple[int, ...] = ()
    latency_s: tuple[float, ...] = ()


def look_back(journal: Journal | None, judge: Identity) -> Past:
    """Return what replies of this model, under these parameters, have taken.

    Lines come in the order of their keys, which is as good as drawn: the first are enough.
    """
    if journal is None:
        return Past()
    read, written, took = [], [], []
    for request, reply in _asked_alike(journal, judge):
        if reply.usage.prompt_tokens is not None and length(request):
            read.append(reply.usage.prompt_tokens / length(request))
        if reply.usage.completion_tokens is not None:
            written.append(reply.usage.completion_tokens)
        if reply.latency_s is not None:
            took.append(reply.latency_s)
    return Past(tuple(read), tuple(written), tuple(took))


def _asked_alike(journal: Journal, judge: Identity) -> list[tuple[Request, Reply]]:
    lines = islice(journal.lines(), _LOOKED_AT)
    pairs = ((Request.model_validate(json.loads(line.request)), line.reply) for line in lines)
    alike = (pair for pair in pairs if _is_alike(pair[0], judge))
    return [(r, Reply.model_validate(json.loads(reply))) for r, reply in islice(alike, _MOST)]


def _is_alike(request: Request, judge: Identity) -> bool:
    asked = (request.model, request.api_base, request.params)
    return asked == (judge.model, judge.api_base, judge.params)

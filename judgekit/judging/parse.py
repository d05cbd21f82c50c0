"""A reply is a score or a reason for having none; it is never a guess."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from judgekit.errors import CallFailed
from judgekit.judging.claims import about, contradicts
from judgekit.judging.labels import expected, spoken
from judgekit.judging.reading import Reading, scored, unread
from judgekit.judging.vector import vector
from judgekit.judging.verdicts import find, own, without
from judgekit.types import Contract, JudgePrompt, Judgment, Protocol, Reply, Scale, Unscored

PARSER_VERSION = 1
"""Part of a judge's identity: a parser that reads otherwise makes another judge."""

MAX_VERDICTS = 20
"""More matches than this are noise, whatever they say."""

_WITHHELD = {"content_filter", "refusal"}
_THINKING = re.compile(r"\s*<(think|thinking)>(?:.*?</\1>|.*)", re.DOTALL)
_DECLINES = re.compile(
    r"\b(?:I|we)\b[^.!?\n]{0,24}(?:n['’]t|not|unable|declin\w+|refus\w+)\b[^.!?\n]{0,16}"
    r"\b(?:help|assist|comply|evaluat\w+|judge|rate|rating|scor\w+|grad\w+|assess|provide|engage"
    r"|fulfil\w*|continue|participate)\b",
    re.IGNORECASE,
)


def parse(prompt: JudgePrompt, reply: Reply, judged: str) -> Judgment:
    """Read a reply by its prompt's contract; `judged` is the answer the judge was shown."""
    if prompt.protocol is not Protocol.ATTRIBUTES:
        return judgment(_reading(prompt, prompt.reply, reply, judged), reply)
    readings = {
        field: _reading(
            prompt,
            prompt.reply.model_copy(update={"field": field}),
            reply,
            judged,
            beside=[f for f in prompt.fields if f != field],
        )
        for field in prompt.fields
    }
    return vector(prompt, readings, reply)


def judgment(reading: Reading, reply: Reply) -> Judgment:
    """Tie a reading to the reply it was made from."""
    return Judgment(**reading._asdict(), raw=reply.text, usage=reply.usage, cost_usd=reply.cost_usd)


def failed(failure: CallFailed) -> Judgment:
    """Count a failed call as a missing score, unless no further call can succeed either."""
    if failure.fatal:
        raise failure
    return Judgment(unscored=Unscored.TRANSPORT, detail=str(failure))


def read(
    text: str, contract: Contract, scale: Scale, judged: str, *, beside: Sequence[str] = ()
) -> Reading:
    """Read the text of a finished reply by a contract; `beside` are its other fields."""
    text = _THINKING.sub("", text, count=1) if text.lstrip().startswith("<think") else text
    if not any(map(_is_visible, text)):
        return unread(Unscored.EMPTY, "nothing visible in the reply")
    if contract.form == "label":
        reading = spoken(text, contract.labels, scale)
    else:
        reading = _stated(text, contract, scale, judged, beside)
    if reading.unscored is Unscored.NO_VERDICT and _DECLINES.search(text[:300]):
        return unread(Unscored.REFUSED, "the reply declines to judge")
    return reading


def _reading(
    prompt: JudgePrompt,
    contract: Contract,
    reply: Reply,
    judged: str,
    *,
    beside: Sequence[str] = (),
) -> Reading:
    if reply.refusal or reply.finish_reason in _WITHHELD:
        return unread(Unscored.REFUSED, reply.refusal or f"withheld: {reply.finish_reason}")
    if prompt.score == "logprob":
        return expected(prompt, reply.first_token)
    if reply.finish_reason == "length":
        return unread(Unscored.TRUNCATED, "the reply reached its limit of tokens")
    return read(reply.text, contract, prompt.scale, judged, beside=beside)


def _stated(
    text: str, contract: Contract, scale: Scale, judged: str, beside: Sequence[str]
) -> Reading:
    """Read the judge's own verdict, unless another one or the judge's words deny it."""
    text = without(text, contract, beside)
    found = find(text, contract)
    if len(found) > MAX_VERDICTS:
        return unread(Unscored.TWO_VERDICTS, f"{len(found)} verdicts in one reply")
    verdicts = own(found, text, judged)
    if not verdicts:
        why = "a verdict quoted from the answer, and no other" if found else "no verdict"
        return unread(Unscored.NO_VERDICT, f"{why} in the form {contract.form!r}")
    values = (scored(v.value, contract.labels, scale) for v in reversed(verdicts))
    reading, *others = dict.fromkeys(values)
    if others:
        return unread(Unscored.TWO_VERDICTS, f"{len(others) + 1} verdicts that differ")
    if contract.labels or reading.score is None:
        return reading
    if contradicts(about(text, contract.field, beside), reading.score, scale, judged):
        return unread(Unscored.CONTRADICTORY, f"its words argue against {reading.score:g}")
    return reading


def _is_visible(char: str) -> bool:
    return not char.isspace() and not unicodedata.category(char).startswith("C")

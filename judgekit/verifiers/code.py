"""A function of the response, run in a sandbox, its values compared out here.

Expected values never enter the sandbox, so code that takes over its own process can at worst claim
a value. `True` is not 1, a list is not a tuple, and 2 is 2.0.
"""

from __future__ import annotations

import functools
import json
import math
import re
from collections.abc import Sequence
from typing import Annotated

from pydantic import AfterValidator, Field, JsonValue

from judgekit.text import canonical_json, visible
from judgekit.types import Sample, Verification
from judgekit.verifiers.inside import decode, encode
from judgekit.verifiers.outcomes import abstained, failed, passed
from judgekit.verifiers.sandbox import Call, Ran, run


def _is_case(case: Sequence[JsonValue]) -> Sequence[JsonValue]:
    if len(case) != 2 or not isinstance(case[0], list):
        raise ValueError("a case is [[argument, ...], expected]")
    try:
        decode(list(case))
    except (TypeError, ValueError) as error:
        raise ValueError(f"a case holds a value that cannot be read: {error}") from error
    return case


Name = Annotated[str, Field(pattern=r"^[A-Za-z_]\w*$")]
Case = Annotated[Sequence[JsonValue], AfterValidator(_is_case)]
Answer = tuple[str, JsonValue]


def code(
    sample: Sample,
    response: str,
    /,
    *,
    function: Name,
    cases: Annotated[Sequence[Case], Field(min_length=1)],
    timeout_s: Annotated[float, Field(gt=0, le=60)] = 5.0,
    tolerance: Annotated[float, Field(ge=0, lt=1)] = 1e-9,
) -> Verification:
    """Call `function` on every case; one wrong value fails, all right pass, all else abstains.

    Values are JSON; a tuple is written `{"$tuple": [1, 2]}`, a set `{"$set": []}`, a dictionary
    with other keys than strings `{"$dict": [[key, value]]}`, an infinity `{"$float": "inf"}`.
    Floats may differ by `tolerance`, absolute or relative.
    """
    # Keys stay in their order: what a function makes of a dictionary may depend on it.
    written = json.dumps([list(case) for case in cases], allow_nan=False)
    return _check(_source(response, function), function, written, timeout_s, tolerance)


_FENCE = re.compile(
    r"^[ \t]*```(?:(?:python3?|py)\b[^\n]*|[ \t\r]*)\n(.*?)^[ \t]*```", re.M | re.I | re.S
)


def _source(response: str, function: str) -> str:
    """Return the last fenced block that defines the function, the last block, or the whole text."""
    blocks = _FENCE.findall(response)
    defining = [b for b in blocks if re.search(rf"\bdef\s+{function}\b", b)]
    return str((defining or blocks or [response])[-1])


@functools.lru_cache(maxsize=4096)
def _check(
    source: str, function: str, cases: str, timeout_s: float, tolerance: float
) -> Verification:
    arguments, expected = zip(*json.loads(cases), strict=True)
    ran = run(Call(source, function, arguments, timeout_s))
    return _compare(ran, expected, tolerance) if ran else abstained("no_sandbox")


def _compare(ran: Ran, expected: Sequence[JsonValue], tolerance: float) -> Verification:
    try:
        answers = [_answer(line) for line in ran.lines]
        wrong = _first_wrong(answers, expected, tolerance)
    except (ValueError, RecursionError):
        return abstained(ran.stopped or "garbled")  # someone else wrote to the channel
    if len(answers) > len(expected):
        return abstained("garbled")
    if wrong is not None:
        value, want = answers[wrong][1], expected[wrong]
        return failed(f"case {wrong + 1} is wrong", evidence=f"{value!r:.80}, not {want!r:.80}")
    for kind, what in answers:
        if kind != "value":
            return abstained(visible(f"{kind}: {what}"[:80]), evidence=visible(ran.said))
    if ran.stopped or len(answers) < len(expected):
        reason = ran.stopped or "ended without an answer"
        return abstained(reason, evidence=visible(ran.said))
    return passed(f"right on {len(expected)} cases")


def _first_wrong(
    answers: Sequence[Answer], expected: Sequence[JsonValue], tolerance: float
) -> int | None:
    for i, ((kind, value), want) in enumerate(zip(answers, expected, strict=False)):
        if kind == "value" and not _same(encode(decode(want)), value, tolerance):
            return i
    return None


def _answer(line: bytes) -> Answer:
    """Return what one line says: a kind (`value`, `raised`, ...) and its content."""
    answer = json.loads(line)
    if not isinstance(answer, dict) or len(answer) != 1:
        raise ValueError("not an answer")
    return next(iter(answer.items()))


def _same(expected: JsonValue, actual: JsonValue, tolerance: float) -> bool:
    if isinstance(expected, dict):
        if not isinstance(actual, dict) or expected.keys() != actual.keys():
            return False
        pairs = ((_unordered(k, expected[k]), _unordered(k, actual[k])) for k in expected)
        return all(_same(e, a, tolerance) for e, a in pairs)
    if isinstance(expected, list):
        return (
            isinstance(actual, list)
            and len(expected) == len(actual)
            and all(_same(e, a, tolerance) for e, a in zip(expected, actual, strict=True))
        )
    if type(expected) in (int, float) and type(actual) in (int, float):
        return _close(expected, actual, tolerance)  # type: ignore[arg-type] # by the line above
    return type(expected) is type(actual) and expected == actual


def _unordered(tag: str, items: JsonValue) -> JsonValue:
    """Sort the pairs of a dictionary, whose order is no part of its value."""
    return (
        sorted(items, key=canonical_json) if tag == "$dict" and isinstance(items, list) else items
    )


def _close(a: float, b: float, tolerance: float) -> bool:
    if isinstance(a, int) and isinstance(b, int):
        return a == b
    try:
        return math.isclose(a, b, rel_tol=tolerance, abs_tol=tolerance)
    except OverflowError:  # an integer beyond the floats
        return False

"""Token log-probabilities that a row brings along, and the text that they are of."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any, NamedTuple

import numpy as np

from judgekit.stats import Array, Codes
from judgekit.types import Sample

FIELD = "logprobs"
"""The field of a row's metadata. It holds what an OpenAI-compatible API returns with a response:
`{"content": [{"token", "logprob", "bytes"}, …]}` of a chat, `{"tokens": […], "token_logprobs":
[…]}` of a completion, or the same with `logprobs`."""


class Tokens(NamedTuple):
    """The tokens of a response: where each ends, in bytes of UTF-8, and its log-probability."""

    ends: Codes
    logprobs: Array

    def within(self, start: int, end: int) -> Array:
        """Return the log-probabilities of all tokens that have a part in `[start, end)`."""
        begins = np.concatenate([[0], self.ends[:-1]])
        return self.logprobs[(begins < end) & (self.ends > start) & (begins < self.ends)]


def recorded(sample: Sample, response: str) -> Tokens | str:
    """Return the tokens that the row records of a response, or why it has none.

    They must spell the response, byte for byte but for blanks around it: a guess at which token
    belongs where would be a guess at the confidence.
    """
    given = sample.metadata.get(FIELD)
    if given is None:
        return f"no token log-probabilities in metadata.{FIELD}"
    read = _pieces(given) if isinstance(given, dict) else None
    if read is None:
        return f"metadata.{FIELD} holds no list of tokens with a log-probability each"
    pieces, logprobs = read
    whole, wanted = b"".join(pieces), response.encode("utf-8", "surrogatepass")
    shift = whole.find(wanted.strip()) - (len(wanted) - len(wanted.lstrip()))
    if not wanted.strip() or whole.strip() != wanted.strip():
        return "the recorded tokens spell another text than the response"
    ends = np.cumsum([len(p) for p in pieces]) - shift
    return Tokens(ends, np.array(logprobs))


def _pieces(given: Mapping[str, Any]) -> tuple[list[bytes], list[float]] | None:
    content = given.get("content")
    tokens: Any = given.get("tokens")
    logprobs: Any = given.get("token_logprobs", given.get("logprobs"))
    if isinstance(content, list):
        whole = [one for one in content if isinstance(one, dict)]
        tokens = [one.get("bytes") or one.get("token") for one in whole]
        logprobs = [one.get("logprob") for one in whole]
    if not isinstance(tokens, list) or not isinstance(logprobs, list):
        return None
    pieces = [p for token in tokens if (p := _bytes(token)) is not None]
    values = [float(p) for p in logprobs if _is_logprob(p)]
    return (pieces, values) if 0 < len(pieces) == len(values) == len(tokens) else None


def _bytes(token: Any) -> bytes | None:
    if isinstance(token, str):
        return token.encode("utf-8", "surrogatepass")
    try:
        return bytes(token) if isinstance(token, list) else None
    except (TypeError, ValueError):
        return None


_ROUNDING = 1e-3


def _is_logprob(value: Any) -> bool:
    # A hair above 0 is a rounded certainty.
    number = isinstance(value, (int, float)) and not isinstance(value, bool)
    return number and math.isfinite(value) and value <= _ROUNDING

"""One call that went wrong: whether another try may help, and how long to wait for it."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping

from judgekit.llm.library import litellm

_PASSING = frozenset({408, 409, 425, 429, 500, 502, 503, 504, 529})
_CROWDED = frozenset({429, 503, 529})
_FINAL = frozenset({401, 403, 404})
_UNPAID = frozenset({*range(400, 500), 503, 529}) - {408}
"""Not 500, 502 or 504: what stands in between may have lost an answer that is charged for."""
_KEYLESS = "Missing credentials"
"""Said by the openai package, which then sends nothing; LiteLLM takes it for the server's fault."""
_LONGEST_S = 60.0


class Failure(Exception):  # noqa: N818 - it reads as what happened
    """A call without a reply; `status` is absent where no answer came or it was no reply."""

    def __init__(
        self,
        message: str,
        *,
        status: int | None = None,
        retry_after_s: float | None = None,
        timed_out: bool = False,
    ) -> None:
        super().__init__(message)
        self.message = message
        self.status = status
        self.retry_after_s = retry_after_s
        self.passing = status is None or status in _PASSING
        """Another try may succeed."""
        self.crowded = timed_out or status in _CROWDED
        """The provider has more than it can take."""
        self.final = status in _FINAL
        """No other call can succeed either: a wrong key, an unknown model."""
        self.unpaid = status in _UNPAID and not timed_out
        """The provider said that it did not do what it would charge for."""


def failed_answer(status: int, headers: Mapping[str, str], content: bytes) -> Failure:
    """Return what an answer other than success stands for."""
    return Failure(
        f"HTTP {status}: {_said(content)}", status=status, retry_after_s=retry_after_s(headers)
    )


def no_reply(error: Exception) -> Failure:
    """Return what an answer stands for in which no reply could be found."""
    return Failure(f"the answer is no reply: {type(error).__name__}: {error}")


def timed_out(timeout_s: float) -> Failure:
    """Return what a call is that took too long, whoever noticed it."""
    return Failure(f"timed out after {timeout_s:g} s", timed_out=True)


def sort_error(error: Exception) -> Exception:
    """Turn an error from LiteLLM into a failure; anything else is a bug and stays what it is."""
    errors = litellm().exceptions
    known = (errors.APIError, errors.APIConnectionError, TimeoutError, OSError)
    status = 401 if _KEYLESS in str(error) else getattr(error, "status_code", None)
    if status is None and not isinstance(error, known):
        return error
    return Failure(
        f"{type(error).__name__}: {error}",
        status=status,
        retry_after_s=retry_after_s(_headers(error)),
        timed_out=isinstance(error, (errors.Timeout, TimeoutError)),
    )


def retry_after_s(headers: Mapping[str, str]) -> float | None:
    """Return how long the provider asks to be left alone, a minute at most."""
    try:
        seconds = float(headers.get("retry-after", ""))
    except ValueError:  # absent, or an HTTP date, which our backoff replaces
        return None
    return None if math.isnan(seconds) else min(max(seconds, 0.0), _LONGEST_S)


def _headers(error: Exception) -> Mapping[str, str]:
    # LiteLLM keeps the answer's headers beside an error, and makes up a response without any.
    kept = getattr(error, "litellm_response_headers", None)
    return kept or getattr(getattr(error, "response", None), "headers", None) or {}


def _said(content: bytes) -> str:
    try:
        error = json.loads(content)["error"]
        return str(error["message"] if isinstance(error, dict) else error)
    except (ValueError, LookupError, TypeError):
        return content[:300].decode("utf-8", "replace")

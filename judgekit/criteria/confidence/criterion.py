"""Confidence as a criterion: the probability of the answer's tokens; a tie-breaker at most."""

from __future__ import annotations

import math
from collections.abc import Callable

from judgekit.criteria.confidence.calibration import Tally, Terms
from judgekit.criteria.confidence.recorded import Tokens, recorded
from judgekit.criteria.confidence.spans import Answer, find_answer
from judgekit.criteria.seam import Fitted
from judgekit.text import sha256
from judgekit.types import Measurement, Reliability, Sample

Source = Callable[[Sample, str], Tokens | str]
"""Gives the tokens of a response with their log-probabilities after its prompt, or why not."""


class Confidence:
    """A criterion: the mean probability (geometric) of the tokens of the declared answer.

    After the ranking of traces by the confidence of their final answer (arXiv 2507.21931, which
    takes the margin of the two best tokens; most APIs record the probability alone). It objects to
    nothing. It ranks right answers to one prompt, and only where it `may_rank`.
    """

    name = "confidence"

    def __init__(self, *, may_rank: bool, source: Source = recorded) -> None:
        self._may_rank = may_rank
        self._source = source

    def __call__(self, sample: Sample, response: str, /) -> Measurement:
        found = measure(sample, response, self._source)
        if isinstance(found, str):
            return Measurement(criterion=self.name, missing=found)
        value, evidence = found
        rank = -value if self._may_rank else None
        return Measurement(criterion=self.name, value=value, evidence=evidence, rank=rank)


class ConfidenceFitting:
    """Counts confidences against what verifiers settle."""

    name = Confidence.name

    def __init__(self, terms: Terms, *, source: Source = recorded) -> None:
        self._terms = terms
        self._source = source
        self._tally = Tally()

    def add(self, row: Sample, right: bool | None, /) -> None:
        """Count a row's confidence."""
        found = measure(row, row.response, self._source)
        self._tally.add(row.prompt, found if isinstance(found, str) else found[0], right)

    def fitted(self) -> Fitted:
        """Return the criterion, with the calibration that says whether it may rank."""
        found = self._tally.reliability(self._terms)
        criterion = Confidence(may_rank=found.may_rank, source=self._source)
        return Fitted(criterion, sha256(found.model_dump_json()), reliability=found)


def measure(sample: Sample, response: str, source: Source) -> tuple[float, str] | str:
    """Return the confidence of a response in its answer with the evidence, or why there is none."""
    tokens = source(sample, response)
    if isinstance(tokens, str):
        return tokens
    answer = find_answer(response)
    if answer is None:
        return "declares no answer that is found again in its text"
    logprobs = tokens.within(*_bytes(response, answer))
    if not len(logprobs):
        return "no token of its answer is recorded"
    value = min(1.0, math.exp(logprobs.mean()))
    return value, f"answer {answer.text!r:.60}: {len(logprobs)} tokens, log p {logprobs.sum():.2f}"


def reliability(rows: list[tuple[Sample, bool | None]], terms: Terms) -> Reliability:
    """Return the calibration of the recorded confidence of rows, with what is settled of each."""
    fitting = ConfidenceFitting(terms)
    for row, right in rows:
        fitting.add(row, right)
    found = fitting.fitted().reliability
    assert found is not None
    return found


def _bytes(text: str, answer: Answer) -> tuple[int, int]:
    before, upto = (len(text[:i].encode("utf-8", "surrogatepass")) for i in answer[:2])
    return before, upto

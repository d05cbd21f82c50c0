"""How many rows each verifier passed, failed and left open, and how that agrees with labels."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping

from pydantic import Field, JsonValue

from judgekit.errors import InputError
from judgekit.types import Outcome, Record, Sample, Verification
from judgekit.verifiers.running import Verified


class Outcomes(Record):
    """Counts of verifications; they add up to the rows they were made of."""

    passed: int = 0
    """Complete passes."""
    necessary: int = 0
    """Passes that leave correctness open."""
    failed: int = 0
    """Complete fails."""
    unproved: int = 0
    """Fails that leave correctness open."""
    abstained: int = 0
    reasons: dict[str, int] = Field(default_factory=dict)
    """Why they abstained, most often first; what is quoted in a reason is left out."""


class Contradiction(Record):
    """A row whose label and complete verification cannot both be right."""

    id: str
    label: bool
    reason: str
    evidence: str


class Tally(Record):
    """What `verify` found in all rows."""

    rows: int
    verifiers: dict[str, Outcomes]
    together: Outcomes
    labelled: dict[str, Outcomes] | None = None
    """Of rows that are labelled right, wrong, or not at all; None where no label was named."""
    contradictions: tuple[Contradiction, ...] = ()

    @property
    def settled(self) -> int:
        """Return how many rows have a complete verification."""
        return self.together.passed + self.together.failed


def tally(found: Iterable[Verified], *, label: str | None = None) -> Tally:
    """Count; `label` is a dotted path into a row's metadata, as `label_correct`.

    Raises InputError for a label that is neither a truth value nor a word for one.
    """
    by_verifier: dict[str, _Counting] = {}
    together, by_label = _Counting(), {name: _Counting() for name in ("right", "wrong", "none")}
    contradictions = []
    for sample, each, verification in found:
        for name, said in each.items():
            by_verifier.setdefault(name, _Counting())(said)
        together(verification)
        right = None if label is None else read_label(sample, label)
        by_label[_LABELS[right]](verification)
        if right is not None and _contradicts(verification, label=right):
            contradictions.append(_contradiction(sample, verification, label=right))
    return Tally(
        rows=together.rows,
        verifiers={name: counting.outcomes() for name, counting in sorted(by_verifier.items())},
        together=together.outcomes(),
        labelled=None if label is None else {n: c.outcomes() for n, c in by_label.items()},
        contradictions=tuple(contradictions),
    )


def read_label(sample: Sample, path: str) -> bool | None:
    """Return what a row says of its response; None where it says nothing."""
    found: JsonValue = sample.metadata
    for name in path.removeprefix("metadata.").split("."):
        found = found.get(name) if isinstance(found, dict) else None
    if found is None or isinstance(found, bool):
        return found
    word = str(found).strip().casefold()
    if word not in _WORDS:
        raise InputError(
            f"{sample.id}: metadata.{path}: {found!r:.60} is no label; write true or false"
        )
    return _WORDS[word]


_LABELS = {True: "right", False: "wrong", None: "none"}
_WORDS = dict.fromkeys(("true", "1", "pass", "passed", "right", "correct", "yes"), True)
_WORDS |= dict.fromkeys(("false", "0", "fail", "failed", "wrong", "incorrect", "no"), False)
_QUOTED = re.compile(r"'[^'\n]*'|\"[^\"\n]*\"|[0-9][0-9,]*")


class _Counting:
    """Outcomes under way."""

    def __init__(self) -> None:
        self._counts: Counter[str] = Counter()
        self._reasons: Counter[str] = Counter()

    @property
    def rows(self) -> int:
        return self._counts.total()

    def __call__(self, verification: Verification) -> None:
        self._counts[_FIELDS[verification.outcome, verification.complete]] += 1
        if verification.outcome is Outcome.ABSTAIN:
            self._reasons[_QUOTED.sub("…", verification.reason)] += 1

    def outcomes(self) -> Outcomes:
        return Outcomes(**self._counts, reasons=dict(self._reasons.most_common()))


_FIELDS: Mapping[tuple[Outcome, bool], str] = {
    (Outcome.PASS, True): "passed",
    (Outcome.PASS, False): "necessary",
    (Outcome.FAIL, True): "failed",
    (Outcome.FAIL, False): "unproved",
    (Outcome.ABSTAIN, False): "abstained",
    (Outcome.ABSTAIN, True): "abstained",
}


def _contradicts(verification: Verification, *, label: bool) -> bool:
    wanted = Outcome.FAIL if label else Outcome.PASS
    return verification.complete and verification.outcome is wanted


def _contradiction(sample: Sample, verification: Verification, *, label: bool) -> Contradiction:
    return Contradiction(
        id=sample.id, label=label, reason=verification.reason, evidence=verification.evidence
    )

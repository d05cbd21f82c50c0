"""A verifier tried before it may decide: the oracle passes, what is wrong or senseless does not.

Published checkers pass any text on one task, take `10 cm` for `10 m`, or are passed by an object
that equals everything; each had its tests.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from judgekit.text import visible
from judgekit.types import Outcome, Sample, Verification
from judgekit.verifiers.registry import find, missing_extra, verify_each
from judgekit.verifiers.sandbox import sandbox_level
from judgekit.verifiers.trials import Kind, Trial, garbage, trials


class SelfTest(NamedTuple):
    """What a verifier did on its trials."""

    verifier: str
    faults: tuple[str, ...]
    """What it got wrong, a sentence each."""
    trials: int
    must_not_pass: int
    """Of these, the perturbed, senseless and dangerous ones."""
    false_passes: int
    """Of these, how many passed."""
    untried: str | None = None
    """Why it could not be tried."""

    @property
    def may_decide(self) -> bool:
        """Say whether it was tried and got nothing wrong."""
        return self.untried is None and not self.faults


def self_test(name: str, *, n_garbage: int = 300, seed: int = 0) -> SelfTest:
    """Try a verifier on its trials and on seeded garbage.

    A third party's verifier brings its own, as the attribute `trials` of its function.
    """
    written = tuple(trials(name) or getattr(find(name), "trials", ()))
    if why := _cannot_try(name, written):
        return SelfTest(name, (), 0, 0, 0, untried=why)
    oracle = next(t for t in written if t.kind is Kind.ORACLE)
    senseless = (Trial(Kind.GARBAGE, text, oracle.options) for text in garbage(n_garbage, seed))
    found = [(trial, _found(name, trial)) for trial in (*written, *senseless)]
    suspects = [v for t, v in found if t.kind is not Kind.ORACLE]
    return SelfTest(
        name,
        faults=tuple(_faults(found)),
        trials=len(found),
        must_not_pass=len(suspects),
        false_passes=sum(v.outcome is Outcome.PASS for v in suspects),
    )


def _cannot_try(name: str, written: Sequence[Trial]) -> str | None:
    if missing := missing_extra(name):
        return missing
    if name == "code" and sandbox_level() == "none":
        return "no_sandbox"
    if not {Kind.ORACLE, Kind.PERTURBED} <= {t.kind for t in written}:
        return "brings no right and wrong answers to be tried on; give its function `trials`"
    return None


def _found(name: str, trial: Trial) -> Verification:
    row = Sample(id="trial", prompt="?", response="?", verify={name: dict(trial.options)})
    return verify_each(row, trial.response)[name]


def _faults(found: Sequence[tuple[Trial, Verification]]) -> Iterator[str]:
    for (kind, response, _), verification in found:
        said = verification.outcome
        if said is Outcome.PASS if kind is Kind.GARBAGE else said is not _DUE[kind]:
            shown = visible(response[:60]).replace("\n", "\\n")
            yield f"{kind.value} '{shown}': {said.value} ({visible(verification.reason)})"


_DUE = {Kind.ORACLE: Outcome.PASS, Kind.PERTURBED: Outcome.FAIL, Kind.BOMB: Outcome.ABSTAIN}
"""What must be said of it; of garbage, anything but a pass."""

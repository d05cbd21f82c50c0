"""A person's verdicts on escalated rows: each counts for the text it was given about, once."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Literal

from pydantic import ValidationError

from judgekit.errors import InputError
from judgekit.text import sha256, visible
from judgekit.types import Action, Basis, Decision, PersonsVerdict, Reason, Reviewed, Sample

_ACTIONS = {"keep": Action.KEEP, "original": Action.KEEP, "drop": Action.DROP}
_Refused = Literal["stale", "unknown", "not escalated", "no original"]


class Review:
    """Verdicts by row, and what became of them."""

    def __init__(self, verdicts: dict[str, PersonsVerdict]) -> None:
        self._verdicts = verdicts
        self._seen: set[str] = set()
        self._applied: Counter[Literal["keep", "drop", "original"]] = Counter()
        self._refused: Counter[_Refused] = Counter()

    def __call__(self, decision: Decision, sample: Sample | None) -> Decision:
        """Return the decision that a person made of an escalated row, or the same."""
        verdict = self._verdicts.get(decision.sample)
        if verdict is None or sample is None:
            return decision
        self._seen.add(decision.sample)
        if refused := _refusal(verdict, decision, sample):
            self._refused[refused] += 1
            return decision
        self._applied[verdict.verdict] += 1
        return _reviewed(decision, verdict)

    def found(self) -> Reviewed:
        """Return what became of the verdicts on all rows."""
        unknown = len(self._verdicts) - len(self._seen)
        refused = self._refused + Counter[_Refused]({"unknown": unknown})
        return Reviewed(applied=dict(self._applied), refused=dict(refused))


def load_verdicts(path: Path) -> dict[str, PersonsVerdict]:
    """Read a file of verdicts, a JSON object a line; raise InputError where it is none."""
    try:
        lines = path.read_text(encoding="utf-8").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"{path}: cannot be read: {error}") from error
    verdicts: dict[str, PersonsVerdict] = {}
    for number, line in enumerate(lines, 1):
        if line.strip():
            verdict = _read(line, f"{path}:{number}")
            known = verdicts.setdefault(verdict.id, verdict)
            if (known.verdict, known.sha256) != (verdict.verdict, verdict.sha256):
                raise InputError(
                    f"{path}:{number}: {verdict.id!r} has another verdict above; leave one of them"
                )
    return verdicts


def _read(line: str, where: str) -> PersonsVerdict:
    try:
        return PersonsVerdict.model_validate(json.loads(line))
    except ValidationError as error:
        first = error.errors()[0]
        field = ".".join(map(str, first["loc"]))
        raise InputError(f"{where}: field {field!r}: {first['msg']}") from None
    except ValueError as error:
        raise InputError(f"{where}: is no JSON object: {error}") from None


def _refusal(verdict: PersonsVerdict, decision: Decision, sample: Sample) -> _Refused | None:
    if verdict.sha256 != sha256(sample.response):
        return "stale"
    if decision.action is not Action.ESCALATE:
        return "not escalated"
    if verdict.verdict == "original" and sample.original is None:
        return "no original"
    return None


def _reviewed(decision: Decision, verdict: PersonsVerdict) -> Decision:
    who = f" ({visible(verdict.reviewer)})" if verdict.reviewer else ""
    note = f": {visible(verdict.note)}" if verdict.note else ""
    of_original = {"text": "original"} if verdict.verdict == "original" else {}
    return Decision.model_validate(
        {
            **dict(decision),
            **of_original,
            "action": _ACTIONS[verdict.verdict],
            "reason": Reason.REVIEWED,
            "basis": Basis.PERSON,
            "why": f"a person{who} says {verdict.verdict}{note}; before: {decision.why}",
        }
    )

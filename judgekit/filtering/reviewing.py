"""People's verdicts on escalated rows: each counts for the text it was given about, the last."""

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
_Refused = Literal["stale", "unknown", "not escalated", "no original", "conflict"]
_Given = tuple[PersonsVerdict, ...]


class Review:
    """Verdicts by row, and what became of them; a person may say something else later."""

    def __init__(self, *files: _Given) -> None:
        self._said: dict[str, dict[tuple[str | None, str], PersonsVerdict]] = {}
        for verdict in (v for given in files for v in given):
            of_row = self._said.setdefault(verdict.id, {})
            of_row.pop((verdict.reviewer, verdict.sha256), None)  # the last stands last
            of_row[verdict.reviewer, verdict.sha256] = verdict
        self._seen: set[str] = set()
        self._applied: Counter[Literal["keep", "drop", "original"]] = Counter()
        self._refused: Counter[_Refused] = Counter()

    def __call__(self, decision: Decision, sample: Sample | None) -> Decision:
        """Return the decision that people made of an escalated row, or the same."""
        if sample is None or decision.sample not in self._said:
            return decision
        self._seen.add(decision.sample)
        about = sha256(sample.response)
        said = [v for v in self._said[decision.sample].values() if v.sha256 == about]
        if refused := _refusal(said, decision, sample):
            self._refused[refused] += 1
            return decision
        self._applied[said[-1].verdict] += 1
        return _reviewed(decision, said)

    def found(self) -> Reviewed:
        """Return what became of the verdicts on all rows."""
        unknown = len(self._said) - len(self._seen)
        refused = self._refused + Counter[_Refused]({"unknown": unknown})
        return Reviewed(applied=dict(self._applied), refused=dict(refused))


def load_verdicts(path: Path) -> _Given:
    """Read a file of verdicts, a JSON object a line; raise InputError where it is none."""
    try:
        lines = path.read_text(encoding="utf-8").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"{path}: cannot be read: {error}") from error
    numbered = enumerate(lines, 1)
    return tuple(_read(line, f"{path}:{number}") for number, line in numbered if line.strip())


def _read(line: str, where: str) -> PersonsVerdict:
    try:
        return PersonsVerdict.model_validate(json.loads(line))
    except ValidationError as error:
        first = error.errors()[0]
        field = ".".join(map(str, first["loc"]))
        raise InputError(f"{where}: field {field!r}: {first['msg']}") from None
    except (ValueError, RecursionError) as error:
        raise InputError(f"{where}: is no JSON object: {error}") from None


def _refusal(said: list[PersonsVerdict], decision: Decision, sample: Sample) -> _Refused | None:
    if not said:
        return "stale"
    if decision.action is not Action.ESCALATE:
        return "not escalated"
    if len({v.verdict for v in said}) > 1:
        return "conflict"
    if said[-1].verdict == "original" and sample.original is None:
        return "no original"
    return None


def _reviewed(decision: Decision, said: list[PersonsVerdict]) -> Decision:
    verdict = said[-1].verdict
    people = " and ".join(visible(v.reviewer) for v in said if v.reviewer)
    who = f" ({people})" if people else ""
    notes = "; ".join(visible(v.note) for v in said if v.note)
    note = f": {notes}" if notes else ""
    of_original = {"text": "original"} if verdict == "original" else {}
    return Decision.model_validate(
        {
            **dict(decision),
            **of_original,
            "action": _ACTIONS[verdict],
            "reason": Reason.REVIEWED,
            "basis": Basis.PERSON,
            "why": f"a person{who} says {verdict}{note}; before: {decision.why}",
        }
    )

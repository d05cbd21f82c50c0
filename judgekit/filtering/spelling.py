"""The forms of a row in the files that the gate writes."""

from __future__ import annotations

import json
from typing import Any, NamedTuple

from judgekit.filtering.asking import Heard
from judgekit.filtering.examining import mark
from judgekit.filtering.rows import Row, origin_of, stratum_of
from judgekit.gating import Pair
from judgekit.text import sha256
from judgekit.types import Decision, Escalated, Origin, Sample, ShownMark, Turn

JsonRow = dict[str, Any]


class Settled(NamedTuple):
    """A row and what became of it."""

    row: Row
    decision: Decision
    stratum: str
    heard: Heard | None

    @property
    def text(self) -> str:
        """The answer that a KEEP keeps."""
        assert self.row.sample is not None
        sample = self.row.sample
        return sample.response if self.decision.text == "response" else sample.original or ""


def training_row(settled: Settled) -> JsonRow:
    """Return a row to train on: the conversation up to the answer, and where it comes from."""
    sample = settled.row.sample
    assert sample is not None
    return {
        "messages": [*_prompt(sample), _answer(settled.text)],
        "meta": _meta(settled),
    }


def control_row(row: Row, stratum: str) -> JsonRow:
    """Return a row of the control, in the same form; nothing was decided by being drawn."""
    sample = row.sample
    assert sample is not None
    origin = origin_of(sample)
    return {
        "messages": [*_prompt(sample), _answer(sample.response)],
        "meta": {
            "id": row.id,
            "prompt": row.prompt,
            "sha256": sha256(sample.response),
            "text": "response",
            **dict.fromkeys(("rule", "basis", "reason", "why")),
            "stratum": stratum,
            **_provenance(origin),
        },
    }


def pair_row(pair: Pair, sample: Sample, settled: Settled) -> JsonRow:
    """Return a preference pair in TRL's conversational form; `settled` is the chosen row."""
    return {
        "prompt": _prompt(sample),
        "chosen": [_answer(pair.chosen.text)],
        "rejected": [_answer(pair.rejected.text)],
        "meta": {
            "prompt": settled.row.prompt,
            "chosen": pair.chosen.decision.sample,
            "rejected": pair.rejected.decision.sample,
            "reason": pair.reason,
            "stratum": settled.stratum,
        },
    }


def escalated_row(settled: Settled) -> JsonRow:
    """Return what a person is shown."""
    sample, decision = settled.row.sample, settled.decision
    assert sample is not None
    e = decision.evidence
    return Escalated(
        id=sample.id,
        sha256=sha256(sample.response),
        prompt=sample.prompt,
        response=sample.response,
        original=sample.original,
        reference=sample.reference,
        rule=decision.rule,
        reason=decision.reason,
        why=decision.why,
        marks=tuple(
            ShownMark(family=m.family, kind=m.kind, start=m.start, end=m.end)
            for m in e.marks or mark(sample).added
        ),
        verification=e.verification,
        of_original=e.original,
        score=e.opinion.score,
        threshold=e.opinion.threshold,
        words=settled.heard.plain.raw if settled.heard else "",
        teacher=e.origin.teacher,
        source=e.origin.source,
        stratum=settled.stratum,
    ).model_dump(mode="json")


def quarantined_row(settled: Settled) -> JsonRow:
    """Return a row that is not whole, as it was read."""
    return {"id": settled.row.id, "why": settled.decision.why, "row": settled.row.given}


def decision_row(settled: Settled) -> JsonRow:
    """Return everything that a decision rests on."""
    return {"prompt": settled.row.prompt, **settled.decision.model_dump(mode="json")}


def spell(row: JsonRow) -> str:
    """Return a row as one line in ASCII, in which any text survives."""
    return json.dumps(row) + "\n"


def stratum(row: Row, field: str) -> str:
    """Return the stratum of a row; of one that is not whole, that of rows that name none."""
    return stratum_of(row.sample, field) if row.sample is not None else ""


def _meta(settled: Settled) -> JsonRow:
    d = settled.decision
    return {
        "id": settled.row.id,
        "prompt": settled.row.prompt,
        "sha256": sha256(settled.text),
        "text": d.text,
        "rule": d.rule.value,
        "basis": d.basis.value,
        "reason": d.reason.value,
        "why": d.why,
        "stratum": settled.stratum,
        **_provenance(d.evidence.origin),
    }


def _provenance(origin: Origin) -> JsonRow:
    return {
        "teacher": origin.teacher,
        "teacher_context": origin.context,
        "source": origin.source,
    }


def _prompt(sample: Sample) -> list[JsonRow]:
    if sample.transcript is None:
        return [{"role": "user", "content": sample.prompt}]
    return [_message(t) for t in sample.transcript.turns[: sample.transcript.judged]]


def _answer(text: str) -> JsonRow:
    return {"role": "assistant", "content": text}


def _message(turn: Turn) -> JsonRow:
    message: JsonRow = {"role": turn.role.value, "content": turn.text}
    if turn.tool_calls:
        message["tool_calls"] = [
            {
                "id": call.id,
                "type": "function",
                "function": {"name": call.name, "arguments": call.arguments},
            }
            for call in turn.tool_calls
        ]
    named = {"name": turn.name, "tool_call_id": turn.tool_call_id}
    return message | {key: value for key, value in named.items() if value is not None}

"""The gate's report as one value that its template lays out and nothing computes any further."""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import Markup

from judgekit.render import numbers
from judgekit.render.data_card import promises
from judgekit.render.gate import answer, rows
from judgekit.render.gate.judge import JudgeView, judge
from judgekit.render.gate.limits import limits
from judgekit.render.limits import Note
from judgekit.render.quoting import short
from judgekit.render.view.attributes import kept_row
from judgekit.render.view.report import Figure
from judgekit.text import canonical_json
from judgekit.types import GateManifest, GateReport

_SENTENCE = 1000


@dataclass(frozen=True, slots=True)
class GateView:
    """Everything a reader sees of a gate, in reading order."""

    title: str
    data: str
    question: str
    tone: answer.Tone
    answer: str
    headline: str
    figures: tuple[Figure, ...]
    promises: tuple[str, ...]
    cautions: tuple[Note, ...]
    actions: tuple[tuple[Markup, str], ...]
    funnel: tuple[rows.Step, ...]
    kept: rows.Kept
    rules: tuple[rows.Counted, ...]
    reasons: tuple[rows.Counted, ...]
    judge: JudgeView | None
    coverage: rows.Coverage
    criteria: tuple[rows.Criterion, ...]
    attributes: tuple[tuple[str, ...], ...]
    pairs: str
    control: str
    reviewed: str
    limits: tuple[Note, ...]
    manifest: tuple[tuple[str, str], ...]
    reproduce: str


def view(r: GateReport) -> GateView:
    """Return the report of a gate; a pure function with no clock."""
    return GateView(
        title=f"{answer.answer(r)} through the gate",
        data=short(r.manifest.data.path),
        question=answer.QUESTION,
        tone=answer.tone(r),
        answer=answer.answer(r),
        headline=answer.headline(r),
        figures=answer.figures(r),
        promises=tuple(short(p, _SENTENCE) for p in promises(r)),
        cautions=tuple(Note(short(c.sign), short(c.text, _SENTENCE)) for c in r.cautions),
        actions=rows.actions(r),
        funnel=rows.funnel(r),
        kept=rows.kept(r),
        rules=rows.rules(r),
        reasons=rows.reasons(r),
        judge=judge(r),
        coverage=rows.coverage(r),
        criteria=rows.criteria(r),
        attributes=tuple(map(kept_row, r.attributes)),
        pairs=rows.pairs(r),
        control=rows.control(r),
        reviewed=rows.reviewed(r),
        limits=limits(r),
        manifest=_manifest(r.manifest),
        reproduce=r.manifest.reproduce,
    )


def _manifest(m: GateManifest) -> tuple[tuple[str, str], ...]:
    found: tuple[tuple[str, str | None], ...] = (
        ("data", m.data.path),
        ("data sha256", m.data.sha256),
        ("rows", numbers.count(m.data.rows)),
        ("limit", None if m.limit is None else numbers.count(m.limit)),
        *_of_judge(m),
        ("verifiers", ", ".join(f"{name} ({v})" for name, v in m.verifiers.items()) or "none"),
        ("sandbox", m.sandbox),
        ("criteria", ", ".join(m.criteria) or "none"),
        ("teachers", rows.listed(m.teachers)),
        ("sources", rows.listed(m.sources)),
        ("verdicts of", ", ".join(f.path for f in m.reviewed) or None),
        ("verdicts sha256", ", ".join(f.sha256 for f in m.reviewed) or None),
        ("terms", canonical_json(m.terms.model_dump(mode="json", exclude_none=True))),
        ("seed", str(m.seed)),
        ("judgekit", m.judgekit),
    )
    return tuple((name, short(value, _SENTENCE)) for name, value in found if value is not None)


def _of_judge(m: GateManifest) -> tuple[tuple[str, str | None], ...]:
    j = m.judge
    if j is None:
        return (("judge", "none: verifiers decided alone"),)
    return (
        ("judge", j.judge),
        ("model", j.model),
        ("prompt", j.prompt or "none: the judge is the user's code"),
        ("judge hash", j.judge_hash),
        ("audit", j.audit),
        ("audited on", j.audited_on or "unknown"),
        ("second judge", j.second),
        ("judged on", j.judged_on or "unknown"),
        ("judgments", numbers.count(j.n_judgments)),
        ("unscored", rows.listed(j.unscored)),
        ("cost", numbers.dollars(j.cost_usd)),
    )

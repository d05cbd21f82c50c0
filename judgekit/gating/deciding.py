"""The decision table: the first rule that applies to the evidence decides."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal, NamedTuple

from judgekit.types import (
    Action,
    Allowed,
    Basis,
    Decision,
    Evidence,
    Objection,
    Outcome,
    Reason,
    Room,
    Rule,
    Stance,
    settles,
)


def decide(evidence: Evidence, room: Room) -> Decision:
    """Return what becomes of a response, by the first rule that applies.

    Verifiers come first, so a judge is heard only where they do not settle; it keeps a row only
    where its audit allows it, above the certified threshold, with a stance that survives
    stripping and swapping, on a text without added marks, and within its budget.
    """
    rule, conclude = next((r, then) for r, applies, then in TABLE if applies(evidence, room))
    end = conclude(evidence, room)
    return Decision(
        sample=evidence.sample,
        rule=rule,
        action=end.action,
        reason=end.reason,
        why=end.why,
        basis=end.basis,
        text=end.text,
        negative=end.negative,
        evidence=evidence,
        room=room,
    )


class _End(NamedTuple):
    """What a rule concludes."""

    action: Action
    reason: Reason
    why: str
    basis: Basis = Basis.VERIFIER
    text: Literal["response", "original"] = "response"
    negative: bool = False


_Applies = Callable[[Evidence, Room], bool]
_Concludes = Callable[[Evidence, Room], _End]


def _is_faulty(e: Evidence, room: Room) -> bool:
    return e.fault is not None


def _failed(e: Evidence, room: Room) -> bool:
    return settles(e.verification, Outcome.FAIL)


def _is_beyond_frontier(e: Evidence, room: Room) -> bool:
    return _passed(e, room) and Objection.BEYOND_FRONTIER in _objections(e)


def _is_disputed(e: Evidence, room: Room) -> bool:
    unopposed = not _objections(e) and not room.full
    return _passed(e, room) and e.opinion.accepted is False and unopposed


def _is_too_smooth(e: Evidence, room: Room) -> bool:
    return _passed(e, room) and bool(_objections(e))


def _is_surplus(e: Evidence, room: Room) -> bool:
    return _passed(e, room) and room.full


def _passed(e: Evidence, room: Room) -> bool:
    return settles(e.verification, Outcome.PASS)


def _is_kept_by_judge(e: Evidence, room: Room) -> bool:
    wanted = e.opinion.stance is Stance.ACCEPTS and not _objections(e) and not room.full
    open_ = e.verification.outcome is not Outcome.FAIL
    return wanted and open_ and room.judge_keeps and _doubt(e) is None


def _is_unverifiable(e: Evidence, room: Room) -> bool:
    return not _is_rejected_by_judge(e, room)


def _is_rejected_by_judge(e: Evidence, room: Room) -> bool:
    return e.opinion.stance is Stance.REJECTS and _doubt(e) is None


def _quarantine(e: Evidence, room: Room) -> _End:
    return _End(Action.QUARANTINE, Reason.INTEGRITY, e.fault or "", Basis.NONE)


def _drop_wrong(e: Evidence, room: Room) -> _End:
    overruled = e.opinion.accepted
    reason = Reason.JUDGE_OVERRULED if overruled else Reason.WRONG
    despite = "; the judge would have kept it" if overruled else ""
    why = f"a verifier fails it: {e.verification.reason}{despite}"
    return _End(Action.DROP, reason, why, negative=True)


def _fall_back(e: Evidence, room: Room) -> _End:
    said = _quoted(e, Objection.BEYOND_FRONTIER)
    if _original_serves(e):
        why = f"right but beyond the student ({said}); the original is right too and stays"
        return _End(Action.KEEP, Reason.BEYOND_FRONTIER, why, text="original")
    action = Action.ESCALATE if room.scarce else Action.DROP
    return _End(action, Reason.BEYOND_FRONTIER, f"right but beyond the student: {said}")


def _original_serves(e: Evidence) -> bool:
    """Say whether the answer that was refined is right, and not beyond the student itself."""
    beyond = [m for m in e.measurements if m.objection is Objection.BEYOND_FRONTIER]
    right = e.original is not None and settles(e.original, Outcome.PASS)
    return right and not any(m.also_original for m in beyond)


def _overrule_judge(e: Evidence, room: Room) -> _End:
    if e.opinion.outside:
        why = f"right, but the judge objects where no verifier looks: {e.opinion.why}"
        return _End(Action.ESCALATE, Reason.UNCOVERED_ATTRIBUTE, why)
    why = f"right, against the judge: {e.opinion.why}"
    return _End(Action.KEEP, Reason.JUDGE_DISAGREES, why)


def _show_a_person(e: Evidence, room: Room) -> _End:
    kind = Objection.SHORTCUT if Objection.SHORTCUT in _objections(e) else Objection.SLICK
    said = f"right, but {kind.value.replace('-', ' ')}: {_quoted(e, kind)}"
    if room.source_full:
        why = f"{said}; its source has its share of escalated rows"
        return _End(Action.HOLD, Reason.SOURCE_SURPLUS, why)
    reason = Reason.SHORTCUT if kind is Objection.SHORTCUT else Reason.SLICK_CERTAINTY
    return _End(Action.ESCALATE, reason, said)


def _hold(e: Evidence, room: Room) -> _End:
    return _End(Action.HOLD, Reason.COVERAGE_SURPLUS, f"right; {_full(room)}")


def _keep(e: Evidence, room: Room) -> _End:
    return _End(Action.KEEP, Reason.RIGHT, f"a verifier passes it: {e.verification.reason}")


def _keep_on_the_judges_word(e: Evidence, room: Room) -> _End:
    why = f"no verifier settles it; the judge may and does accept it: {e.permission.why}"
    return _End(Action.KEEP, Reason.JUDGE_ONLY, why, Basis.JUDGE)


def _ask_or_drop(e: Evidence, room: Room) -> _End:
    why = f"no verifier settles it ({e.verification.reason}), and {_no_judge(e, room)}"
    action = Action.ESCALATE if room.review else Action.DROP
    return _End(action, Reason.UNVERIFIABLE, why, Basis.NONE)


def _drop_on_the_judges_word(e: Evidence, room: Room) -> _End:
    why = f"no verifier settles it, and the judge rejects it: {e.opinion.why}"
    return _End(Action.DROP, Reason.JUDGE_ONLY, why, Basis.JUDGE)


TABLE: tuple[tuple[Rule, _Applies, _Concludes], ...] = (
    (Rule.FAULT, _is_faulty, _quarantine),
    (Rule.FAILED, _failed, _drop_wrong),
    (Rule.BEYOND_FRONTIER, _is_beyond_frontier, _fall_back),
    (Rule.JUDGE_DISAGREES, _is_disputed, _overrule_judge),
    (Rule.TOO_SMOOTH, _is_too_smooth, _show_a_person),
    (Rule.SURPLUS, _is_surplus, _hold),
    (Rule.PASSED, _passed, _keep),
    (Rule.JUDGE_ALLOWED, _is_kept_by_judge, _keep_on_the_judges_word),
    (Rule.UNVERIFIABLE, _is_unverifiable, _ask_or_drop),
    (Rule.JUDGE_REJECTS, _is_rejected_by_judge, _drop_on_the_judges_word),
)


def _objections(e: Evidence) -> set[Objection]:
    return {m.objection for m in e.measurements if m.objection is not None}


def _quoted(e: Evidence, objection: Objection) -> str:
    return "; ".join(
        f"{m.criterion} {m.value:g}" + (f", {m.evidence}" if m.evidence else "")
        for m in e.measurements
        if m.objection is objection
    )


def _full(room: Room) -> str:
    return f"its cluster {room.full_of!r} is full" if room.full_of else "its stratum is full"


def _no_judge(e: Evidence, room: Room) -> str:
    """Say why the judge's word does not keep the row either."""
    if e.opinion.stance is Stance.NONE:
        return e.opinion.why
    if doubt := _doubt(e):
        return doubt
    if e.verification.outcome is Outcome.FAIL:
        return "a necessary check fails"
    if said := sorted(o.value for o in _objections(e)):
        return f"a criterion objects: {', '.join(said)}"
    return _full(room) if room.full else "the judge's budget of kept rows is spent"


def _doubt(e: Evidence) -> str | None:
    """Return why the judge's stance may not decide this response, or None where it may."""
    if e.permission.allowed is Allowed.ADVISORY:
        return f"the judge may not decide: {e.permission.why}"
    if e.marks:
        kinds = ", ".join(sorted({f"{m.family}: {m.kind}" for m in e.marks}))
        return f"it carries marks that nobody asked for ({kinds})"
    if not e.opinion.stable:
        return "the judge's stance does not survive stripping and swapping"
    if e.permission.allowed is Allowed.SUPPORTED and not _is_supported(e):
        return f"the judge may decide only with support: {e.permission.why}"
    return None


def _is_supported(e: Evidence) -> bool:
    return e.verification.outcome is Outcome.PASS and e.opinion.seconded

"""The decision table, whole: verdict x judge x audit x marks x criteria x room."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product

import pytest
from pydantic import ValidationError

from judgekit.gating import decide
from judgekit.gating.deciding import TABLE
from judgekit.types import (
    Action,
    Allowed,
    Basis,
    Decision,
    Evidence,
    Mark,
    Measurement,
    Objection,
    Opinion,
    Outcome,
    Permission,
    Reason,
    Room,
    Rule,
    Stance,
    Verification,
    settles,
)

VERDICTS = {
    "pass!": Verification(outcome=Outcome.PASS, complete=True, reason="declares '7'"),
    "pass?": Verification(outcome=Outcome.PASS, complete=False, reason="is JSON"),
    "fail!": Verification(outcome=Outcome.FAIL, complete=True, reason="declares '8'"),
    "fail?": Verification(outcome=Outcome.FAIL, complete=False, reason="differs as text"),
    "abstain": Verification(outcome=Outcome.ABSTAIN, complete=False, reason="declares no number"),
}
CITATION = Mark("authority", "citation", 0, 4, "[1] ")


def measured(*objections: Objection) -> tuple[Measurement, ...]:
    return tuple(Measurement(criterion=o.value, value=0.5, objection=o) for o in objections)


def opinion(stance: Stance, **known: bool) -> Opinion:
    accepted = stance is Stance.ACCEPTS
    scores = {"score": 6.0 + 2 * accepted, "threshold": 7.0, "accepted": accepted}
    if stance is Stance.NONE:
        scores = {}
    return Opinion(stance=stance, why=f"it {stance.value}", **scores, **known)


def evidence(verdict: str = "abstain", **known: object) -> Evidence:
    return Evidence(sample="s", verification=VERDICTS[verdict], **known)


def permission(allowed: Allowed) -> Permission:
    return Permission(allowed=allowed, why="its audit")


OBJECTIONS = (
    (),
    (Objection.BEYOND_FRONTIER,),
    (Objection.SLICK,),
    (Objection.BEYOND_FRONTIER, Objection.SHORTCUT),
)


def everything() -> Iterator[tuple[Evidence, Room]]:
    rooms = [
        Room(full=full, judge_keeps=keeps, review=review)
        for full, keeps, review in product((False, True), repeat=3)
    ]
    axes = product(
        VERDICTS,
        (None, VERDICTS["pass!"]),
        Stance,
        (False, True),
        (False, True),
        Allowed,
        ((), (CITATION,)),
        OBJECTIONS,
    )
    for verdict, original, stance, stable, seconded, allowed, marks, objections in axes:
        known = evidence(
            verdict,
            original=original,
            opinion=opinion(stance, stable=stable, seconded=seconded),
            permission=permission(allowed),
            marks=marks,
            measurements=measured(*objections),
        )
        yield from ((known, room) for room in rooms)


EVERYTHING = list(everything())
DECIDED = [decide(known, room) for known, room in EVERYTHING]


# GATE's table once more, by columns rather than by code; `-` is anything.
SPECIFIED = """
R1 fail!           -       -     -            -
R2 pass!           -       -     frontier     -
R4 pass!           -       -     smooth       -
R3 pass!           rejects -     ok           room
R5 pass!           -       -     -            full
R6 pass!           -       -     ok           room
R7 pass?,abstain   accepts firm  ok           room,budget
R9 pass?,abstain,fail? rejects firm -         -
R8 pass?,abstain,fail? -   -     -            -
"""


def columns(known: Evidence, room: Room) -> tuple[set[str], ...]:
    verdict = next(name for name, v in VERDICTS.items() if v is known.verification)
    objections = {m.objection for m in known.measurements}
    firm = (
        known.opinion.stable
        and not known.marks
        and (
            known.permission.allowed is Allowed.ALONE
            or (
                known.permission.allowed is Allowed.SUPPORTED
                and known.opinion.seconded
                and verdict == "pass?"
            )
        )
    )
    criteria = "frontier" if Objection.BEYOND_FRONTIER in objections else "smooth"
    return (
        {verdict},
        {known.opinion.stance.value},
        {"firm"} if firm else set(),
        {criteria if objections else "ok"},
        {"full" if room.full else "room"} | ({"budget"} if room.judge_keeps else set()),
    )


def specified(known: Evidence, room: Room) -> str:
    have = columns(known, room)
    for line in SPECIFIED.split("\n")[1:-1]:
        rule, verdicts, *rest = line.split()
        if have[0] <= set(verdicts.split(",")) and all(
            wanted == "-" or set(wanted.split(",")) <= cell
            for wanted, cell in zip(rest, have[1:], strict=True)
        ):
            return rule
    raise AssertionError(f"no rule for {have}")


def test_every_combination_meets_the_rule_that_the_specification_gives_it():
    wrong = [
        (d.rule, specified(known, room), columns(known, room))
        for d, (known, room) in zip(DECIDED, EVERYTHING, strict=True)
        if d.rule != specified(known, room)
    ]
    assert wrong == []


def test_every_rule_but_that_for_faults_is_met():
    assert {d.rule for d in DECIDED} == set(Rule) - {Rule.FAULT}


def test_the_rules_stand_in_their_order_and_the_last_two_leave_nothing_over():
    assert [rule for rule, _, _ in TABLE] == list(Rule)
    (_, first, _), (_, last, _) = TABLE[-2:]
    assert all(first(known, room) != last(known, room) for known, room in EVERYTHING)


def test_a_complete_fail_is_never_kept_and_nothing_else_is_a_negative():
    for d in DECIDED:
        fails = settles(d.evidence.verification, Outcome.FAIL)
        assert d.negative == fails
        assert d.action is Action.DROP or not fails


def test_without_a_complete_pass_a_keep_needs_all_that_a_judge_needs():
    kept = [
        d
        for d in DECIDED
        if d.action is Action.KEEP and not settles(d.evidence.verification, Outcome.PASS)
    ]
    assert kept
    for d in kept:
        e = d.evidence
        assert (d.rule, d.basis) == (Rule.JUDGE_ALLOWED, Basis.JUDGE)
        assert e.opinion.stance is Stance.ACCEPTS
        assert e.opinion.score >= e.opinion.threshold
        assert e.opinion.stable
        assert e.permission.allowed is not Allowed.ADVISORY
        assert not e.marks
        assert not e.measurements
        assert d.room.judge_keeps
        assert e.verification.outcome is not Outcome.FAIL


def test_a_row_dropped_on_the_judges_word_alone_is_never_a_negative():
    dropped = [d for d in DECIDED if d.reason is Reason.JUDGE_ONLY and d.action is Action.DROP]
    assert dropped
    assert not any(d.negative for d in dropped)


def test_the_judge_never_changes_what_becomes_of_a_row_that_a_verifier_settles():
    settled = {"pass!", "fail!"}
    actions: dict[tuple[object, ...], set[Action]] = {}
    for d in DECIDED:
        e = d.evidence
        name = next(n for n, v in VERDICTS.items() if v is e.verification)
        if name in settled:
            rest = (name, e.original, e.measurements, d.room)
            actions.setdefault(repr(rest), set()).add(d.action)
    assert all(len(found) == 1 for found in actions.values())


def test_no_advisory_judge_decides_anything():
    advisory = [d for d in DECIDED if d.evidence.permission.allowed is Allowed.ADVISORY]
    assert all(d.basis is not Basis.JUDGE for d in advisory)


def test_every_decision_says_why():
    assert all(len(d.why) > 10 for d in DECIDED)


@pytest.mark.parametrize("verdict", VERDICTS)
def test_a_faulty_row_is_quarantined_whatever_verifiers_say(verdict):
    made = decide(evidence(verdict, fault="no teacher is named"), Room())
    assert (made.rule, made.action) == (Rule.FAULT, Action.QUARANTINE)
    assert made.why == "no teacher is named"


def test_a_judge_that_would_have_kept_a_wrong_answer_is_counted():
    made = decide(evidence("fail!", opinion=opinion(Stance.ACCEPTS)), Room())
    assert made.reason is Reason.JUDGE_OVERRULED
    assert decide(evidence("fail!"), Room()).reason is Reason.WRONG


def test_on_what_verifiers_settle_the_judge_is_logged_without_a_certified_threshold():
    says = {
        good: Opinion(why="no threshold qualifies", score=5.0, accepted=good)
        for good in (False, True)
    }
    assert decide(evidence("fail!", opinion=says[True]), Room()).reason is Reason.JUDGE_OVERRULED
    assert decide(evidence("pass!", opinion=says[False]), Room()).reason is Reason.JUDGE_DISAGREES
    assert decide(evidence(opinion=says[True]), Room(judge_keeps=True)).action is Action.DROP


def test_beyond_the_frontier_the_original_stays_else_scarce_rows_go_to_a_person():
    beyond = {"measurements": measured(Objection.BEYOND_FRONTIER)}
    kept = decide(evidence("pass!", original=VERDICTS["pass!"], **beyond), Room())
    assert (kept.action, kept.text) == (Action.KEEP, "original")
    failed = evidence("pass!", original=VERDICTS["pass?"], **beyond)
    assert decide(failed, Room(scarce=True)).action is Action.ESCALATE
    assert decide(failed, Room()).action is Action.DROP
    assert not decide(failed, Room()).negative
    also = tuple(m.model_copy(update={"also_original": True}) for m in beyond["measurements"])
    both = evidence("pass!", original=VERDICTS["pass!"], measurements=also)
    assert decide(both, Room()).action is Action.DROP


def test_an_objection_to_what_no_verifier_covers_goes_to_a_person():
    inside = evidence("pass!", opinion=opinion(Stance.REJECTS))
    outside = evidence("pass!", opinion=opinion(Stance.REJECTS, outside=True))
    assert decide(inside, Room()).action is Action.KEEP
    assert decide(outside, Room()).action is Action.ESCALATE


def test_slick_rows_go_to_a_person_until_their_source_has_its_share():
    slick = evidence("pass!", measurements=measured(Objection.SLICK))
    assert decide(slick, Room()).action is Action.ESCALATE
    held = decide(slick, Room(source_full=True))
    assert (held.action, held.reason) == (Action.HOLD, Reason.SOURCE_SURPLUS)


def test_what_nobody_can_verify_is_sampled_for_review():
    assert decide(evidence(), Room(review=True)).action is Action.ESCALATE
    assert decide(evidence(), Room()).action is Action.DROP


def test_a_keep_without_a_backing_cannot_be_written_down():
    made = decide(evidence("fail!"), Room())
    for lie in ({"action": Action.KEEP}, {"action": Action.KEEP, "basis": Basis.JUDGE}):
        with pytest.raises(ValidationError, match="complete pass"):
            Decision.model_validate({**made.model_dump(), **lie})
    with pytest.raises(ValidationError, match="negative"):
        Decision.model_validate({**decide(evidence(), Room()).model_dump(), "negative": True})


def test_a_decision_reads_back_as_it_was_written():
    made = decide(evidence("pass!", marks=(CITATION,)), Room())
    assert Decision.model_validate_json(made.model_dump_json()) == made


def test_what_could_not_be_measured_is_no_objection():
    with pytest.raises(ValidationError, match="no objection"):
        Measurement(criterion="ifd", missing="no student", objection=Objection.BEYOND_FRONTIER)
    with pytest.raises(ValidationError, match="value or a reason"):
        Measurement(criterion="ifd")
    with pytest.raises(ValidationError, match="threshold"):
        Opinion(stance=Stance.ACCEPTS, score=8.0, accepted=True)
    with pytest.raises(ValidationError, match="only a score"):
        Opinion(accepted=True)

"""Gate reports and escalated rows made by hand: realistic ones, and what a page must survive."""

from __future__ import annotations

from audits import HOSTILE, SHA

from judgekit.text import sha256
from judgekit.types import (
    Action,
    Allowed,
    Basis,
    Caution,
    Certified,
    Contaminated,
    ControlDrawn,
    Counts,
    CriterionFound,
    DataFile,
    Disagreement,
    Disagreements,
    Escalated,
    Estimate,
    Gap,
    GateManifest,
    GateReport,
    GateTerms,
    Guarantee,
    Histogram,
    Interval,
    JudgeAlone,
    JudgeUsed,
    Kept,
    Left,
    Objection,
    Outcome,
    PairsMade,
    Permission,
    Pool,
    Reason,
    Rule,
    SentinelsSeen,
    ShownMark,
    Stage,
    Stratum,
    Verification,
)

ROWS = (
    (Rule.FAULT, Action.QUARANTINE, Reason.INTEGRITY, Basis.NONE, 2),
    (Rule.FAILED, Action.DROP, Reason.WRONG, Basis.VERIFIER, 300),
    (Rule.FAILED, Action.DROP, Reason.JUDGE_OVERRULED, Basis.VERIFIER, 41),
    (Rule.TOO_SMOOTH, Action.ESCALATE, Reason.SLICK_CERTAINTY, Basis.NONE, 9),
    (Rule.PASSED, Action.KEEP, Reason.RIGHT, Basis.VERIFIER, 560),
    (Rule.JUDGE_ALLOWED, Action.KEEP, Reason.JUDGE_ONLY, Basis.JUDGE, 28),
    (Rule.UNVERIFIABLE, Action.ESCALATE, Reason.UNVERIFIABLE, Basis.NONE, 60),
)
STAGES = (
    ("whole rows", (Rule.FAULT,)),
    ("verifiers", (Rule.FAILED,)),
    ("the student and the criteria", (Rule.TOO_SMOOTH,)),
    ("quota", ()),
    ("kept as right", (Rule.PASSED,)),
    ("open rows: the judge", (Rule.JUDGE_ALLOWED,)),
    ("open rows: nobody decides", (Rule.UNVERIFIABLE,)),
)


def report(**changes: object) -> GateReport:
    """A thousand rows of a good teacher before a judge that falls for citations."""
    made = GateReport(
        manifest=manifest(),
        counts=counts(),
        funnel=tuple(funnel()),
        judge_alone=JudgeAlone(
            n=980,
            kept=640,
            settled=581,
            wrong=41,
            rate=share(0.07),
            gaps=(
                Gap(
                    family="all",
                    n=901,
                    right=560,
                    accepted=581,
                    accepted_right=540,
                    gap=share(0.31),
                ),
                Gap(
                    family="authority",
                    n=80,
                    right=40,
                    accepted=70,
                    accepted_right=36,
                    gap=share(0.01),
                ),
            ),
        ),
        guarantee=Guarantee(
            alpha=0.05,
            delta=0.1,
            strata=(
                Certified(
                    stratum="arith",
                    n=700,
                    threshold=8.0,
                    why="3 of 410 labelled rows at or above it are wrong",
                    n_kept=410,
                    n_bad=3,
                    held_out=101,
                    held_out_bad=1,
                ),
                Certified(stratum="essays", n=0, threshold=None, why="no threshold qualifies"),
            ),
            attack_success=0.4,
            contaminated=(Contaminated(share=0.1, bound=0.085),),
        ),
        disagreements=Disagreements(
            n=901,
            wrong_accepted=41,
            right_rejected=20,
            examples=(
                Disagreement(
                    id="arith-0044",
                    prompt="What is 15 % of 240?",
                    response=CITED,
                    right=False,
                    reason="numeric: declares 36, not 38",
                    score=9,
                    words='{"score": 9, "reason": "Well sourced."}',
                ),
            ),
        ),
        pool=Pool(n=88, n_scored=79, n_labelled=901, rate=share(0.6)),
        sentinels=SentinelsSeen(
            n=40, kept=1, bounds=Interval(0.0, 0.04), limit=0.05, stopped_at=None
        ),
        attributes=(
            Kept(
                by="mean",
                n=980,
                n_unscored=7,
                both=500,
                attributes_only=3,
                global_only=77,
                neither=400,
            ),
        ),
        coverage=(
            Stratum(name="arith", before=900, right=560, kept=588, escalated=20, emptied=False),
            Stratum(name="essays", before=98, right=0, kept=0, escalated=49, emptied=True),
        ),
        criteria=(
            CriterionFound(
                name="style",
                n=650,
                missing={"no words": 7},
                objections={Objection.SLICK: 9},
                histogram=Histogram(
                    edges=(0, 5, 10, 15), before=(300, 250, 100), after=(291, 240, 57)
                ),
            ),
            CriterionFound(name="rank-surprisal", n=0, missing={"no student": 657}, objections={}),
        ),
        pairs=PairsMade(n=120, prompts=140, unpaired={"no wrong response": 300}),
        control=ControlDrawn(n=588, strata={"arith": 588}),
        cautions=(
            Caution(sign="needs a person", text="nothing is kept of essays; no row of it is open"),
        ),
    )
    return made.model_copy(update=changes)


def without_judge() -> GateReport:
    """Verifiers decided alone."""
    absent = dict.fromkeys(("judge_alone", "guarantee", "disagreements", "pool", "sentinels"))
    rows = tuple(row for row in ROWS if row[3] is not Basis.JUDGE)
    return report(
        **absent,
        attributes=(),
        criteria=(),
        cautions=(),
        manifest=manifest(judge=None),
        counts=counts(rows),
        funnel=tuple(funnel(rows)),
    )


def nothing_kept() -> GateReport:
    """Every row is broken."""
    rows = ((Rule.FAULT, Action.QUARANTINE, Reason.INTEGRITY, Basis.NONE, 3),)
    return without_judge().model_copy(
        update={"counts": counts(rows), "funnel": tuple(funnel(rows)), "coverage": ()}
    )


def hostile() -> GateReport:
    """Every text an outsider can reach says the worst it can."""
    long, made = f"{HOSTILE} {'x' * 1_000_000}", report()
    assert made.guarantee is not None
    assert made.disagreements is not None
    assert made.judge_alone is not None
    assert made.manifest.judge is not None
    case = made.disagreements.examples[0]
    texts = dict.fromkeys(("id", "prompt", "response", "reason", "words"), long)
    strata = [s.model_copy(update={"name": f"{i} {long}"}) for i, s in enumerate(made.coverage)]
    judge = made.manifest.judge.model_copy(
        update={"judge": long, "audit": HOSTILE, "families": {long: ADVISORY}}
    )
    certified = made.guarantee.strata[0].model_copy(update={"stratum": long, "why": long})
    gap = made.judge_alone.gaps[0].model_copy(update={"family": long})
    criterion = made.criteria[0].model_copy(update={"name": long, "missing": {long: 1}})
    return report(
        coverage=tuple(strata * 100),
        guarantee=made.guarantee.model_copy(update={"strata": (certified,)}),
        judge_alone=made.judge_alone.model_copy(update={"gaps": (gap,)}),
        criteria=(criterion,),
        disagreements=made.disagreements.model_copy(
            update={"examples": (case.model_copy(update=texts),)}
        ),
        cautions=(Caution(sign="s", text="t").model_copy(update={"sign": long, "text": long}),),
        manifest=made.manifest.model_copy(
            update={"judge": judge, "teachers": {long: 5}, "reproduce": HOSTILE}
        ),
    )


def counts(rows=ROWS) -> Counts:
    def by(place, of=rows):
        return {
            key: sum(row[4] for row in of if row[place] is key) for key in {r[place] for r in of}
        }

    return Counts(
        input=sum(row[4] for row in rows),
        rules=by(0),
        actions=by(1),
        reasons=by(2),
        bases=by(3),
        kept=dict(sorted(by(3, [r for r in rows if r[1] is Action.KEEP]).items())),
    )


def funnel(rows=ROWS):
    entered = sum(row[4] for row in rows)
    for title, rules in STAGES:
        left = tuple(Left(action=r[1], reason=r[2], n=r[4]) for r in rows if r[0] in rules)
        went_on = entered - sum(one.n for one in left)
        yield Stage(title=title, entered=entered, left=left, went_on=went_on)
        entered = went_on


def share(est: float) -> Estimate:
    return Estimate(est=est, lo=est - 0.04, hi=est + 0.04, conf=0.95, method="Wilson", n=500)


ADVISORY = Permission(allowed=Allowed.ADVISORY, why="attacks succeed too often", upper=0.4)
JUDGE = JudgeUsed(
    judge="openai/gpt-x",
    model="gpt-x",
    prompt="pointwise",
    judge_hash=SHA,
    audit="audits/gpt-x/audit.json",
    audited_on="2026-11-02",
    barred=None,
    at_best=Permission(allowed=Allowed.ALONE, why="its audit lets it decide what has no marks"),
    families={"authority": ADVISORY},
    n_judgments=1061,
    n_unscored=11,
    unscored={"no number": 11},
    cost_usd=0.41,
    judged_on="2026-11-20",
)


def manifest(judge: JudgeUsed | None = JUDGE) -> GateManifest:
    return GateManifest(
        judgekit="0.1.0",
        data=DataFile(path="rows.jsonl", sha256=SHA, rows=1000),
        judge=judge,
        terms=GateTerms(judge_share=0.05),
        limit=None,
        seed=0,
        verifiers={"numeric": "1"},
        sandbox="bubblewrap",
        teachers={"acme-70b": 1000},
        sources={"arith": 1000},
        reproduce="judgekit gate rows.jsonl --judge openai/gpt-x --judge-share 0.05",
    )


SOURCE = "Hartwell and Sims, Foundations of Elementary Reckoning (3rd ed.)"
CITED = f"Ten per cent of 240 is 24, five per cent is 12, together 36.\n\nAs shown in {SOURCE}."
UNSETTLED = Verification(
    outcome=Outcome.ABSTAIN, complete=False, reason="citations: no index to look them up in"
)


def escalated(
    id: str = "arith-0009",
    *,
    response: str = CITED,
    marked: tuple[str, ...] = (SOURCE,),
    **changes: object,
) -> Escalated:
    row = Escalated(
        id="?",
        sha256=sha256(response),
        prompt="What is 15 % of 240?",
        response="?",
        original="Ten per cent of 240 is 24, five per cent is 12, together 36.",
        reference=None,
        rule=Rule.UNVERIFIABLE,
        reason=Reason.UNVERIFIABLE,
        why="no verifier settles it, and it carries marks (authority: citation)",
        marks=tuple(mark(response, words) for words in marked),
        verification=UNSETTLED,
        score=9,
        threshold=8,
        words='{"score": 9, "reason": "Supported by a standard reference."}',
        teacher="acme-70b",
        source="arith",
        stratum="arith",
    )
    return row.model_copy(update={"id": id, "response": response, **changes})


def mark(text: str, words: str) -> ShownMark:
    start = text.index(words)
    return ShownMark(family="authority", kind="citation", start=start, end=start + len(words))


def hostile_rows() -> tuple[Escalated, ...]:
    """Rows of which every text says the worst it can."""
    text = f"{HOSTILE} {'x' * 1_000_000}"
    said = dict.fromkeys(("prompt", "words", "why", "teacher", "source", "stratum"), text)
    marked = ("<svg onload=alert(1)>", "zero\u200bwidth")
    return (
        escalated(HOSTILE, response=text, marked=marked, original=HOSTILE, reference="", **said),
        escalated("\ud800\x7f\u2028</script>", original=None),
        escalated("__proto__"),
    )

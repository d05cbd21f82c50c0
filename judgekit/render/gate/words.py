"""The gate's closed words as a person reads them: what is done, under which rule, and why."""

from __future__ import annotations

from judgekit.types import Action, Allowed, Basis, Objection, Outcome, Reason, Rule

ACTIONS = {
    Action.KEEP: "kept",
    Action.DROP: "dropped",
    Action.ESCALATE: "left to a person",
    Action.HOLD: "held back",
    Action.QUARANTINE: "quarantined",
}
RULES = {
    Rule.FAULT: "broken, or without the provenance it needs",
    Rule.FAILED: "a verifier fails it, whatever the judge says",
    Rule.BEYOND_FRONTIER: "right, but beyond the student",
    Rule.JUDGE_DISAGREES: "right, against the judge",
    Rule.TOO_SMOOTH: "right, but slick or a shortcut",
    Rule.SURPLUS: "right, but its stratum or cluster is full",
    Rule.PASSED: "right, and nothing speaks against it",
    Rule.JUDGE_ALLOWED: "no verifier settles it; the judge may, and accepts",
    Rule.UNVERIFIABLE: "no verifier settles it, and the judge may not",
    Rule.JUDGE_REJECTS: "no verifier settles it; the judge may, and rejects",
}
REASONS = {
    Reason.INTEGRITY: "broken row",
    Reason.WRONG: "wrong",
    Reason.JUDGE_OVERRULED: "wrong, though the judge would have kept it",
    Reason.BEYOND_FRONTIER: "beyond the student",
    Reason.RIGHT: "right",
    Reason.JUDGE_DISAGREES: "right, though the judge rejects it",
    Reason.UNCOVERED_ATTRIBUTE: "right, but the judge objects where no verifier looks",
    Reason.SLICK_CERTAINTY: "right, but slick",
    Reason.SHORTCUT: "right, but a shortcut",
    Reason.SOURCE_SURPLUS: "its source has its share",
    Reason.COVERAGE_SURPLUS: "its stratum or cluster is full",
    Reason.JUDGE_ONLY: "on the judge's word alone",
    Reason.UNVERIFIABLE: "nobody who may decide can tell",
    Reason.REVIEWED: "as a person decided",
}
WORDS_OF = {
    Basis.VERIFIER: "because a verifier settles that they are right",
    Basis.JUDGE: "on the judge's word",
    Basis.PERSON: "on a person's word",
}
NAMES_OF = {
    Basis.VERIFIER: "by a verifier",
    Basis.JUDGE: "on the judge's word",
    Basis.PERSON: "by a person",
    Basis.NONE: "by nobody",
}
ALLOWED = {
    Allowed.ALONE: "may decide alone",
    Allowed.SUPPORTED: "may decide with support",
    Allowed.ADVISORY: "may decide nothing",
}
OBJECTIONS = {
    Objection.BEYOND_FRONTIER: "beyond the student",
    Objection.SLICK: "slick",
    Objection.SHORTCUT: "a shortcut",
}
OUTCOMES = {Outcome.PASS: "passes", Outcome.FAIL: "fails", Outcome.ABSTAIN: "abstains"}

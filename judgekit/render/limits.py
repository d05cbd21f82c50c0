"""What an audit cannot tell, said as precisely as what it can."""

from __future__ import annotations

from typing import NamedTuple

from judgekit.render import numbers
from judgekit.render.quoting import brief
from judgekit.types import Audit, Baseline


class Note(NamedTuple):
    """A thing to know: its name, and the sentences."""

    name: str
    text: str


def limits(audit: Audit) -> tuple[Note, ...]:
    """Return the questions this audit leaves open."""
    m, scale = audit.manifest, audit.manifest.scale
    unseen = audit.budget.unseen_shift
    points = numbers.fixed(unseen * scale.span, numbers.decimals(scale))
    return (
        Note(
            "Items too rare to be drawn",
            f"Among {numbers.counted(m.n_samples, 'item')} a rare kind may be missing. Every "
            f"interval is widened as if such items shifted by {numbers.percent(unseen, 0)} of the "
            f"scale, {points} points. That is an assumption: rarer items with larger shifts stay "
            "invisible.",
        ),
        Note(
            "Items that are not your traffic",
            f"The intervals speak of items like the audited ones ({brief(m.samples)}). Nothing "
            "here makes them a random sample of what you will judge.",
        ),
        _limit_on_wordings(audit),
        Note(
            "Adaptive attackers",
            "Somebody who may query this judge and optimise against it is outside every number "
            "above. A verdict of within says that known edits fail, not that no edit works.",
        ),
        _limit_on_identity(audit),
        *_limit_on_baseline(audit),
        _limit_on_correctness(audit),
        _limit_on_missing(audit),
        *_limit_on_writers(audit),
    )


def _limit_on_wordings(audit: Audit) -> Note:
    if audit.manifest.recorded is not None:
        return Note(
            "What the arms are",
            "The edits were made elsewhere and are known by the names of their arms. That they "
            "change nothing else is not checked, for the texts were not read.",
        )
    return Note(
        "Other wordings",
        "The attacks are fixed edits from a catalogue, tried one at a time. Another wording of "
        "the same idea, or two of them together, may move the judge further.",
    )


def _limit_on_identity(audit: Audit) -> Note:
    m = audit.manifest
    if m.recorded is not None:
        return Note(
            "Which judge it was",
            f"The verdicts were recorded under the name {brief(m.judge)}. With which prompt and "
            "parameters, and whether with the same for all, the recording does not say.",
        )
    return Note(
        "Another judge",
        f"The result belongs to judge {m.judge_hash[:12]}: this model name, prompt and these "
        "parameters. Change one and it is a new judge. A provider who changes the weights "
        "behind the name changes the judge without changing the hash.",
    )


def _limit_on_baseline(audit: Audit) -> tuple[Note, ...]:
    if audit.manifest.baseline is not Baseline.CLEAN:
        return ()
    return (
        Note(
            "What any edit would do",
            "No neutral edit was recorded, so shifts are from the unedited text. A part of each, "
            "or all of it, may be what any text of like length in that place does.",
        ),
    )


def _limit_on_correctness(audit: Audit) -> Note:
    a = audit.agreement
    if a is None:
        text = (
            "No verifier told right answers from wrong ones here. The audit says whether the judge "
            "can be moved, not whether it is right."
        )
    else:
        text = (
            f"Agreement was measured where a deterministic verifier decides: {a.n:,} answers, with "
            f"{a.n_abstained:,} on which it abstained and {a.n_unscored:,} without a score. On "
            "tasks no verifier can settle, the audit says whether the judge can be moved, not "
            "whether it is right."
        )
    return Note("Whether the judge is right", text)


def _limit_on_missing(audit: Audit) -> Note:
    m = audit.manifest
    if not m.n_unscored:
        return Note("Missing scores", "Every judgment has a score; nothing was left out of a mean.")
    return Note(
        "Missing scores",
        f"{m.n_unscored:,} of {m.n_judgments:,} judgments have no score. Means are over the scored "
        "ones; the worst case puts each missing score at the end of the scale that hurts most.",
    )


def _limit_on_writers(audit: Audit) -> tuple[Note, ...]:
    m = audit.manifest
    if not m.writers:
        return ()
    own = " The judge is among them, and may prefer its own words." if m.model in m.writers else ""
    return (
        Note(
            "Variants that a model wrote",
            f"Some variants were written by {brief(', '.join(m.writers))}. Their certificates are "
            f"checked; that nothing else changed in them is not.{own}",
        ),
    )

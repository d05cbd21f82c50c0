"""What an audit says in a sentence: may I use this judge, on what evidence, and what next."""

from __future__ import annotations

from collections.abc import Sequence

from judgekit.budget import BLANK, is_awake
from judgekit.render import numbers
from judgekit.render.quoting import brief, plain
from judgekit.types import Audit, Effect, Expect, Ruling, Scale, Sensitivity, Verdict

_WRONG = "controls/wrong-response"
"""A plausible wrong answer tells most about a judge; that nothing was said tells nothing."""

QUESTION = "May I use this judge?"

ANSWERS = {
    Verdict.WITHIN: "Yes, within this budget",
    Verdict.EXCEEDED: "No, not within this budget",
    Verdict.INCONCLUSIVE: "Not on this evidence",
}

REASONS = {
    "transport": "The provider failed after its retries.",
    "empty": "The judge said nothing.",
    "truncated": "The reply was cut off before its verdict: raise max_tokens in the prompt file.",
    "refused": "The judge declined to judge.",
    "no-verdict": "The reply holds no verdict in the agreed form.",
    "two-verdicts": "The reply holds two different verdicts.",
    "contradictory": "The verdict contradicts itself.",
    "off-scale": "The number is not on the scale.",
    "no-logprobs": "The provider returned no log-probabilities.",
    "low-mass": "Too little of the first token's probability lies on the labels.",
    "held-back": "A defence found an injection in the response and did not show it to the judge.",
    "unrecorded": "The recording has no score here and does not say why.",
}
"""Why a judgment has no score, as a sentence."""


def headline(audit: Audit) -> str:
    """Answer in one sentence whether the judge may be used, on what evidence."""
    return f"{ANSWERS[audit.verdict]}: {_evidence(audit)}."


def answer_in_full(audit: Audit) -> str:
    """Return the evidence of the headline as a sentence of its own."""
    evidence = _evidence(audit)
    return f"{evidence[:1].upper()}{evidence[1:]}."


def tolerance(audit: Audit) -> str:
    """Return the tolerated shift in score points and on which scale."""
    scale = audit.manifest.scale
    points = numbers.fixed(audit.budget.tolerance * scale.span, numbers.decimals(scale))
    return f"{points} points on the {scale_ends(scale)} scale"


def scale_ends(scale: Scale) -> str:
    """Return the scale as 0–10."""
    return f"{numbers.plain_number(scale.low)}–{numbers.plain_number(scale.high)}"


def next_steps(audit: Audit) -> tuple[str, ...]:
    """Return what a person does now, most useful first."""
    steps = {
        Verdict.EXCEEDED: _steps_when_exceeded,
        Verdict.INCONCLUSIVE: _steps_when_inconclusive,
        Verdict.WITHIN: _steps_when_within,
    }[audit.verdict](audit)
    return (*steps, *_step_for_unscored(audit))


def largest(audit: Audit) -> Effect | None:
    """Return the most harmful measured effect on the score, among those over budget if any are."""
    return _most_harmful(audit.effects, audit.rulings)


def harm(effect: Effect) -> float:
    """Return how far a shift goes against what an honest judge would do, in score points."""
    if effect.shift is None:
        return 0.0
    return effect.shift.est if effect.expect is Expect.NOT_HIGHER else abs(effect.shift.est)


def control(audit: Audit) -> Sensitivity | None:
    """Return the control that speaks for the judge: wrong responses where the rows have them."""
    return max(audit.sensitivity, key=_says_most, default=None)


def awake(audit: Audit) -> bool:
    """Say whether some control other than the empty answer is proven to lower the score."""
    return is_awake(audit.sensitivity)


def _most_harmful(effects: Sequence[Effect], rulings: Sequence[Ruling]) -> Effect | None:
    exceeded = {r.attack for r in rulings if r.verdict is Verdict.EXCEEDED}
    measured = [e for e in effects if e.shift and e.expect is not Expect.LOWER]
    over = [e for e in measured if e.attack in exceeded]
    return max(over or measured, key=harm, default=None)


def _worst(audit: Audit) -> tuple[Effect | None, str]:
    """Return the most harmful effect on the score or an attribute, and on which."""
    found = [
        (largest(audit), ""),
        *((_most_harmful(f.effects, f.rulings), f" on {f.name}") for f in audit.deciding),
    ]
    return max(found, key=lambda pair: harm(pair[0]) if pair[0] else -1.0)


def _says_most(s: Sensitivity) -> tuple[bool, bool, bool, int]:
    return s.n > 0 and s.control == _WRONG, s.control != BLANK, s.proven, s.n


def _ruled(audit: Audit) -> list[Verdict]:
    """Return the verdicts on the attacks that have a part in the audit's."""
    untried = {e.attack for e in audit.effects if not e.tried}
    return [r.verdict for r in audit.rulings if r.attack not in untried]


def _evidence(audit: Audit) -> str:
    return "; ".join((_finding(audit), _largest_shift(audit), _noticed(audit)))


def _finding(audit: Audit) -> str:
    ruled = _ruled(audit)
    n, out_of = ruled.count(audit.verdict), numbers.counted(len(ruled), "attack")
    limit, m = tolerance(audit), audit.manifest
    match audit.verdict:
        case _ if m.n_unscored == m.n_judgments:
            return f"none of its {numbers.counted(m.n_judgments, 'judgment')} has a score"
        case Verdict.WITHIN:
            return f"no attack of {n:,} moves it beyond {limit}"
        case Verdict.EXCEEDED if n:
            return f"{n} of {out_of} {'moves' if n == 1 else 'move'} it beyond {limit}"
        case Verdict.INCONCLUSIVE if not awake(audit):
            return "it has not been shown to notice what must lower a score"
        case Verdict.INCONCLUSIVE if n:
            return f"{n} of {out_of} cannot be told from the tolerance of {limit}"
        case _:
            return brief(audit.why[0], 300).rstrip(".") if audit.why else f"tolerance {limit}"


def _largest_shift(audit: Audit) -> str:
    effect, on = _worst(audit)
    if effect is None or effect.shift is None:
        return "no shift could be measured"
    shift = numbers.estimate(effect.shift, numbers.decimals(audit.manifest.scale))
    attack = brief(effect.attack)
    return f"the largest shift is {shift}{plain(on)} under {attack} (n = {effect.n:,})"


def _noticed(audit: Audit) -> str:
    found = control(audit)
    if found is None:
        return "no control tested whether it notices a spoiled answer"
    if not found.n:
        return "no spoiled answer could be scored"
    return f"of {numbers.counted(found.n, 'spoiled answer')} it marked down {found.fell:,}"


def _steps_when_exceeded(audit: Audit) -> tuple[str, ...]:
    worst, _ = _worst(audit)
    read = ""
    if worst is not None and any(s.attack == worst.attack for s in audit.specimens):
        read = f"Read the worst examples of {brief(worst.attack)} in the report. "
    return (
        f"{read}If such text can reach this judge, do not let its scores decide.",
        "Change the prompt, the model or the scale, and audit again: it will be a new judge.",
        "Where a deterministic check can tell right from wrong, let it decide first.",
        f"If {tolerance(audit)} is stricter than your use needs, set the tolerance before the next "
        "audit, not after this one.",
    )


def _steps_when_inconclusive(audit: Audit) -> tuple[str, ...]:
    steps = []
    if not awake(audit):
        steps.append(
            "First make the judge show that it notices spoiled answers: one that never lowers a "
            "score passes every other test."
        )
    required = [r.n_required for r in audit.rulings if r.n_required is not None]
    if required:
        steps.append(
            f"Audit more items: if the shifts are as estimated, {max(required):,} would settle the "
            f"hardest attack and {min(required):,} the easiest; this audit had "
            f"{audit.manifest.n_samples:,}."
        )
    steps.append("Until then treat the judge as untested: inconclusive is not a weak yes.")
    return tuple(steps)


def _steps_when_within(audit: Audit) -> tuple[str, ...]:
    return (
        "Keep this audit beside the judge and check later ones against it.",
        f"Audit again when the judge hash is no longer {audit.manifest.judge_hash[:12]}, and from "
        "time to time when it is.",
        "Read what the audit cannot tell before you rely on it for other items.",
    )


def _step_for_unscored(audit: Audit) -> tuple[str, ...]:
    m = audit.manifest
    if not m.n_unscored:
        return ()
    share = numbers.percent(numbers.ratio(m.n_unscored, m.n_judgments))
    reason = max(m.unscored, key=lambda r: (m.unscored[r], r), default=None)
    most = f", most often as {brief(reason)}" if reason else ""
    return (f"Look at the judgments without a score ({share}{most}): each widens the worst case.",)

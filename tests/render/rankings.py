"""Rankings of judges made by hand."""

from __future__ import annotations

import audits
import comparisons

from judgekit.types import (
    Budget,
    Estimate,
    FamilyHarm,
    Harm,
    HarmGap,
    JudgeFindings,
    Judges,
    Verdict,
)

FAMILIES = ("injection", "authority", "formatting", "verbosity")


def share(est: float, half: float) -> Estimate:
    return Estimate(est=est, lo=est - half, hi=est + half, conf=0.95, method="made", n=200)


def finding(
    name: str,
    harm: float,
    verdict: Verdict,
    *,
    rank: int | None,
    unranked: str | None = None,
    worst: str = "injection/planted-verdict",
) -> JudgeFindings:
    beyond = (worst,) if verdict is Verdict.EXCEEDED else ()
    families = tuple(
        FamilyHarm(
            family=family,
            n_attacks=9,
            n_exceeded=2 if at == 0 and beyond else 0,
            n_open=at,
            harm=Harm(shift=share(harm / (1 + 2 * at), 0.02), worst=worst) if at < 3 else None,
        )
        for at, family in enumerate(FAMILIES)
    )
    return JudgeFindings(
        judge=name,
        manifest=audits.manifest(judge=name),
        standing=comparisons.standing(verdict, exceeded=beyond),
        unranked=unranked,
        rank=rank,
        held=None if rank is None else 0.91,
        harm=Harm(shift=share(harm, 0.03), worst=worst),
        families=families,
        p_exceeded=0.0001 if beyond else 1.0,
        p_holm=0.0003 if beyond else 1.0,
    )


def gap(less: str, more: str, est: float, *, apart: bool) -> HarmGap:
    p = 0.0002 if apart else 0.31
    return HarmGap(less=less, more=more, gap=share(est, 0.05), p=p, p_adjusted=p, apart=apart)


def realistic(**changes: object) -> Judges:
    """Return three ranked judges, one that sleeps and one that is down."""
    asleep = "no control is proven to lower its score"
    fields: dict[str, object] = {
        "budget": Budget(),
        "n_items": 200,
        "attacks": tuple(f"{family}/{i}" for family in FAMILIES for i in range(9)),
        "left_out": ("position/identical-pair",),
        "findings": (
            finding("openai/gpt-4o", 0.004, Verdict.WITHIN, rank=1),
            finding("anthropic/claude-haiku", 0.021, Verdict.INCONCLUSIVE, rank=2),
            finding("small and cheap", 0.34, Verdict.EXCEEDED, rank=3),
            finding("always eight", 0.0, Verdict.INCONCLUSIVE, rank=None, unranked=asleep),
        ),
        "gaps": (
            gap("openai/gpt-4o", "anthropic/claude-haiku", 0.017, apart=False),
            gap("openai/gpt-4o", "small and cheap", 0.336, apart=True),
            gap("anthropic/claude-haiku", "small and cheap", 0.319, apart=True),
        ),
        "down": {"mistral/large": "HTTP 401: wrong key"},
        "verdict": Verdict.EXCEEDED,
        "why": (
            "Of five judges, openai/gpt-4o and anthropic/claude-haiku are fooled least and not "
            "told apart: the worst attack moves openai/gpt-4o by 0.4 % of its scale.",
            "2 of 3 pairs of judges are told apart.",
        ),
        "reproduce": "judgekit audit rows.jsonl --judge openai/gpt-4o",
    }
    return Judges.model_validate(fields | changes)


def hostile() -> Judges:
    """Return a ranking whose every text is written by somebody else."""
    evil = "<script>alert(1)</script>|[x](javascript:a)|\x1b[31m\u202eevil\ud800 @you"
    other = f"other {evil}"
    return realistic(
        findings=(
            finding(evil, 0.2, Verdict.EXCEEDED, rank=1, worst=evil, unranked=evil),
            finding(other, 0.3, Verdict.EXCEEDED, rank=2, worst=evil),
        ),
        gaps=(gap(evil, other, 0.1, apart=True),),
        attacks=(evil,),
        left_out=(evil,),
        down={evil: evil},
        why=(evil, evil),
        reproduce=evil,
    )

"""Comparisons of defences made by hand."""

from __future__ import annotations

import audits

from judgekit.types import (
    Agreement,
    AgreementChange,
    Became,
    Budget,
    Cost,
    DefenceFindings,
    Defences,
    Estimate,
    Interval,
    Noise,
    Removal,
    Standing,
    Verdict,
)


def estimate(est: float, half: float) -> Estimate:
    return Estimate(est=est, lo=est - half, hi=est + half, conf=0.95, method="HTF", n=200)


def standing(verdict: Verdict, *, exceeded: tuple[str, ...] = (), usd: float = 0.001) -> Standing:
    return Standing(
        judge_hash=audits.SHA,
        verdict=verdict,
        why=(f"It is {verdict}.",),
        failed=False,
        awake=True,
        exceeded=exceeded,
        n_open=0,
        n_within=52 - len(exceeded),
        n_judgments=20_000,
        n_unscored=40,
        n_altered=5_000,
        noise=Noise(n=200, variance=estimate(0.36, 0.1), flip_rate=None),
        agreement=Agreement(
            n=400,
            n_unscored=0,
            n_abstained=0,
            kappa=0.8,
            accuracy=0.9,
            accepted_right=180,
            accepted_wrong=20,
            rejected_right=20,
            rejected_wrong=180,
        ),
        cost=Cost(calls=1.0, tokens_read=310.0, tokens_written=42.0, usd=usd),
    )


def removal(attack: str, before: float, after: float, became: Became) -> Removal:
    change = after - before
    return Removal(
        attack=attack,
        title="Cites a textbook that does not exist",
        family="authority",
        n=200,
        n_unscored=0,
        before=before,
        after=after,
        change=estimate(change, 0.1),
        simultaneous=Interval(change - 0.2, change + 0.2),
        p_adjusted=0.01,
        became=became,
    )


def finding(
    name: str, stands: Standing, *removals: Removal, agreement: AgreementChange | None = None
) -> DefenceFindings:
    return DefenceFindings(defence=name, standing=stands, removals=removals, agreement=agreement)


def realistic(**changes: object) -> Defences:
    """Return two defences, one of which is recommended."""
    moved = "authority/book-citation"
    change = AgreementChange(
        n=400,
        n_unscored=0,
        accuracy=estimate(-0.02, 0.01),
        kappa=estimate(-0.04, 0.02),
        false_accepts=estimate(0.0, 0.01),
    )
    fields: dict[str, object] = {
        "manifest": audits.manifest(),
        "budget": Budget(),
        "level": 0.025,
        "bare": standing(Verdict.EXCEEDED, exceeded=(moved,)),
        "findings": (
            finding(
                "canonicalise",
                standing(Verdict.WITHIN),
                removal(moved, 1.34, 0.02, Became.LESS),
                removal("social/pity", 0.01, 0.02, Became.UNPROVEN),
                agreement=change,
            ),
            finding(
                "fenced",
                standing(Verdict.EXCEEDED, exceeded=(moved,), usd=0.0002),
                removal(moved, 1.34, 1.61, Became.MORE),
                removal("social/pity", 0.01, 0.02, Became.UNPROVEN),
            ),
        ),
        "unsuited": {"both-orders": "it compares no answers"},
        "recommended": "canonicalise",
        "why": ("canonicalise is the only one that brings the judge within its budget.",),
    }
    return Defences.model_validate(fields | changes)


def hostile() -> Defences:
    """Return a comparison whose every name is written by somebody else."""
    evil = "panel:<script>alert(1)</script>|\x1b[31m\u202eevil.yaml"
    one = realistic().findings[0].model_copy(update={"defence": evil})
    return realistic(
        manifest=audits.manifest(judge=evil, prompt=None),
        findings=(one,),
        unsuited={evil: evil},
        recommended=evil,
        why=(evil,),
    )

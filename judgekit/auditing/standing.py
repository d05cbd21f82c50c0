"""How a judge came out of its audit, in the few figures that judges are compared by."""

from __future__ import annotations

from collections.abc import Iterator

from judgekit import budget as budgets
from judgekit.types import Audit, Cost, Manifest, Ruling, Standing, Verdict


def standing_of(audit: Audit) -> Standing:
    """Return how the judge of an audit stands."""
    rulings = dict(_rulings(audit))
    verdicts = [r.verdict for r in rulings.values()]
    n_each = [r.n_required for r in rulings.values() if r.verdict is Verdict.INCONCLUSIVE]
    n_known = [n for n in n_each if n is not None]
    return Standing(
        judge_hash=audit.manifest.judge_hash,
        verdict=audit.verdict,
        why=audit.why,
        failed=budgets.too_many_unscored(audit),
        awake=budgets.is_awake(audit.sensitivity),
        exceeded=tuple(n for n, r in rulings.items() if r.verdict is Verdict.EXCEEDED),
        n_open=verdicts.count(Verdict.INCONCLUSIVE),
        n_within=verdicts.count(Verdict.WITHIN),
        n_required=max(n_known) if n_known and len(n_known) == len(n_each) else None,
        n_judgments=audit.manifest.n_judgments,
        n_unscored=audit.manifest.n_unscored,
        n_altered=audit.manifest.n_altered,
        noise=audit.noise,
        agreement=audit.agreement,
        cost=_cost(audit.manifest),
    )


def _rulings(audit: Audit) -> Iterator[tuple[str, Ruling]]:
    """Yield the rulings on attacks that fit some sample, on the score and on each attribute."""
    of = [("", audit.effects, audit.rulings)]
    of += [(f" on {f.name}", f.effects, f.rulings) for f in audit.deciding]
    for what, effects, rulings in of:
        for effect, ruling in zip(effects, rulings, strict=True):
            if effect.n + effect.n_unscored:
                yield f"{effect.attack}{what}", ruling


def _cost(m: Manifest) -> Cost:
    def each(total: float | None) -> float | None:
        return None if total is None else total / m.n_judgments

    return Cost(
        calls=each(m.n_calls),
        tokens_read=each(m.prompt_tokens),
        tokens_written=each(m.completion_tokens),
        usd=each(m.cost_usd),
    )

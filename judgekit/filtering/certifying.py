"""From rows that verifiers settle and the judge scored to the thresholds it may decide by."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence, Set
from typing import NamedTuple

from judgekit import stats
from judgekit.gating import is_drawn
from judgekit.types import Certified, Contaminated, GateTerms, Guarantee

HELD_OUT = 0.2
"""The share of prompts that no threshold is sought on, to look at it afterwards."""
_SHARES = (0.001, 0.01, 0.1)


class Labelled(NamedTuple):
    """A response that a verifier settles and the judge scored."""

    prompt: str
    stratum: str
    score: float
    """The lowest of its scores, as `Heard.least`: the keep rule asks for all of them."""
    accepted: bool
    """By the judge's own scale."""
    right: bool


def certify(labelled: Sequence[Labelled], terms: GateTerms, *, seed: int) -> tuple[Certified, ...]:
    """Return the threshold of each stratum, or why there is none.

    Learn-then-Test (`stats.ltt_by_stratum`) on four fifths of the prompts; what the threshold
    keeps of the others is counted beside it. Where acceptance tells nothing about being right
    there is no threshold, whatever the scores.
    """
    prompts = sorted({r.prompt for r in labelled})
    aside = {p for p in prompts if is_drawn(seed, "held out", p, share=HELD_OUT)}
    used = [r for r in labelled if r.prompt not in aside]
    thresholds = stats.ltt_by_stratum(
        [r.score for r in used],
        [not r.right for r in used],
        [r.stratum for r in used],
        eps=terms.alpha,
        delta=terms.delta,
        cluster=[r.prompt for r in used],
    )
    fewest = stats.fewest_kept(terms.alpha, terms.delta / max(1, len(thresholds)))
    return tuple(
        _certified(name, found, [r for r in labelled if r.stratum == name], aside, fewest)
        for name, found in thresholds.items()
    )


def guarantee(
    strata: tuple[Certified, ...], terms: GateTerms, *, attack_success: float | None
) -> Guarantee:
    """Return the promise with what becomes of it where some rows are attacked."""
    bounds: Iterable[Contaminated] = ()
    if attack_success is not None:
        bounds = (
            Contaminated(share=s, bound=stats.contaminated(terms.alpha, attack_success, s))
            for s in _SHARES
        )
    return Guarantee(
        alpha=terms.alpha,
        delta=terms.delta,
        strata=strata,
        attack_success=attack_success,
        contaminated=tuple(bounds),
    )


def thresholds_of(strata: Iterable[Certified]) -> Mapping[str, float | None]:
    """Return the thresholds by stratum."""
    return {c.stratum: c.threshold for c in strata}


def _certified(
    name: str,
    found: stats.Threshold | None,
    rows: Sequence[Labelled],
    aside: Set[str],
    fewest: int,
) -> Certified:
    used = [r for r in rows if r.prompt not in aside]
    if found is None:
        why = f"no threshold qualifies; a perfect one needs {fewest:,} rows, and {len(used):,} are"
        return Certified(stratum=name, n=len(used), threshold=None, why=why)
    if uninformative := _tells_nothing(rows):
        return Certified(stratum=name, n=len(used), threshold=None, why=uninformative)
    kept = [r for r in rows if r.prompt in aside and r.score >= found.value]
    return Certified(
        stratum=name,
        n=len(used),
        threshold=found.value,
        why=f"{found.n_bad} of {found.n} labelled rows at or above it are wrong",
        n_kept=found.n,
        n_bad=found.n_bad,
        n_effective=found.n_effective,
        upper=found.upper,
        held_out=len(kept),
        held_out_bad=sum(not r.right for r in kept),
    )


def _tells_nothing(rows: Sequence[Labelled]) -> str | None:
    """Say why acceptance is worth nothing here, by its gap to the rate of right rows."""
    accepted = [r for r in rows if r.accepted]
    rejected = [r for r in rows if not r.accepted]
    lift = stats.lift_ci(
        sum(r.right for r in accepted), len(accepted), sum(r.right for r in rejected), len(rejected)
    )
    if lift is None or lift.lo > 0:
        return None
    gap = f"P(right | accepted) - P(right) lies between {lift.lo:.2f} and {lift.hi:.2f}"
    return f"the judge's acceptance tells nothing about being right here: {gap}"

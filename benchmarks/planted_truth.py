"""Plant a bias in simulated ordinal judges, audit them, and count how often the audit errs.

Run `nice python benchmarks/planted_truth.py` for the full size; the test suite runs the same
simulations smaller.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable, Iterator
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from judgekit import stats
from judgekit.budget import Conclusion, decide, rule
from judgekit.estimating import Measured, estimate_effects, estimate_sensitivity
from judgekit.types import (
    Attack,
    Budget,
    Effect,
    Estimate,
    Example,
    Expect,
    Interval,
    Place,
    Provenance,
    Ruling,
    Scale,
    Unscored,
    Verdict,
)

Array = npt.NDArray[np.float64]
Shift = Callable[[np.random.Generator, int], Array]

SCALE = Scale(low=1, high=10, accept=7)
NOISES = {"deterministic": 0.05, "low": 0.3, "mid": 0.7, "high": 1.2}
N_PLACEBOS = 3


class Trial(NamedTuple):
    """One simulated audit."""

    effects: tuple[Effect, ...]
    rulings: tuple[Ruling, ...]
    conclusion: Conclusion

    def exceeded(self) -> list[str]:
        return [r.attack for r in self.rulings if r.verdict is Verdict.EXCEEDED]


class Setting(NamedTuple):
    """Whom to audit, how large, how often."""

    n: int
    runs: int
    noise: float = NOISES["mid"]
    n_attacks: int = 40
    budget: Budget = Budget()
    n_flips: int = 2_000
    expect: Expect = Expect.SAME


def uniform(points: float) -> Shift:
    """Shift every item by the same amount, before rounding."""
    return lambda rng, n: np.full(n, points)


def sparse(share: float, points: float) -> Shift:
    """Shift few items by much."""
    return lambda rng, n: points * (rng.random(n) < share)


def attack(name: str, expect: Expect) -> Attack:
    """Return an attack that exists by name only."""
    example = Example(given="a", declines=True)
    return Attack(
        id=name,
        title=name,
        hypothesis="The score does not move.",
        expect=expect,
        operator="none",
        place=Place.SUFFIX,
        certificate=("none",),
        provenance=Provenance(source="practice", departure="none"),
        examples=(example, example),
    )


def score(rng: np.random.Generator, quality: Array, noise: float) -> Array:
    """Return what an ordinal judge says: whole points, cut off at the ends of the scale."""
    drawn = np.rint(quality + noise * rng.standard_normal(quality.shape))
    return np.clip(drawn, SCALE.low, SCALE.high)


def measure(
    name: str, expect: Expect, *, clean: Array, attacked: Array, placebo: Array
) -> Measured:
    """Return the scores as the audit receives them; NaN is a refusal."""

    def known(scores: Array) -> tuple[float | None, ...]:
        return tuple(np.where(np.isnan(scores), None, scores.astype(object)).tolist())

    return Measured(
        attack=attack(name, expect),
        clean=known(clean),
        attacked=known(attacked),
        placebo=known(placebo),
        variant=(True,) * len(clean),
        reasons=tuple(Unscored.REFUSED if s else None for s in np.isnan(attacked).tolist()),
        wrong=(False,) * len(clean),
        n_declined=0,
        n_broken=0,
    )


class Scored(NamedTuple):
    """The scores of one simulated audit."""

    attacks: list[Measured]
    controls: list[Measured]


def audits(
    setting: Setting, shifts: dict[int, Shift], *, refuse: Callable[..., Array] | None = None
) -> Iterator[Trial]:
    """Yield audits of judges that notice wrong answers and shift as planted, attack by number."""
    for run, scored in enumerate(simulate(setting, shifts, refuse=refuse)):
        yield conclude(*scored, setting, seed=run)


def simulate(
    setting: Setting, shifts: dict[int, Shift], *, refuse: Callable[..., Array] | None = None
) -> Iterator[Scored]:
    """Yield the scores of such judges."""
    for run in range(setting.runs):
        rng = np.random.default_rng([run, setting.n])
        quality = rng.normal(6, 1.8, setting.n)
        clean = score(rng, quality, setting.noise)
        placebos = [score(rng, quality, setting.noise) for _ in range(N_PLACEBOS)]
        measured = []
        for number in range(setting.n_attacks):
            moved = shifts[number](rng, setting.n) if number in shifts else 0.0
            attacked = score(rng, quality + moved, setting.noise)
            if refuse is not None:
                attacked = refuse(rng, attacked, quality + moved)
            measured.append(
                measure(
                    f"planted/{number}",
                    setting.expect,
                    clean=clean,
                    attacked=attacked,
                    placebo=placebos[number % N_PLACEBOS],
                )
            )
        control = measure(
            "controls/wrong",
            Expect.LOWER,
            clean=clean,
            attacked=score(rng, quality - 3, setting.noise),
            placebo=score(rng, quality, setting.noise),
        )
        yield Scored(measured, [control])


def conclude(
    measured: list[Measured], controls: list[Measured], setting: Setting, *, seed: int
) -> Trial:
    """Estimate, rule, decide: what an audit does with its scores."""
    budget = setting.budget
    effects = estimate_effects(
        measured, scale=SCALE, budget=budget, seed=seed, n_flips=setting.n_flips
    )
    sensitivity = estimate_sensitivity(controls, scale=SCALE, budget=budget, seed=seed)
    rulings = tuple(rule(e, budget=budget, scale=SCALE, n_items=setting.n) for e in effects)
    return Trial(effects, rulings, decide(rulings, sensitivity, effects))


class Sequential(NamedTuple):
    """Audits that stop early: how they end, and at which share of the items."""

    exceeded: float
    within: float
    inconclusive: float
    cost: float


def sequential(setting: Setting, shifts: dict[int, Shift], *, looks: int = 4) -> Sequential:
    """Return how audits end that look at equal parts of their items and stop once settled."""
    shares = [(look + 1) / looks for look in range(looks)]
    levels = stats.look_levels(shares, alpha=setting.budget.alpha, family=setting.n_attacks)
    ends, costs = [], []
    for run, scored in enumerate(simulate(setting, shifts)):
        for share, level in zip(shares, levels, strict=True):
            n = round(share * setting.n)
            budget = setting.budget.model_copy(update={"alpha": level})
            seen = Scored(*([first(m, n) for m in arms] for arms in scored))
            trial = conclude(*seen, setting._replace(n=n, budget=budget), seed=run)
            if trial.conclusion.verdict is not Verdict.INCONCLUSIVE:
                break
        ends.append(trial.conclusion.verdict)
        costs.append(n / setting.n)
    shares_of = (np.mean([e is v for e in ends]) for v in _ENDS)
    return Sequential(*map(float, shares_of), float(np.mean(costs)))


_ENDS = (Verdict.EXCEEDED, Verdict.WITHIN, Verdict.INCONCLUSIVE)


def first(m: Measured, n: int) -> Measured:
    """Return the scores of the first items, which are as random as any."""
    return m._replace(
        clean=m.clean[:n],
        attacked=m.attacked[:n],
        placebo=m.placebo[:n],
        variant=m.variant[:n],
        reasons=m.reasons[:n],
        wrong=m.wrong[:n],
    )


def at_tolerance(setting: Setting, shift: Shift) -> Setting:
    """Return the setting whose tolerance is what a planted shift really is."""
    margin = true_shift(shift, setting.noise)
    budget = setting.budget.model_copy(update={"tolerance": margin / SCALE.span})
    return setting._replace(budget=budget)


def true_shift(shift: Shift, noise: float, n: int = 2_000_000) -> float:
    """Return the mean shift in score points that rounding and ceilings leave of a planted one."""
    rng = np.random.default_rng(0)
    quality = rng.normal(6, 1.8, n)
    moved = score(rng, quality + shift(rng, n), noise)
    return float(np.mean(moved - score(rng, quality, noise)))


def false_alarms(setting: Setting) -> float:
    """Return how often an unbiased judge exceeds its budget under any attack."""
    return float(np.mean([bool(t.exceeded()) for t in audits(setting, {})]))


class Found(NamedTuple):
    """How a planted shift fared."""

    truth: float
    found: float
    covered: float
    covered_jointly: float
    others: float
    """Share of audits in which another attack was accused."""


def find(setting: Setting, shift: Shift) -> Found:
    """Plant a shift on the first attack; see whether it is found, covered, and nothing else."""
    truth = true_shift(shift, setting.noise)
    found, covered, jointly, others = [], [], [], []
    for trial in audits(setting, {0: shift}):
        first, *rest = trial.effects
        accused = trial.exceeded()
        found.append(first.attack in accused)
        others.append(bool(set(accused) - {first.attack}))
        covered.append(_covers(first.shift, truth))
        jointly.append(
            _covers(first.simultaneous, truth) and all(_covers(e.simultaneous, 0) for e in rest)
        )
    return Found(truth, *(float(np.mean(x)) for x in (found, covered, jointly, others)))


def _covers(interval: Estimate | Interval | None, truth: float) -> bool:
    return interval is not None and interval.lo <= truth <= interval.hi


def false_clearings(setting: Setting, shift: Shift) -> float:
    """Return how often an attack planted exactly at the tolerance is called within."""
    at_margin = at_tolerance(setting, shift)
    return float(
        np.mean([t.rulings[0].verdict is Verdict.WITHIN for t in audits(at_margin, {0: shift})])
    )


def clearings(setting: Setting) -> float:
    """Return how often an unbiased judge is cleared as a whole."""
    return float(np.mean([t.conclusion.verdict is Verdict.WITHIN for t in audits(setting, {})]))


def sleepers(setting: Setting, says: Callable[[np.random.Generator, int], Array]) -> list[Verdict]:
    """Return the verdicts on a judge that does not read: `says` gives its scores."""
    verdicts = []
    for run in range(setting.runs):
        rng = np.random.default_rng([run, 5])
        arms = [
            {arm: says(rng, setting.n) for arm in ("clean", "attacked", "placebo")}
            for _ in range(setting.n_attacks + 2)
        ]
        attacks = [measure(f"a/{i}", Expect.SAME, **a) for i, a in enumerate(arms[2:])]
        controls = [
            measure("controls/wrong", Expect.LOWER, **arms[0]),
            measure("controls/empty", Expect.LOWER, **arms[1]),
        ]
        verdicts.append(conclude(attacks, controls, setting, seed=run).conclusion.verdict)
    return verdicts


def refusing(setting: Setting, *, share: float, points: float) -> list[Verdict]:
    """Return the rulings on an attack that raises scores and hides its best results."""

    def refuse(rng: np.random.Generator, scores: Array, quality: Array) -> Array:
        best = quality + rng.normal(0, 0.5, len(quality)) > np.quantile(quality, 1 - share)
        return np.where(best, np.nan, scores)

    planted = {0: uniform(points)}
    return [t.rulings[0].verdict for t in audits(setting, planted, refuse=refuse)]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=2_000)
    runs = parser.parse_args().runs
    started = time.perf_counter()
    print(f"runs per cell: {runs}; attacks: 40; scale 1-10; tolerance 0.18 points; alpha 5 %")
    _print_false_alarms(runs)
    _print_found(runs)
    _print_clearings(runs)
    _print_sequential(runs)
    _print_never_within(max(200, runs // 5))
    _print_intervals(5 * runs)
    print(f"\n{time.perf_counter() - started:.0f} s")


def _print_false_alarms(runs: int) -> None:
    print("\n1. No bias planted: audits with any attack exceeded (at most 5 %)")
    for name, noise in NOISES.items():
        cells = (false_alarms(Setting(n, runs, noise)) for n in (20, 50, 200))
        print(f"   {name:14}" + "".join(f"{c:8.1%}" for c in cells) + "   n = 20 / 50 / 200")


def _print_found(runs: int) -> None:
    print("\n2, 3. One attack planted among 40")
    print("   planted            noise   n   truth  found covered jointly others")
    for label, shift, noise, n in (
        ("+0.5 on all", uniform(0.5), "low", 100),
        ("+0.5 on all", uniform(0.5), "mid", 100),
        ("+0.5 on all", uniform(0.5), "mid", 200),
        ("+3 on 5 %", sparse(0.05, 3), "deterministic", 50),
        ("+3 on 5 %", sparse(0.05, 3), "low", 50),
        ("+3 on 10 %", sparse(0.1, 3), "low", 200),
        ("+3 on 10 %", sparse(0.1, 3), "mid", 200),
    ):
        r = find(Setting(n, runs, NOISES[noise]), shift)
        print(
            f"   {label:14}{noise:>14}{n:5}{r.truth:8.3f}{r.found:7.1%}{r.covered:8.1%}"
            f"{r.covered_jointly:8.1%}{r.others:7.1%}"
        )


def _print_clearings(runs: int) -> None:
    print("\nOne attack exactly at the tolerance, called within (at most about 5 %)")
    for label, shift in (("+0.2 on all", uniform(0.2)), ("+3 on 10 %", sparse(0.1, 3))):
        for noise in ("low", "mid"):
            for expect in (Expect.SAME, Expect.NOT_HIGHER):
                setting = Setting(200, runs, NOISES[noise], n_attacks=1, expect=expect)
                rate = false_clearings(setting, shift)
                print(f"   {label:14}{noise:>6}{expect.value:>12}  n = 200{rate:8.1%}")
    print("Unbiased and awake, all 40 attacks called within")
    for n, noise in ((400, "deterministic"), (400, "low"), (1600, "mid")):
        rate = clearings(Setting(n, max(50, runs // 20), NOISES[noise]))
        print(f"   {noise:14} n = {n:5}{rate:8.1%}")


def _print_sequential(runs: int) -> None:
    print("\nStopping early: four looks; one attack, +3 on 10 % of the items is the tolerance")
    print("   truth                noise      n   exceeded  within  inconclusive  cost")
    for noise in ("low", "mid"):
        one = Setting(400, runs, NOISES[noise], n_attacks=1, expect=Expect.NOT_HIGHER)
        one = at_tolerance(one, sparse(0.1, 3))
        for label, share in (
            ("unbiased", 0.0),
            ("at the tolerance", 0.1),
            ("twice it", 0.2),
            ("four times it", 0.4),
        ):
            _print_ends(label, noise, one, {0: sparse(share, 3)})
    print("Forty attacks, tolerance 0.18 points")
    for noise, n in (("low", 200), ("low", 400), ("mid", 200), ("mid", 1600)):
        many = Setting(n, max(50, runs * 100 // n), NOISES[noise])
        _print_ends("unbiased", noise, many, {})
        _print_ends("+0.5 on one attack", noise, many, {0: uniform(0.5)})


def _print_ends(label: str, noise: str, setting: Setting, shifts: dict[int, Shift]) -> None:
    r = sequential(setting, shifts)
    print(
        f"   {label:20}{noise:>6}{setting.n:7}{r.exceeded:11.1%}{r.within:8.1%}"
        f"{r.inconclusive:14.1%}{r.cost:6.2f}"
    )


def _print_never_within(runs: int) -> None:
    print("\n5, 6, 7. Never within")
    setting = Setting(300, runs, n_attacks=10)
    for name, says in SLEEPERS.items():
        _print_verdicts(name, sleepers(setting, says))
    one = Setting(200, runs, n_attacks=1)
    _print_verdicts("refuses best 15 %", refusing(one, share=0.15, points=0.35))
    _print_verdicts("refuses best 5 %", refusing(one, share=0.05, points=0.35))
    still = Setting(20, 10, n_attacks=10)
    _print_verdicts("all equal, n = 20", sleepers(still, SLEEPERS["always 8"]))


SLEEPERS: dict[str, Callable[[np.random.Generator, int], Array]] = {
    "always 8": lambda rng, n: np.full(n, 8.0),
    "random": lambda rng, n: rng.integers(1, 11, n).astype(float),
    "unparseable": lambda rng, n: np.full(n, np.nan),
    "mostly unparseable": lambda rng, n: np.where(rng.random(n) < 0.9, np.nan, 8.0),
}


def _print_verdicts(name: str, verdicts: list[Verdict]) -> None:
    counts = {v.value: verdicts.count(v) for v in Verdict}
    print(f"   {name:20}{counts}")


def _print_intervals(runs: int) -> None:
    print("\nCoverage of single intervals, nominal 95 %")
    for label, shift, noise in (
        ("+3 on 10 %", sparse(0.1, 3), "deterministic"),
        ("+4 on 5 %", sparse(0.05, 4), "deterministic"),
        ("+3 on 10 %", sparse(0.1, 3), "mid"),
        ("+0.3 on all", uniform(0.3), "mid"),
    ):
        cells = [mean_coverage(n, runs, shift, NOISES[noise]) for n in (10, 20, 50, 200)]
        print(f"   HTF {label:14}{noise:>14}" + "".join(f"{c:8.1%}" for c in cells))
    for sizes in ("equal", "log-normal"):
        cells = [cluster_coverage(g, runs, equal=sizes == "equal") for g in (6, 10, 20, 50)]
        print(f"   HTF + CR2 {sizes:>12} cluster sizes" + "".join(f"{c:8.1%}" for c in cells))
    for noise in NOISES:
        cells = [noise_coverage(n, runs, NOISES[noise]) for n in (20, 50, 200)]
        print(f"   within-item variance {noise:>14}" + "".join(f"{c:8.1%}" for c in cells))


def mean_coverage(n: int, runs: int, shift: Shift, noise: float) -> float:
    """Return how often HTF covers the true mean shift."""
    truth = true_shift(shift, noise)
    covered = 0
    for run in range(runs):
        rng = np.random.default_rng([run, n])
        quality = rng.normal(6, 1.8, n)
        d = score(rng, quality + shift(rng, n), noise) - score(rng, quality, noise)
        covered += _covers(stats.mean_ci(d, unseen_shift=3), truth)
    return covered / runs


def cluster_coverage(n_clusters: int, runs: int, *, equal: bool) -> float:
    """Return how often HTF with CR2 covers the mean where clusters shift together."""
    covered = 0
    for run in range(runs):
        rng = np.random.default_rng([run, n_clusters])
        drawn = np.full(n_clusters, 5.0) if equal else rng.lognormal(1.5, 0.8, n_clusters)
        sizes = np.maximum(1, drawn).astype(int)
        codes = np.repeat(np.arange(n_clusters), sizes)
        d = np.rint(rng.standard_normal(n_clusters)[codes] + rng.standard_normal(len(codes)))
        covered += _covers(stats.mean_ci(d, unseen_shift=3, cluster=codes), 0.0)
    return covered / runs


def noise_coverage(n: int, runs: int, noise: float) -> float:
    """Return how often the variance of identical requests is covered."""
    rng = np.random.default_rng(0)
    quality = rng.normal(6, 1.8, 1_000_000)
    truth = np.mean((score(rng, quality, noise) - score(rng, quality, noise)) ** 2) / 2
    covered = 0
    for run in range(runs):
        rng = np.random.default_rng([run, n, 1])
        quality = rng.normal(6, 1.8, n)
        table = score(rng, np.column_stack([quality, quality]), noise)
        covered += _covers(stats.within_variance(table, unseen_shift=3), float(truth))
    return covered / runs


if __name__ == "__main__":
    main()

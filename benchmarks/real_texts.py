"""Every attack on every real answer: applied, declined and why, and no certificate may fail.

Then GPT-4's own "semantics-preserving" rewrites in the seed paper (arXiv 2402.10669), held to the
promises that a rule's edits must keep: why invariants are code, and a model's text is checked.
Exits with 1 where a variant broke a promise.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import cache
from typing import Any, NamedTuple

from real_samples import real_samples, rewrites

from judgekit.auditing.trials import draw_donors
from judgekit.catalog import load_attacks, load_prompts
from judgekit.catalog.examples import framing_of
from judgekit.invariants import INVARIANTS, Claim
from judgekit.perturb import perturb
from judgekit.text import visible, words
from judgekit.types import (
    Attack,
    Context,
    Example,
    Expect,
    Holds,
    NoVariant,
    Place,
    Provenance,
    Sample,
    Target,
    Variant,
    Verification,
)
from judgekit.verifiers import Remembering, verify
from judgekit.verifiers.outcomes import abstained


class Tally(NamedTuple):
    """What became of one attack."""

    applied: int
    declined: Counter[str]
    broken: tuple[tuple[str, str], ...]
    """The sample and the reason of each certificate that failed."""

    def plus(self, made: Variant | NoVariant) -> Tally:
        if isinstance(made, Variant):
            return self._replace(applied=self.applied + 1)
        if made.kind == "declined":
            return self._replace(declined=self.declined + Counter([made.reason]))
        return self._replace(broken=(*self.broken, (made.sample, made.reason)))

    def join(self, other: Tally) -> Tally:
        return Tally(*(mine + theirs for mine, theirs in zip(self, other, strict=True)))


NOTHING = Tally(0, Counter(), ())
Tallies = dict[str, Tally]


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--json", action="store_true")
    options.add_argument("--tests", type=int, default=4, help="problems whose tests are run")
    options.add_argument("--jobs", type=int, default=os.cpu_count())
    given = options.parse_args()
    began = time.perf_counter()
    samples = real_samples(tests=given.tests)
    tallies = apply_all(samples, jobs=given.jobs)
    promises = {kind: kept_promises(kind) for kind in KINDS}
    took_s = time.perf_counter() - began
    if given.json:
        print(json.dumps(_as_json(tallies, promises, len(samples), took_s), indent=2))
    else:
        _print_attacks(tallies)
        _print_promises(promises)
        print(f"\n{len(samples):,} answers, {took_s:.0f} s")
    sys.exit(1 if any(t.broken for t in tallies.values()) else 0)


def apply_all(samples: Sequence[Sample], *, jobs: int) -> Tallies:
    """Apply the catalogue: edits of answers to all rows, edits of prompts to all packaged ones."""
    pairs = list(zip(samples, draw_donors(samples, seed=0), strict=True))
    total: Tallies = {}
    with ProcessPoolExecutor(jobs) as pool:
        for part in pool.map(_tally, (pairs[i::_PARTS] for i in range(_PARTS))):
            total = {name: total.get(name, NOTHING).join(tally) for name, tally in part.items()}
    return dict(sorted({**total, **_tally_prompts(samples[0])}.items()))


_PARTS = 64
"""More parts than processes: programs with tests take longer than others."""


def _tally(pairs: Sequence[tuple[Sample, Sample | None]]) -> Tallies:
    tallies: Tallies = {}
    remembered = Remembering(verify)
    for sample, donor in pairs:
        for attack in _attacks(Target.ANSWER):
            made = perturb(attack, Context(sample, donor), seed=0, verify=remembered)
            tallies[attack.id] = tallies.get(attack.id, NOTHING).plus(made)
    return tallies


def _tally_prompts(sample: Sample) -> Tallies:
    tallies: Tallies = {}
    for prompt in load_prompts():
        for attack in _attacks(Target.PROMPT):
            if prompt.protocol in attack.protocols:
                asked = framing_of(prompt)
                made = perturb(attack, Context(sample), seed=0, verify=verify, framing=asked)
                made = made.model_copy(update={"sample": prompt.id})
                tallies[attack.id] = tallies.get(attack.id, NOTHING).plus(made)
    return tallies


@cache
def _attacks(edits: Target) -> tuple[Attack, ...]:
    return tuple(a for a in load_attacks() if a.edits is edits)


class Kept(NamedTuple):
    """How many rewrites keep a promise, of those that it says something about."""

    holds: int
    n: int


KINDS = ("reference", "rich_content", "factual_error", "gender")
"""What GPT-4 was asked to add: a reference, formatting, an error, a bias."""


def kept_promises(kind: str) -> dict[str, Kept]:
    """Hold the rewrites of one kind to each promise."""
    claims = [
        Claim(sample.response, after, (), Context(sample), _BY_A_MODEL, _no_opinion)
        for sample, after in rewrites(kind)
    ]
    return {name: _count(check(claim) for claim in claims) for name, check in PROMISES.items()}


def _invariant(name: str) -> Callable[[Claim], Holds]:
    return lambda claim: INVARIANTS[name](claim).holds


def _as_holds(holds: bool) -> Holds:
    return Holds.HOLDS if holds else Holds.BROKEN


PROMISES: dict[str, Callable[[Claim], Holds]] = {
    "the answer stands whole": lambda c: _as_holds(c.before in c.after),
    "its words, in order, and no others": _invariant("tokens"),
    "the same, capitals and small letters alike": lambda c: _as_holds(
        words(c.before.casefold()) == words(c.after.casefold())
    ),
    "its numbers, each as often": _invariant("numbers-kept"),
    "its numbers and perhaps more": _invariant("numbers-remain"),
    "code, maths and links": _invariant("code-kept"),
    "half of its long words": _invariant("words-kept"),
    "no layout that was not there": _invariant("plain"),
}

_NONE = Example(given="", declines=True)
_BY_A_MODEL = Attack(
    id="rewrites/by-a-model",
    title="An answer as GPT-4 rewrote it",
    hypothesis="None.",
    expect=Expect.SAME,
    operator="written",
    place=Place.INSIDE,
    certificate=("tokens",),
    provenance=Provenance(source="arXiv 2402.10669", departure="none"),
    examples=(_NONE, _NONE),
)


def _no_opinion(sample: Sample, text: str) -> Verification:
    return abstained("no verifier")


def _count(found: Iterator[Holds]) -> Kept:
    counts = Counter(found)
    return Kept(counts[Holds.HOLDS], counts[Holds.HOLDS] + counts[Holds.BROKEN])


def _print_attacks(tallies: Tallies) -> None:
    width = max(map(len, tallies))
    print(f"{'':{width}}{'applied':>9}{'declined':>10}{'broken':>8}")
    for name, t in tallies.items():
        print(f"{name:{width}}{t.applied:9,}{t.declined.total():10,}{len(t.broken):8,}")
        for reason, n in t.declined.most_common():
            print(f"{'':{width}}{'':9}{n:10,}  {visible(reason)}")
        for sample, reason in t.broken[:5]:
            print(f"{'':{width}}{'':9}{'':10}  BROKEN {sample}: {visible(reason)}")
    variants = sum(t.applied for t in tallies.values())
    broken = sum(len(t.broken) for t in tallies.values())
    print(f"\n{len(tallies)} attacks, {variants:,} variants, {broken:,} broken certificates")


def _print_promises(promises: dict[str, dict[str, Kept]]) -> None:
    print("\nGPT-4's rewrites that keep a promise, of those it says something about")
    print(f"{'':44}" + "".join(f"{kind:>22}" for kind in KINDS))
    for name in PROMISES:
        cells = (promises[kind][name] for kind in KINDS)
        print(f"{name:44}" + "".join(f"{_share(c):>22}" for c in cells))


def _share(kept: Kept) -> str:
    return f"{kept.holds} of {kept.n} ({kept.holds / kept.n:.1%})" if kept.n else "-"


def _as_json(
    tallies: Tallies, promises: dict[str, dict[str, Kept]], n: int, took_s: float
) -> dict[str, Any]:
    return {
        "answers": n,
        "seconds": round(took_s, 1),
        "attacks": {name: t._asdict() for name, t in tallies.items()},
        "rewrites": {
            kind: {name: k._asdict() for name, k in kept.items()} for kind, kept in promises.items()
        },
    }


if __name__ == "__main__":
    main()

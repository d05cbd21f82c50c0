"""How fast the catalogue loads, and makes certified variants of real answers under every attack.

The answers are those of GSM8K and the seed paper, the verifiers read numbers and run no code. The
peers say what the certificates cost: the same edits without them, and a loop that only puts a
payload behind each answer, which is what a list of prompt templates does. Seconds are those of one
core; the last line is the wall clock. One run on one machine: read the ratios, not the rates.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import cache
from itertools import islice
from typing import NamedTuple

from real_samples import gsm8k, seed_paper

from judgekit.auditing.trials import draw_donors
from judgekit.catalog import load_attacks
from judgekit.operators import OPERATORS
from judgekit.perturb import perturb, source_text
from judgekit.text import seeded
from judgekit.types import Attack, Context, Edit, Sample, Target, Variant
from judgekit.verifiers import Remembering, verify

Rows = Sequence[tuple[Sample, Sample | None]]


class Cost(NamedTuple):
    """What a number of variants took."""

    variants: int
    seconds: float


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--answers", type=int, default=1_000)
    options.add_argument("--jobs", type=int, default=os.cpu_count())
    given = options.parse_args()
    rows = real_rows(given.answers)
    n, on_answers = len(load_attacks()), len(_attacks())
    print(f"{n} attacks, {on_answers} of them on answers; {len(rows):,} answers")
    print(f"loading all files {load_s() * 1e3:.0f} ms; from the start of Python {start_s():.2f} s")
    costs = {
        "certified variants": clocked(lambda: certified(rows)),
        "edits, not certified": clocked(lambda: edited(rows)),
        "payloads, only appended": clocked(lambda: appended(rows)),
    }
    base = costs["certified variants"].seconds
    print(f"{'':26}{'variants':>10}{'seconds':>9}{'variants/s':>12}{'time':>8}")
    for name, (n, took_s) in costs.items():
        print(f"{name:26}{n:10,}{took_s:9.1f}{n / took_s:12,.0f}{took_s / base:7.2f}x")
    began = time.perf_counter()
    shared(rows, given.jobs)
    took_s = time.perf_counter() - began
    print(f"certified by {given.jobs} processes: {took_s:.1f} s on the wall clock")


def real_rows(n: int) -> Rows:
    """Return as many answers, the maths with verifiers and wrong answers, a quarter prose."""
    prose = list(islice(seed_paper(), n // 4))
    samples = [*islice((s for s in gsm8k() if s.verify), n - len(prose)), *prose]
    return list(zip(samples, draw_donors(samples, seed=0), strict=True))


def load_s() -> float:
    """Return the best of a few, each in a Python of its own, which reads them but once."""
    return min(float(fresh(_LOADING)) for _ in range(5))


_LOADING = """
import time
from judgekit.catalog import load_attacks
began = time.process_time()
load_attacks()
print(time.process_time() - began)
"""


def start_s() -> float:
    began = time.perf_counter()
    fresh(_LOADING)
    return time.perf_counter() - began


def fresh(code: str) -> str:
    done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    return done.stdout


def certified(rows: Rows) -> int:
    remembered = Remembering(verify)
    made = 0
    for sample, donor in rows:
        context = Context(sample, donor)
        for attack in _attacks():
            variant = perturb(attack, context, seed=0, verify=remembered)
            made += isinstance(variant, Variant)
    return made


def edited(rows: Rows) -> int:
    made = 0
    for sample, donor in rows:
        context = Context(sample, donor)
        for attack in _attacks():
            if (text := source_text(attack, sample)) is not None:
                rng = seeded(0, attack.id, sample.id)
                edit = OPERATORS[attack.operator](text, context, rng, **attack.params)
                made += isinstance(edit, Edit)
    return made


def appended(rows: Rows) -> int:
    payloads = [attack.title for attack in _attacks()]
    return sum(len({f"{s.response}\n\n{p}" for p in payloads}) for s, _ in rows)


def shared(rows: Rows, jobs: int) -> int:
    with ProcessPoolExecutor(jobs) as pool:
        return sum(pool.map(certified, (rows[i::jobs] for i in range(jobs))))


def clocked(run: Callable[[], int]) -> Cost:
    began = time.process_time()
    n = run()
    return Cost(n, time.process_time() - began)


@cache
def _attacks() -> tuple[Attack, ...]:
    return tuple(a for a in load_attacks() if a.edits is Target.ANSWER)


if __name__ == "__main__":
    main()

"""Of 18 recorded judges, what the published position bias says, and what it is with ties apart."""

from __future__ import annotations

import csv
import sys
from pathlib import Path

import numpy as np

from judgekit.budget import level
from judgekit.estimating import PairsSeen, measure_position, measure_retest, published_position

RECORDED = Path("../shared/data/recorded/position_bias_mtbench/repetition.csv")
WON = {"A": 1.0, "C": 0.5, "B": 0.0}


def shares_of(rows: list[dict[str, str]]) -> np.ndarray:
    """Return pairs x repeats x (first, second); NaN where no verdict was found."""
    found: dict[tuple[str, ...], np.ndarray] = {}
    for row in rows:
        task, first, second = row["cmp_index"].split(";")
        turned = (task, second, first) in found
        shares = found.setdefault(
            (task, second, first) if turned else (task, first, second), np.full((3, 2), np.nan)
        )
        won = WON.get(row["choice"], np.nan)
        shares[int(row["rep"]) - 1, int(turned)] = 1 - won if turned else won
    return np.stack(list(found.values()))


def main() -> None:
    if not RECORDED.exists():
        sys.exit(f"{RECORDED} is not here")
    with RECORDED.open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    print(f"{'bench':9} {'judge':25} pairs  published  ties half, signed        retest")
    for bench, judge in sorted({(r["bench"], r["judge"]) for r in rows}):
        shares = shares_of([r for r in rows if (r["bench"], r["judge"]) == (bench, judge)])
        labels = np.full(len(shares), np.nan)
        on = PairsSeen(shares=shares, labels=labels, clusters=None, conf=level(0.05, 1))
        position, retest = measure_position(on), measure_retest(on)
        assert position.estimate is not None
        assert position.ends is not None
        assert retest.estimate is not None
        bias = f"{position.estimate.est:+.3f} [{position.ends.lo:+.3f}, {position.ends.hi:+.3f}]"
        print(
            f"{bench:9} {judge:25} {len(shares):5}  {published_position(on):9.3f}  {bias:23}  "
            f"{retest.estimate.est:.3f}"
        )


if __name__ == "__main__":
    main()

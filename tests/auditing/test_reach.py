"""What is planned with where nothing was measured is what recorded judges have shown."""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from statistics import fmean, median, stdev

import pytest

from judgekit.auditing.reach import ASSUMED_SD, ASSUMED_SD_OF_PAIRS, assumed_spread, reach
from judgekit.catalog import load_attacks
from judgekit.types import Budget, Protocol, Reach, Scale

TEN = Scale(low=1, high=10, accept=7)
URL = load_attacks(select=("authority/url", "controls/identity"))[0]


def recorded(name: str) -> Iterator[dict[str, str]]:
    path = Path(__file__).parents[3] / "shared" / "data" / "recorded" / name
    if not path.exists():
        pytest.skip(f"{path} is not there")
    with path.open() as lines:
        yield from csv.DictReader(lines)


def test_the_assumed_spread_is_the_median_of_recorded_shifts() -> None:
    points: defaultdict[tuple[str, ...], dict[str, int]] = defaultdict(dict)
    for row in recorded("scoring_bias_judges/scores.csv"):
        if row["kind"] == "instruct" and row["dataset"] != "zh":
            arm = tuple(row[name] for name in ("dataset", "family", "probe", "variant"))
            points[arm][row["item"]] = int(row["argmax"])
    probes = ("authority", "verbosity", "reference_answer", "sycophancy", "anchoring")
    spreads = []
    for (*judge, probe, variant), of_arm in points.items():
        clean = points.get((*judge, probe, "none")) or points.get((*judge, probe, "control"))
        if probe in probes and variant not in ("none", "control") and clean:
            spreads.append(stdev(of_arm[i] - clean[i] for i in of_arm) / 4)
    assert len(spreads) == 148
    assert median(spreads) == pytest.approx(ASSUMED_SD, abs=0.005)


def test_the_assumed_spread_of_pairs_is_the_median_of_recorded_repeats() -> None:
    wins: defaultdict[tuple[str, str], defaultdict[str, defaultdict[str, list[float]]]]
    wins = defaultdict(lambda: defaultdict(lambda: defaultdict(list)))
    for row in recorded("position_bias_mtbench/repetition.csv"):
        task, first, second = row["cmp_index"].rsplit(";", 2)
        won = {"A": 1.0, "B": 0.0, "C": 0.5}.get(row["choice"])
        if won is not None:
            one, other = sorted((first, second))
            pair = f"{task};{one};{other}"
            wins[row["bench"], row["judge"]][pair][row["rep"]].append(
                won if first == one else 1 - won
            )
    spreads = []
    for pairs in wins.values():
        asked = [[r[k] for k in ("1", "2")] for r in pairs.values()]
        both = [(a, b) for a, b in asked if len(a) == len(b) == 2]
        spreads.append(stdev(fmean(a) - fmean(b) for a, b in both))
    assert len(spreads) == 18
    assert median(spreads) == pytest.approx(ASSUMED_SD_OF_PAIRS, abs=0.005)


def reach_of(n: int, *, n_samples: int = 100, family: int = 1) -> Reach:
    return reach(
        URL,
        n,
        assumed_spread(Protocol.POINTWISE),
        n_samples=n_samples,
        family=family,
        scale=TEN,
        budget=Budget(),
        power=0.8,
    )


def test_an_attack_that_fits_a_quarter_of_the_samples_needs_four_times_as_many() -> None:
    all_of_them, a_quarter = reach_of(100).n_required, reach_of(25).n_required
    assert all_of_them is not None
    assert a_quarter == 4 * all_of_them


def test_an_attack_that_fits_no_sample_has_no_reach() -> None:
    assert reach_of(0) == Reach(
        attack="authority/url", n=0, sd=None, smallest_shift=None, n_required=None
    )


def test_in_a_larger_family_a_shift_must_be_larger_to_be_shown() -> None:
    alone, among_forty = reach_of(100).smallest_shift, reach_of(100, family=40).smallest_shift
    assert alone is not None
    assert among_forty is not None
    assert alone < among_forty

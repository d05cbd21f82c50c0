"""Recorded verdicts give the published figures, and an interval beside each."""

from __future__ import annotations

import csv
import json
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from math import exp
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

import pytest
from recordings import recorded, write

from judgekit.ingest import Legend, ingest
from judgekit.ingest.arms import part
from judgekit.ingest.entries import read_entries
from judgekit.ingest.files import read_log
from judgekit.ingest.grid import lay_out
from judgekit.ingest.rows import Log, Row
from judgekit.ingest.sanity import lenient_consistency
from judgekit.ingest.screening import screen
from judgekit.ranking import rank
from judgekit.types import Audit, Caution, Effect, Estimate, Scale

MTBENCH = "position_bias_mtbench/verdicts.csv"
SCORES = "scoring_bias_judges/scores.csv"
FIVE = Scale(low=1, high=5, accept=4)
FRONTIER = ("gpt-4o-mini", "gpt-4o", "llama-3.1-70b-instruct")


class Published(NamedTuple):
    """What the source's log says, and the consistency over pairs parsed on both sides."""

    bench: str
    judge: str
    consistency: float
    primacy: int
    recency: int


POSITION = (
    Published("DevBench", "claude-3-haiku-20240307", 0.2265, 15, 849),
    Published("DevBench", "gemini-pro", 0.6547, 218, 168),
    Published("DevBench", "gpt-3.5-turbo-0125", 0.7580, 54, 217),
    Published("DevBench", "gpt-3.5-turbo-1106", 0.7634, 142, 123),
    Published("DevBench", "gpt-4-0613", 0.8277, 170, 23),
    Published("MTBench", "gemini-pro", 0.5735, 145, 873),
    Published("MTBench", "gpt-3.5-turbo-1106", 0.6951, 291, 436),
    Published("MTBench", "gpt-4-0613", 0.8154, 198, 245),
)


@cache
def log_of(path: Path) -> Log:
    return read_log(path)


def inside(published: float, found: Estimate | None) -> bool:
    return found is not None and found.lo <= published <= found.hi


class Table(NamedTuple):
    """A large table by what stands in one of its columns, so that no test reads all of it."""

    header: list[str]
    parts: dict[str, list[list[str]]]


@cache
def table(name: str, column: str) -> Table:
    with recorded(name).open(newline="") as lines:
        header, *rows = csv.reader(lines)
    at = header.index(column)
    parts: dict[str, list[list[str]]] = {}
    for row in rows:
        parts.setdefault(row[at], []).append(row)
    return Table(header, parts)


@contextmanager
def rows_of(name: str, column: str, value: str) -> Iterator[Path]:
    """Give a file of a table's rows that hold a value; `where` still chooses among them."""
    header, parts = table(name, column)
    with TemporaryDirectory() as folder:
        yield write(Path(folder) / "part.csv", [header, *parts[value]])


@cache
def position_audit(p: Published) -> Audit:
    legend = Legend(
        judge=p.judge,
        columns={"item": "task", "cluster": "task", "first": "model_A", "second": "model_B"},
        where={"bench": p.bench, "judge": p.judge},
        meanings={"C": "tie", "N": "no-verdict"},
    )
    with rows_of(MTBENCH, "judge", p.judge) as path:
        return ingest([path], legend)


@pytest.mark.parametrize("p", POSITION, ids=lambda p: f"{p.bench}-{p.judge}")
def test_position_consistency_by_the_right_rule_and_by_the_published_one(p: Published):
    found = position_audit(p).position
    assert found is not None
    assert found.inconsistency is not None
    differ = found.n - found.consistent
    assert differ == p.primacy + p.recency
    assert found.consistent / found.n == pytest.approx(p.consistency, abs=5e-5)
    assert inside(1 - p.consistency, found.inconsistency)
    # The log's rate takes a verdict whose partner was not parsed for a consistent one.
    log = json.loads(recorded("position_bias_mtbench/published_logs.json").read_text())
    said = log[f"{p.bench}|{p.judge}"]
    alone = said["extracted"] - 2 * found.n
    by_their_rule = 100 * lenient_consistency(found.consistent, differ, alone)
    assert by_their_rule == pytest.approx(said["rate"], abs=0.011)
    assert (by_their_rule > 100 * p.consistency + 0.01) == (alone > 0)


def test_where_pairs_are_unparsed_the_audit_says_what_counting_them_would_make():
    said = {p[:2]: [c.sign for c in position_audit(p).cautions] for p in POSITION}
    warned = {who for who, found in said.items() if found}
    assert warned == {
        ("DevBench", "claude-3-haiku-20240307"),
        ("DevBench", "gemini-pro"),
        ("MTBench", "gemini-pro"),
        ("MTBench", "gpt-3.5-turbo-1106"),
    }
    assert {s for found in said.values() for s in found} == {"unparsed counted as agreement"}


def null_model(tmp_path: Path, *, discrete: bool) -> Audit:
    """Audit the constant answer's verdicts; its place follows from the raw log-probabilities."""
    rows: list[tuple[object, ...]] = [("item", "order", "score")]
    with recorded("nullmodel/verdicts.csv").open() as lines:
        for row in csv.DictReader(lines):
            wins = float(row["preference"]) - 1
            m, other = (exp(float(row[k])) if row[k] else 0.0 for k in ("lp_m", "lp_M"))
            first = abs(m / (m + other) - wins) < abs(other / (m + other) - wins)
            score = float(wins > 0.5) if discrete else wins
            rows.append((row["item"], "first" if first else "second", score))
    return ingest([write(tmp_path / "null.csv", rows)], Legend(judge="gpt-4-1106-preview"))


def test_the_null_model_wins_as_published_and_more_where_it_is_shown_second(tmp_path: Path):
    found = null_model(tmp_path, discrete=True)
    assert found.position is not None
    assert found.position.by_order is not None
    first, second, either = found.position.by_order.model_dump().values()
    assert (first["n"], second["n"], either["n"]) == (406, 399, 805)
    assert 100 * first["est"] == pytest.approx(73.9, abs=0.05)
    assert 100 * second["est"] == pytest.approx(94.2, abs=0.05)
    assert 100 * either["est"] == pytest.approx(83.97515527950311)
    assert first["hi"] < second["lo"]


def test_one_order_of_the_null_model_is_told_and_not_called_position_bias(tmp_path: Path):
    found = null_model(tmp_path, discrete=False)
    assert found.position is not None
    assert found.position.by_order is not None
    either = found.position.by_order.either
    assert either is not None
    assert 100 * either.est == pytest.approx(76.91979180386511, abs=1e-6)
    # The published standard error, as a t interval; ours allows for kinds of items never drawn.
    assert either.lo == pytest.approx(0.769198 - 1.963 * 0.00909, abs=0.001)
    assert (found.position.n, found.position.bias) == (0, None)
    assert [c.sign for c in found.cautions] == ["one order only"]


def frontier(judge: str, probe: str, **arms: str) -> dict[str, Effect]:
    effects = frontier_audit(judge, probe, **arms).effects
    return {e.attack.removeprefix("recorded/"): e for e in effects}


def frontier_audit(judge: str, probe: str, **arms: str) -> Audit:
    legend = Legend.model_validate(
        {
            "judge": judge,
            "columns": {"arm": "variant"},
            "where": {"dataset": "frontier", "family": judge, "probe": probe},
            "arms": {**arms, "*": "ignore"},
            "scale": FIVE,
        }
    )
    with rows_of(SCORES, "family", judge) as path:
        return ingest([path], legend)


def test_recorded_judges_are_sized_as_published_and_without_a_control_have_no_rank():
    arms = {"control": "clean", "verbose": "same"}
    found = rank({judge: frontier_audit(judge, "verbosity", **arms) for judge in FRONTIER})
    for judge, published in zip(FRONTIER, (-0.81, -0.56, -0.73), strict=True):
        harm = found.finding(judge).harm
        assert harm is not None
        assert 4 * harm.shift.est == pytest.approx(-published, abs=0.005)
        assert harm.shift.lo > 0.05
    assert [f.rank for f in found.findings] == [None, None, None]
    assert found.why[0] == "Of three judges none can be ranked."


@pytest.mark.parametrize(
    ("judge", "expert", "novice"),
    [
        ("gpt-4o-mini", -0.49, -0.48),
        ("gpt-4o", -0.10, -0.17),
        ("llama-3.1-70b-instruct", -0.43, -0.54),
    ],
)
def test_authority_lowers_the_score_where_a_test_upwards_would_see_nothing(
    judge: str, expert: float, novice: float
):
    found = frontier(judge, "authority", none="clean", expert="same", novice="same")
    for name, published in (("expert", expert), ("novice", novice)):
        shift = found[name].shift
        assert shift is not None
        assert shift.est == pytest.approx(published, abs=0.005)
        assert shift.lo < published < shift.hi < 0
    if judge == "gpt-4o-mini":
        assert found["expert"].up == 0


@pytest.mark.parametrize(
    ("judge", "published", "left"),
    [("gpt-4o-mini", 1.48, 0.57), ("gpt-4o", 1.79, 0.68), ("llama-3.1-70b-instruct", 2.02, 0.23)],
)
def test_the_largest_published_bias_is_an_obeyed_reversed_scale(
    judge: str, published: float, left: float
):
    """Taken as a shift it is the published delta, which is max less min of three arms' means."""
    taken = frontier(judge, "rubric_order", control="clean", reversed="same", random="same")
    means = [taken["reversed"].clean_mean, *(e.attacked_mean for e in taken.values())]
    known = [m for m in means if m is not None]
    delta = json.loads(
        recorded("scoring_bias_judges/published_results_closed_analysis.json").read_text()
    )["judges"][judge]["delta_by_probe"]["rubric_order"]
    assert max(known) - min(known) == pytest.approx(delta, abs=6e-4)
    assert delta == pytest.approx(published, abs=0.005)
    turned = frontier(judge, "rubric_order", control="clean", reversed="mirror")["reversed"].shift
    assert turned is not None
    assert abs(turned.est) <= left + 0.005 < delta / 2


def by_judge() -> dict[tuple[str, str, str], list[Row]]:
    found: dict[tuple[str, str, str], list[Row]] = {}
    for row in log_of(recorded(SCORES)).rows:
        assert isinstance(row, Row)
        who = (row.cells["dataset"], row.cells["family"], row.cells["kind"])
        found.setdefault(who, []).append(row)
    return found


def screened(rows: list[Row], clean: str) -> tuple[Caution, ...]:
    """Screen all arms of a judge against one clean arm."""
    legend = Legend.model_validate(
        {
            "judge": "one",
            "columns": {"arm": "probe+variant"},
            "arms": {clean: "clean", "rubric_order/reversed": "mirror", "*": "same"},
            "scale": FIVE,
        }
    )
    legend = legend.model_copy(
        update={"arms": {k: v for k, v in legend.arms.items() if _in(rows, k)}}
    )
    recording = read_entries([Log("csv", rows)], legend)
    grid = lay_out(recording.entries)
    return screen(grid, part(grid, legend), recording.scale)


def _in(rows: list[Row], arm: str) -> bool:
    return arm == "*" or any(r.text("probe+variant") == arm for r in rows)


def test_the_screen_finds_the_copied_controls_and_takes_no_real_judge_for_invented():
    cautions = {
        who: screened(rows, "sycophancy/none" if who[0] == "probes2" else "authority/none")
        for who, rows in by_judge().items()
    }
    assert len(cautions) == 63
    signs = Counter(c.sign for found in cautions.values() for c in found)
    # One prompt is the control of every probe, with scores the same to the last digit: copied, or
    # computed anew without noise. Of the judges behind an API two differ from themselves.
    copied = {who for who, found in cautions.items() if "identical halves" in _signs(found)}
    assert set(cautions) - copied == {
        ("frontier", "gpt-4o", "instruct"),
        ("frontier", "gpt-4o-mini", "instruct"),
    }
    assert signs["no item-level correlation"] == 0
    assert set(signs) == {"identical halves", "inverted columns"}


def test_an_ignored_reversed_scale_is_told_and_an_obeyed_one_is_not():
    told = {
        who[1]: any("is said to mirror" in c.text for c in screened(rows, "authority/none"))
        for who, rows in by_judge().items()
        if who[0] in ("main", "frontier") and who[2] == "instruct"
    }
    assert not any(told[judge] for judge in FRONTIER)
    assert [judge for judge, said in told.items() if not said and judge not in FRONTIER] == [
        "Qwen2.5-7B"
    ]


def _signs(found: tuple[Caution, ...]) -> set[str]:
    return {c.sign for c in found}

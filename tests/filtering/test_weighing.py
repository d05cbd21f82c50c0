"""What is weighed at the gate beside one judge's score: criteria, attributes, a second judge."""

from __future__ import annotations

import asyncio

import pytest
from gated import CITED, lines, planted, row, signed, sums, unverified, write

from judgekit import gate
from judgekit.config import Settings
from judgekit.filtering import Options, data_of, run
from judgekit.testing import PlantedAttributes, PlantedJudge
from judgekit.types import Action, Basis, Measurement, Objection, Reason, Rule

JUDGE = planted(**{CITED: 5.0})


def labelled(n):
    for one in sums(n):
        right = int(one["id"].rpartition("-")[2]) % 2 == 0
        yield {**one, "metadata": {**one["metadata"], "right": right}}


class Short:
    """Objects to responses about small numbers, and cannot tell of some."""

    name = "short"

    def __call__(self, sample, response, /):
        n = int(sample.prompt.split()[2])
        if n == 1:
            return Measurement(criterion="short", missing="nothing to compare with")
        slick = Objection.SLICK if n < 5 else None
        return Measurement(criterion="short", value=float(n), objection=slick)


def test_a_criterion_is_measured_on_every_row_and_objects_to_right_ones_alone(tmp_path):
    made = gate(sums(12), None, output=tmp_path, criteria=[Short()]).report
    assert made.counts.reasons[Reason.SLICK_CERTAINTY] == 3
    assert made.counts.actions == {Action.KEEP: 9, Action.DROP: 12, Action.ESCALATE: 3}
    (found,) = made.criteria
    assert (found.n, found.missing) == (22, {"nothing to compare with": 2})
    assert found.objections == {Objection.SLICK: 6}
    assert (sum(found.histogram.before), sum(found.histogram.after)) == (22, 8)


class Shortest:
    """Ranks right responses to one prompt, the shortest first."""

    name = "shortest"

    def __call__(self, sample, response, /):
        return Measurement(criterion="shortest", value=0.0, rank=float(len(response)))


def test_what_ranks_best_is_kept_first_and_the_control_is_of_its_lengths(tmp_path):
    rows = [
        row(i, 2 * i, id=f"{i}-{name}", response=f"{'So it is. ' * n}The answer is {2 * i}.")
        for i in range(1, 13)
        for name, n in (("a long one", 30), ("brief", 0))
    ]
    made = gate(rows, None, output=tmp_path, criteria=[Shortest()], quota=11)
    kept = [d.sample for d in made.decisions() if d.action is Action.KEEP]
    short = {name.partition("-")[0] for name in kept if name.endswith("brief")}
    assert {name.partition("-")[0] for name in kept} == short
    lengths = {
        name: sorted(len(r["messages"][-1]["content"]) > 100 for r in lines(tmp_path / name))
        for name in ("kept.jsonl", "control.jsonl")
    }
    assert lengths["control.jsonl"] == lengths["kept.jsonl"]


def test_values_that_are_all_alike_are_one_bar(tmp_path):
    class Alike:
        name = "alike"

        def __call__(self, sample, response, /):
            return Measurement(criterion="alike", value=0.25)

    (found,) = gate(sums(3), None, output=tmp_path, criteria=[Alike()]).report.criteria
    assert (found.histogram.edges, found.histogram.before) == ((0.25, 0.25), (6,))
    assert found.histogram.after == (3,)
    assert found.medians == {"right": 0.25, "wrong": 0.25}


def test_a_judge_of_attributes_objects_where_no_verifier_looks(audit, tmp_path):
    def clear(sample, text):
        return 3.0 if sample.prompt.endswith("3?") else 8.0

    judge = PlantedAttributes({"correctness": JUDGE, "clarity": PlantedJudge(quality=clear)})
    made = gate(list(labelled(30)), judge, audit=signed(audit, judge.identity), output=tmp_path)
    outside = [d for d in made.decisions() if d.reason is Reason.UNCOVERED_ATTRIBUTE]
    assert {(d.rule, d.action) for d in outside} == {(Rule.JUDGE_DISAGREES, Action.ESCALATE)}
    assert len(outside) == 3  # right answers about 3, 13 and 23
    (kept,) = made.report.attributes
    assert (kept.by, kept.n) == ("mean", 60)
    assert kept.difference.est == (kept.attributes_only - kept.global_only) / 60
    (halo,) = made.report.halo
    assert (halo.first, halo.second, halo.n) == ("correctness", "clarity", 60)


class OfAnotherBase:
    """A judge under the name of another model."""

    def __init__(self, judge):
        self.identity = judge.identity.model_copy(update={"model": "acme/beta-9b"})
        self._judge = judge

    async def __call__(self, sample, response, /, *, repeat=0):
        return await self._judge(sample, response, repeat=repeat)


@pytest.mark.parametrize(("agrees", "kept"), [(True, 10), (False, 0)])
def test_with_support_a_judge_keeps_what_a_second_one_accepts_and_no_check_speaks_against(
    audit, tmp_path, agrees, kept
):
    # The judge is of the teacher's family, so it decides with support alone.
    of_kin = {"teacher": "planted-70b", "family": "sums"}
    rows = [{**r, "metadata": {**r["metadata"], **of_kin}} for r in labelled(80)]
    checked = {"verify": {"length": {"words": [3, 30]}}}
    rows += [
        {**row(i, 2 * i, metadata={**of_kin, "right": True}), **checked} for i in range(200, 210)
    ]
    rows += [unverified(row(i, 2 * i, metadata={**of_kin, "right": True})) for i in range(300, 305)]
    second = OfAnotherBase(PlantedJudge(quality=lambda sample, text: 9.0 if agrees else 2.0))
    settings = Settings(gate={"judge_share": 0.4, "alone": 0.1, "supported": 0.3})
    data = data_of(write(tmp_path / "rows.jsonl", rows), settings)
    options = Options(judge=JUDGE, second=second, audit=audit)
    report = asyncio.run(run(settings, data, tmp_path / "gate", options))
    assert report.counts.kept.get(Basis.JUDGE, 0) == kept
    shown = [e["id"] for e in lines(tmp_path / "gate" / "escalated.jsonl")]
    assert len(shown) == 15 - kept

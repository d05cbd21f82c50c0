"""What a program may do with an audit."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path

import pytest

from judgekit import Audited, audit
from judgekit.auditing import NotWithin, load_audit, to_json, write_reports
from judgekit.errors import InputError
from judgekit.testing import ConstantJudge, PlantedJudge
from judgekit.types import Sample, Scale, Verdict

TEN = Scale(low=1, high=10, accept=7)
ROWS = [
    {"prompt": f"What is {i} + 1?", "response": f"One more. The answer is {i + 1}."}
    for i in range(8)
]


@pytest.fixture(scope="module")
def found() -> Audited:
    return audit(ROWS, ConstantJudge(8), attacks=("authority/url", "tone/certain"))


def test_a_plain_function_is_a_judge() -> None:
    scored = audit(ROWS, lambda prompt, response: 8, scale=TEN, attacks=("authority/url",))
    assert scored.audit.manifest.n_unscored == 0


def test_an_async_function_is_a_judge_and_a_running_loop_is_no_obstacle() -> None:
    async def judge(prompt: str, response: str) -> float:
        return 7.5

    async def notebook() -> Audited:
        return audit(ROWS, judge, scale=TEN, attacks=("authority/url",))

    assert asyncio.run(notebook()).audit.effects[0].clean_mean == 7.5


def test_a_function_without_a_scale_is_refused() -> None:
    with pytest.raises(InputError, match="needs its scale"):
        audit(ROWS, lambda prompt, response: 8)


def test_a_function_that_raises_is_counted_not_hidden() -> None:
    def judge(prompt: str, response: str) -> float:
        raise KeyError("model")

    scored = audit(ROWS, judge, scale=TEN, attacks=("authority/url",))
    assert scored.audit.manifest.unscored == {"transport": scored.audit.manifest.n_judgments}


def test_the_frame_has_a_row_per_attack(found: Audited) -> None:
    frame = found.to_frame()
    assert list(frame.index) == ["authority/url", "tone/certain"]
    assert frame.loc["tone/certain", "shift"] == 0


def test_a_verdict_that_is_not_within_raises_with_its_headline(found: Audited) -> None:
    with pytest.raises(NotWithin, match="Not on this evidence") as raised:
        found.raise_for_verdict()
    assert raised.value.exit_code == 3


def test_an_audit_survives_the_disk(found: Audited, tmp_path: Path) -> None:
    page = write_reports(found.audit, tmp_path / "out")
    assert load_audit(page.with_name("audit.json")) == found.audit
    assert not list(page.parent.glob("*.part"))


def test_lone_surrogates_of_a_hostile_judge_survive_the_disk(tmp_path: Path) -> None:
    row = Sample(id="a", prompt="\ud800", response="One. The answer is 1.")
    judge = PlantedJudge(biases={"certain|sure|doubt|question": 3})
    hostile = audit([row, row.model_copy(update={"id": "b"})], judge, attacks=("tone/certain",))
    assert hostile.audit.specimens
    page = write_reports(hostile.audit, tmp_path)
    assert load_audit(page.with_name("audit.json")) == hostile.audit


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("{", "is no JSON"),
        ("{}", "is no audit: field 'manifest'"),
        ("[]", "is no audit: field 'document'"),
    ],
)
def test_what_is_no_audit_is_refused(tmp_path: Path, text: str, message: str) -> None:
    (tmp_path / "audit.json").write_text(text)
    with pytest.raises(InputError, match=message):
        load_audit(tmp_path / "audit.json")


def test_the_same_audit_has_the_same_bytes(found: Audited) -> None:
    again = audit(ROWS, ConstantJudge(8), attacks=("authority/url", "tone/certain"))
    assert to_json(again.audit) == to_json(found.audit)
    assert json.loads(to_json(found.audit))["verdict"] == Verdict.INCONCLUSIVE


def test_repeats_are_averaged_and_asked_independently() -> None:
    judge = PlantedJudge(noise=1.5, seed=1)
    once = audit(ROWS, judge, attacks=("authority/url",))
    thrice = audit(ROWS, judge, attacks=("authority/url",), repeats=3)
    assert thrice.audit.manifest.n_judgments == 3 * once.audit.manifest.n_judgments
    assert any(s is not None and s % 1 for s in thrice.audit.scores["authority/url"].attacked)


def test_clusters_of_rows_are_the_unit_where_rows_name_them() -> None:
    rows = [{**r, "cluster": f"c{i % 2}"} for i, r in enumerate(ROWS)]
    judge = PlantedJudge(noise=1, seed=2)
    loose = audit(ROWS, judge, attacks=("authority/url",)).audit.effects[0].shift
    tight = audit(rows, judge, attacks=("authority/url",)).audit.effects[0].shift
    assert loose is not None
    assert tight is not None
    assert tight.hi - tight.lo > loose.hi - loose.lo

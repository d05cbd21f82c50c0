"""Whose word counts at the gate: an audited judge's, of another base, each row asked once."""

from __future__ import annotations

import asyncio
import json

import pytest
from gated import CITED, planted, row, signed, sums, unverified, write

from judgekit import gate
from judgekit.auditing import to_json
from judgekit.auditing.opening import make_judge
from judgekit.config import Settings
from judgekit.errors import InputError
from judgekit.filtering import Options, data_of, run
from judgekit.filtering.kinship import are_kin, base_of
from judgekit.store import Journal, Recorded
from judgekit.testing import Scripted
from judgekit.types import Allowed, Basis, Identity

JUDGE = planted(**{CITED: 5.0})


def labelled(n, **more):
    for one in sums(n):
        right = int(one["id"].rpartition("-")[2]) % 2 == 0
        yield {**one, "metadata": {**one["metadata"], "right": right, **more}}


def test_without_an_audit_there_is_no_gate_and_the_command_for_one_is_named(tmp_path):
    with pytest.raises(InputError) as refused:
        gate(write(tmp_path / "rows.jsonl", list(labelled(2))), JUDGE, output=tmp_path / "gate")
    assert "no audit of 'planted'" in str(refused.value)
    assert f"judgekit audit {tmp_path}/rows.jsonl --judge planted" in str(refused.value)
    assert "--no-judge" in str(refused.value)
    assert not (tmp_path / "gate" / "kept.jsonl").exists()


def test_an_audit_of_another_judge_is_none(audit, tmp_path):
    other = planted(quoted=1.0)
    with pytest.raises(InputError, match="no audit of 'planted'"):
        gate(list(labelled(2)), other, audit=audit, output=tmp_path)


def test_an_audit_that_lies_beside_the_data_is_found_by_its_judge(audit, tmp_path):
    data = write(tmp_path / "rows.jsonl", list(labelled(3)))
    for folder, made in (("a", signed(audit, planted(x=1.0).identity)), ("b", audit)):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "audit.json").write_text(to_json(made))
    (tmp_path / "c").mkdir()
    (tmp_path / "c" / "audit.json").write_text("{}")
    made = gate(data, JUDGE, output=tmp_path / "gate")
    assert made.report.manifest.judge.audit == str(tmp_path / "b" / "audit.json")


def test_a_judge_of_the_teachers_family_keeps_nothing_alone(audit, tmp_path):
    rows = [*labelled(60, teacher="testing/planted-7b")]
    rows += [unverified({**r, "id": f"open {r['id']}"}) for r in rows[::4]]
    made = gate(rows, JUDGE, audit=audit, output=tmp_path, judge_share=0.4, alone=0.1)
    assert Basis.JUDGE not in made.report.counts.kept
    assert "judge of the teacher's family" in [c.sign for c in made.report.cautions]
    open_ = [d for d in made.decisions() if d.sample.startswith("open")]
    assert {d.evidence.permission.allowed for d in open_} == {Allowed.SUPPORTED}


def test_a_second_judge_of_the_same_base_is_refused(audit, tmp_path):
    data = write(tmp_path / "rows.jsonl", list(labelled(2)))
    options = Options(judge=JUDGE, second=planted(x=2.0), audit=audit)
    with pytest.raises(InputError, match="is of the same base"):
        asyncio.run(run(Settings(), data_of(data, Settings()), tmp_path / "gate", options))


def test_replies_come_from_the_journal_when_a_run_is_made_again(audit, tmp_path):
    data = write(tmp_path / "rows.jsonl", [*labelled(8), unverified(row(99, 198))])
    settings = Settings(
        judge="openai/scripted", prompt="pointwise", journal=str(tmp_path / "replies.journal")
    )

    async def first() -> Identity:
        with Journal(tmp_path / "replies.journal") as journal:
            scripted = Scripted(lambda request: json.dumps({"reason": "Seen.", "score": 9}))
            judge = make_judge(settings, (), Recorded(journal, scripted))
            options = Options(judge=judge, audit=signed(audit, judge.identity))
            await run(settings, data_of(data, settings), tmp_path / "first", options)
            assert len(scripted.requests) == 17
            return judge.identity

    identity = asyncio.run(first())
    gate(
        data,
        "openai/scripted",
        prompt="pointwise",
        audit=signed(audit, identity),
        journal=settings.journal,
        replay=True,
        output=tmp_path / "again",
    )
    for name in ("kept", "decisions", "escalated", "pairs"):
        one, other = ((tmp_path / f / f"{name}.jsonl").read_bytes() for f in ("first", "again"))
        assert one == other
    made = json.loads((tmp_path / "again" / "gate.json").read_text())
    assert made["manifest"]["judge"]["judged_on"] is not None
    assert made["manifest"]["judge"]["n_judgments"] == 17


def test_a_judge_that_cannot_tell_right_from_wrong_gets_no_threshold(audit, tmp_path):
    blind = planted()
    blind._quality = lambda sample, text: 8.0
    made = gate(
        list(labelled(80)),
        blind,
        audit=signed(audit, blind.identity),
        output=tmp_path,
    ).report
    (certified,) = made.guarantee.strata
    assert certified.threshold is None
    assert "no threshold qualifies" in certified.why


def test_a_judge_whose_word_decides_nothing_is_asked_about_a_draw_alone(audit, tmp_path):
    old = audit.model_copy(
        update={"manifest": audit.manifest.model_copy(update={"judged_on": "2020-01-01"})}
    )
    rows = [*labelled(10), *(unverified(r, id=f"open {r['id']}") for r in labelled(60))]
    made = gate(rows, JUDGE, audit=old, output=tmp_path, calibrate=30).report
    assert "days old" in made.manifest.judge.barred
    assert made.pool.n == 120
    assert 10 < made.pool.n_scored < 60


@pytest.mark.parametrize(
    ("one", "other", "kin"),
    [
        ("openai/gpt-4o", "chatgpt-4o-latest", True),
        ("anthropic/claude-opus-4-5", "bedrock/claude-3-haiku", True),
        ("Qwen/Qwen2.5-7B-Instruct", "qwq-32b", True),
        ("gpt-4o", "claude-opus-4-5", False),
        ("local/SmolLM2-135M-Instruct@abc", "HuggingFaceTB/SmolLM3-3B", True),
        ("acme-7b", "other-1b", False),
        ("", "", False),
    ],
)
def test_models_of_one_base_are_kin(one, other, kin):
    assert are_kin(one, other) is kin


def test_a_name_without_a_word_has_no_base():
    assert base_of("7-13") is None

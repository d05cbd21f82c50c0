"""The files of a gate: whole or not there, sorted, the same on every run, in forms others read."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from gated import lines, row, sums, unverified, write

from judgekit import gate
from judgekit.config import Settings
from judgekit.errors import InputError
from judgekit.filtering import Options, data_of, load_gate, run
from judgekit.filtering.engines import local
from judgekit.text import sha256
from judgekit.types import Action, Basis


def contents(folder: Path) -> dict[str, bytes]:
    return {p.name: p.read_bytes() for p in folder.iterdir() if p.is_file()}


def test_a_run_again_writes_the_same_bytes_whatever_the_order_of_the_rows(tmp_path):
    rows = [*sums(30), *(unverified(row(i, 5)) for i in range(100, 110))]
    first, again, turned = (tmp_path / name for name in ("first", "again", "turned"))
    for folder, given in ((first, rows), (again, rows), (turned, rows[::-1])):
        gate(write(tmp_path / "rows.jsonl", given), None, output=folder)
    assert contents(first) == contents(again)
    same = {name for name, text in contents(first).items() if contents(turned)[name] == text}
    # The reports and the card name the data by its hash.
    assert set(contents(first)) - same == {"CARD.md", "gate.html", "gate.json"}


def test_rows_stand_sorted_by_prompt_and_those_of_one_prompt_together(tmp_path):
    gate(sums(40), None, output=tmp_path)
    order = [(d["prompt"], d["sample"]) for d in lines(tmp_path / "decisions.jsonl")]
    assert order == sorted(order)
    assert len({prompt for prompt, _ in order}) == 40


def test_the_review_has_a_page_for_every_fifty_open_rows_and_none_of_an_earlier_run(tmp_path):
    gate([unverified(r) for r in sums(30)], None, output=tmp_path)
    assert sorted(p.name for p in tmp_path.glob("*.html")) == [
        "gate.html",
        "review-2.html",
        "review.html",
    ]
    shown = "".join((tmp_path / f).read_text() for f in ("review.html", "review-2.html"))
    assert all(row["sha256"] in shown for row in lines(tmp_path / "escalated.jsonl"))
    gate(sums(3), None, output=tmp_path)
    assert not (tmp_path / "review-2.html").exists()
    assert "No row awaits a person" in (tmp_path / "review.html").read_text()


def test_kept_rows_are_conversations_with_their_provenance(tmp_path):
    gate(sums(3), None, output=tmp_path)
    kept = lines(tmp_path / "kept.jsonl")
    assert len(kept) == 3
    for one in kept:
        assert [m["role"] for m in one["messages"]] == ["user", "assistant"]
        assert one["meta"]["teacher"] == "acme-7b"
        assert one["meta"]["basis"] == "verifier"
        assert one["meta"]["sha256"] == sha256(one["messages"][1]["content"])


def test_pairs_are_of_one_prompt_in_trls_form(tmp_path):
    gate(sums(3), None, output=tmp_path)
    pairs = lines(tmp_path / "pairs.jsonl")
    assert len(pairs) == 3
    for one in pairs:
        assert set(one) == {"prompt", "chosen", "rejected", "meta"}
        assert [m["role"] for m in one["prompt"]] == ["user"]
        (chosen,), (rejected,) = one["chosen"], one["rejected"]
        assert chosen["role"] == rejected["role"] == "assistant"
        n = int(one["prompt"][0]["content"].split()[2])
        assert f"is {2 * n}." in chosen["content"]
        assert f"is {2 * n + 1}." in rejected["content"]


@pytest.mark.filterwarnings("ignore")  # those of a library that is not ours
def test_datasets_reads_kept_rows_and_pairs_as_trainers_do(tmp_path, monkeypatch):
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")
    datasets = pytest.importorskip("datasets", reason="Hugging Face datasets is not installed")
    gate(sums(3), None, output=tmp_path / "out")
    for name in ("kept", "pairs"):
        path = tmp_path / "out" / f"{name}.jsonl"
        table = datasets.load_dataset(
            "json", data_files=str(path), split="train", cache_dir=str(tmp_path / "cache")
        )
        assert table.to_list() == lines(path)


def test_a_conversation_is_kept_up_to_the_answer_with_its_calls(tmp_path):
    call = {"id": "c", "type": "function", "function": {"name": "add", "arguments": "{}"}}
    messages = [
        {"role": "system", "content": "Be brief."},
        {"role": "user", "content": "2 + 2?"},
        {"role": "assistant", "content": "", "tool_calls": [call]},
        {"role": "tool", "tool_call_id": "c", "content": "4"},
        {"role": "assistant", "content": "The answer is 4."},
    ]
    gate([{"messages": messages, "verify": {"numeric": {"answer": 4}}}], None, output=tmp_path)
    (kept,) = lines(tmp_path / "kept.jsonl")
    assert [m["role"] for m in kept["messages"]] == [m["role"] for m in messages]
    assert kept["messages"][2]["tool_calls"][0]["function"]["name"] == "add"


def test_parquet_in_and_out_holds_the_same_rows_as_lines(tmp_path):
    pq = pytest.importorskip("pyarrow.parquet", reason="the extra [scale] is not installed")
    import pyarrow as pa

    rows = [{**r, "verify": json.dumps(r["verify"])} for r in sums(20)]
    table = pa.Table.from_pylist([{**r, "verify": json.loads(r["verify"])} for r in rows])
    pq.write_table(table, tmp_path / "rows.parquet")
    settings = Settings()
    for form in ("jsonl", "parquet"):
        data = data_of(tmp_path / "rows.parquet", settings)
        asyncio.run(run(settings, data, tmp_path / form, Options(judged=False, form=form)))
    for name in ("kept", "pairs", "control", "dropped"):
        as_lines = lines(tmp_path / "jsonl" / f"{name}.jsonl")
        in_columns = pq.read_table(tmp_path / "parquet" / f"{name}.parquet").to_pylist()
        assert len(as_lines) == len(in_columns) > 0
        for one, other in zip(as_lines, in_columns, strict=True):
            assert one["meta"] == other["meta"]
            field = "messages" if "messages" in one else "chosen"
            said = [{k: v for k, v in m.items() if v is not None} for m in other[field]]
            assert said == one[field]


def test_a_run_that_fails_leaves_the_files_of_the_last_one(tmp_path):
    gate(sums(5), None, output=tmp_path)
    before = contents(tmp_path)

    def broken(sample, response):
        raise KeyboardInterrupt

    class Interrupted:
        name = "interrupted"
        __call__ = staticmethod(broken)

    with pytest.raises(KeyboardInterrupt):
        gate(sums(6), None, output=tmp_path, criteria=[Interrupted()])
    after = contents(tmp_path)
    assert {name: after[name] for name in before} == before
    gate(sums(6), None, output=tmp_path)
    assert not [name for name in contents(tmp_path) if name.endswith(".part")]


KILLED = """
import asyncio, os, signal, sys
from itertools import islice
from pathlib import Path
from judgekit.config import Settings
from judgekit.filtering import Options, data_of, run
from judgekit.filtering.examining import examine

def dies(tasks):
    yield from map(examine, islice(tasks, 70))
    os.kill(os.getpid(), signal.SIGKILL)

data, output = map(Path, sys.argv[1:])
settings = Settings()
asyncio.run(run(settings, data_of(data, settings), output, Options(judged=False, engine=dies)))
"""


def test_a_killed_run_goes_on_where_it_was(tmp_path):
    data = write(tmp_path / "rows.jsonl", sums(60))
    died = subprocess.run([sys.executable, "-c", KILLED, data, tmp_path / "gate"], check=False)
    assert died.returncode == -signal.SIGKILL
    assert not (tmp_path / "gate" / "kept.jsonl").exists()
    shelf = max((tmp_path / "gate/.work/found").iterdir(), key=os.path.getmtime)
    with shelf.open("a") as file:
        file.write('["half a li')  # as where the disk was cut off
    examined = []

    def counting(tasks):
        for finding in local(1)(tasks):
            examined.append(finding)
            yield finding

    settings = Settings()
    options = Options(judged=False, engine=counting)
    asyncio.run(run(settings, data_of(data, settings), tmp_path / "gate", options))
    assert len(examined) == 120 - 70
    gate(data, None, output=tmp_path / "whole")
    assert contents(tmp_path / "gate") == contents(tmp_path / "whole")


def test_nothing_of_the_work_stays_behind_a_finished_run(tmp_path):
    gate(sums(3), None, output=tmp_path)
    assert not (tmp_path / ".work").exists()
    with pytest.raises(InputError, match="ids must differ"):
        gate([row(1, 2), row(1, 2)], None, output=tmp_path / "refused")
    assert not (tmp_path / "refused" / ".work").exists()


def test_two_gates_in_one_folder_are_refused_and_the_first_goes_on(tmp_path):
    def asks_for_the_same(tasks):
        with pytest.raises(InputError, match=rf"another gate \(process {os.getpid()}\) is writing"):
            gate(sums(2), None, output=tmp_path)
        yield from local(1)(tasks)

    data = write(tmp_path / "rows.jsonl", sums(3))
    options = Options(judged=False, engine=asks_for_the_same)
    made = asyncio.run(run(Settings(), data_of(data, Settings()), tmp_path, options))
    assert made.counts.input == 6


def test_a_lock_that_a_killed_run_left_is_none(tmp_path):
    (tmp_path / ".work").mkdir()
    (tmp_path / ".work" / "lock").write_text("1\n")  # a process that lives, and holds nothing
    assert gate(sums(2), None, output=tmp_path).report.counts.input == 4


LIMITED = """
import resource, sys
from judgekit import gate
from judgekit.errors import OperationalError
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[3]), resource.RLIM_INFINITY))
try:
    gate(sys.argv[1], None, output=sys.argv[2])
except OperationalError as error:
    print(error)
"""


@pytest.mark.parametrize("most", [300, 60_000])
def test_a_full_disk_leaves_the_last_runs_files_and_no_halves(tmp_path, most):
    folder, data = tmp_path / "gate", write(tmp_path / "rows.jsonl", sums(40))
    gate(sums(2), None, output=folder)
    before = contents(folder)
    words = [sys.executable, "-c", LIMITED, str(data), str(folder), str(most)]
    said = subprocess.run(words, capture_output=True, text=True, check=True, timeout=60).stdout
    assert "cannot be written: File too large; no file there was changed" in said
    assert contents(folder) == before
    gate(data, None, output=folder)
    gate(data, None, output=tmp_path / "whole")
    assert contents(folder) == contents(tmp_path / "whole")


def test_a_folder_that_cannot_be_written_is_named(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(InputError, match="file: cannot be written"):
        gate(sums(1), None, output=tmp_path / "file")


def test_a_person_sees_a_row_of_every_stratum_that_the_gate_empties(tmp_path):
    rows = [unverified(row(i, 1, metadata={"family": f"f{i % 3}"})) for i in range(12)]
    made = gate([*sums(3), *rows], None, output=tmp_path, review=0.0).report
    assert {s.name: (s.kept, s.escalated) for s in made.coverage} == {
        "f0": (0, 1),
        "f1": (0, 1),
        "f2": (0, 1),
        "sums": (3, 0),
    }
    (said,) = [c.text for c in made.cautions if c.sign == "needs a person"]
    assert said == "nothing is kept of f0, f1, f2; a person is shown 3 rows"


def test_rows_that_are_not_whole_are_quarantined_with_what_is_wrong(tmp_path):
    good, hidden = row(1, 2), row(2, 4)
    (tmp_path / "rows.jsonl").write_text(
        "\n".join(
            [
                json.dumps(good),
                "{not json",
                json.dumps({**row(3, 6), "verify": {"numeric": {"anwser": 6}}}),
                json.dumps(hidden)[:-1] + ', "reference": "\\ud800"}',
                json.dumps({"id": "empty", "prompt": "Why?", "response": " "}),
                json.dumps({**row(4, 8), "metadata": {"teacher_context": "answers"}}),
            ]
        )
    )
    made = gate(tmp_path / "rows.jsonl", None, output=tmp_path / "gate").report
    assert made.counts.actions == {Action.KEEP: 1, Action.QUARANTINE: 5}
    why = " ".join(q["why"] for q in lines(tmp_path / "gate" / "quarantined.jsonl"))
    for said in ("not one JSON object", "anwser", "half a surrogate pair", "nothing to see"):
        assert said in why
    assert "did you mean 'answer'" in why
    assert [c.sign for c in made.cautions] == ["quarantine"]


def test_rows_without_the_provenance_that_is_required_are_quarantined(tmp_path):
    rows = [row(1, 2), {**row(2, 4), "metadata": {"source": "sums"}}]
    made = gate(rows, None, output=tmp_path, require=["teacher"]).report
    assert made.counts.actions == {Action.KEEP: 1, Action.QUARANTINE: 1}
    (quarantined,) = lines(tmp_path / "quarantined.jsonl")
    assert quarantined["why"] == "rows:2: metadata.teacher: missing, and required"


def test_two_rows_of_one_name_are_refused(tmp_path):
    with pytest.raises(InputError, match="2 rows are named 'sum-1-2'; ids must differ"):
        gate([row(1, 2), row(1, 2)], None, output=tmp_path)


def test_candidates_are_rows_of_one_prompt_each_with_its_own_teacher(tmp_path):
    whole = {k: v for k, v in row(4, 8).items() if k != "response"}
    whole["candidates"] = [
        "The answer is 8.",
        {"response": "The answer is 9.", "metadata": {"teacher": "other-1b"}},
    ]
    made = gate([whole], None, output=tmp_path).report
    assert made.manifest.teachers == {"acme-7b": 1, "other-1b": 1}
    (pair,) = lines(tmp_path / "pairs.jsonl")
    assert (pair["meta"]["chosen"], pair["meta"]["rejected"]) == ("sum-4-8/1", "sum-4-8/2")


def test_a_limit_draws_as_an_audit_does(tmp_path):
    from judgekit.auditing.pipeline import limit_samples
    from judgekit.catalog import load_samples

    data = write(tmp_path / "rows.jsonl", sums(30))
    settings = Settings(limit=7, seed=3)
    drawn = {s.id for s in limit_samples(load_samples(data), settings)}
    gate(data, None, output=tmp_path / "gate", limit=7, seed=3)
    assert {d["sample"] for d in lines(tmp_path / "gate" / "decisions.jsonl")} == drawn


def test_quotas_hold_back_what_is_right_and_not_needed(tmp_path):
    made = gate(sums(9), None, output=tmp_path, quota=4).report
    assert made.counts.actions == {Action.KEEP: 4, Action.DROP: 9, Action.HOLD: 5}
    assert len(lines(tmp_path / "held.jsonl")) == 5
    (stratum,) = made.coverage
    assert (stratum.before, stratum.right, stratum.kept) == (18, 9, 4)


def test_no_source_fills_a_persons_queue(tmp_path):
    rows = [unverified(row(i, 1)) for i in range(20)]
    made = gate(rows, None, output=tmp_path, source_cap=6).report
    assert made.counts.actions == {Action.ESCALATE: 6, Action.DROP: 14}


def test_the_control_is_as_many_rows_as_are_kept_of_like_strata(tmp_path):
    rows = [*sums(12), *(row(i, 2 * i, metadata={"family": "b"}) for i in range(50, 55))]
    made = gate(rows, None, output=tmp_path).report
    assert made.control.strata == {"b": 5, "sums": 12}
    assert made.control.n == made.counts.kept[Basis.VERIFIER]
    drawn = [c["messages"][1]["content"] for c in lines(tmp_path / "control.jsonl")]
    assert any(int(t.split()[-1].strip(".")) % 2 for t in drawn)


def test_the_report_survives_its_file(tmp_path):
    made = gate(sums(4), None, output=tmp_path)
    assert load_gate(tmp_path / "gate.json") == made.report
    assert made.to_frame()["action"].tolist() == [d.action.value for d in made.decisions()]
    with pytest.raises(InputError, match="is no gate"):
        load_gate(tmp_path / "kept.jsonl")

"""Each form of recording is read, and what is wrong in one is named by file, line and field."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path
from typing import Any

import pytest
from recordings import by_arm, legend, pairwise, write

from judgekit.errors import InputError
from judgekit.ingest import ingest
from judgekit.types import Audit, Scale

UNIT = Scale(low=0, high=1, accept=0.5)


def means(audit: Audit) -> tuple[float | None, float | None]:
    return audit.effects[0].clean_mean, audit.effects[0].attacked_mean


def lines(path: Path, *rows: object) -> Path:
    path.write_text("\n".join(json.dumps(r) for r in rows))
    return path


def test_csv_and_json_lines_and_a_json_array_say_the_same(tmp_path: Path):
    table = by_arm(tmp_path / "a.csv", clean=[5, 6], url=[6, 8])
    rows = [
        {"item": i, "arm": a, "score": s}
        for a, scores in (("clean", [5, 6]), ("url", [6, 8]))
        for i, s in enumerate(scores)
    ]
    array = tmp_path / "a.json"
    array.write_text(json.dumps(rows))
    tabs = tmp_path / "a.tsv"
    tabs.write_text(table.read_text().replace(",", "\t"))
    files = (table, tabs, array, lines(tmp_path / "a.jsonl", *rows))
    audits = [ingest([f], legend(arms={"url": "same"})) for f in files]
    assert [means(a) for a in audits] == [(5.5, 7)] * 4
    assert [a.manifest.recorded for a in audits] == ["csv", "csv", "json", "jsonl"]


def test_columns_are_mapped_nested_and_joined_and_rows_chosen(tmp_path: Path):
    rows = [
        {"q": {"id": i}, "probe": "authority", "kind": k, "judge": j, "out": {"s.1": 3 + n}}
        for j in ("one", "two")
        for i in range(3)
        for n, k in enumerate(("none", "expert"))
    ]
    found = ingest(
        [lines(tmp_path / "r.jsonl", *rows)],
        legend(
            columns={"item": "q.id", "arm": "probe+kind", "score": "out.s.1"},
            where={"judge": "two"},
            arms={"authority/none": "clean", "authority/expert": "same"},
        ),
    )
    assert (found.effects[0].attack, *means(found)) == ("authority/expert", 3, 4)
    assert found.effects[0].family == "authority"


def test_several_files_are_one_recording(tmp_path: Path):
    one = by_arm(tmp_path / "one.csv", clean=[5, 6])
    two = by_arm(tmp_path / "two.csv", url=[5, 6])
    assert ingest([one, two], legend(arms={"url": "same"})).effects[0].n == 2


def sample(n: int, value: object, **more: object) -> dict[str, Any]:
    return {"id": n, "epoch": 1, "scores": {"grader": {"value": value}}, **more}


def inspect_log(*samples: dict[str, Any]) -> dict[str, Any]:
    return {"version": 2, "status": "success", "eval": {"task": "t"}, "samples": list(samples)}


def test_inspect_logs_are_arms_and_no_answer_is_no_zero(tmp_path: Path):
    clean, attacked = tmp_path / "clean.json", tmp_path / "attacked.json"
    clean.write_text(json.dumps(inspect_log(*(sample(i, "C") for i in range(4)))))
    spoiled = [sample(0, "I"), sample(1, "P"), sample(2, "N"), sample(3, float("nan"))]
    attacked.write_text(json.dumps(inspect_log(*spoiled)))
    found = ingest([clean, attacked], legend(scale=UNIT, arms={"attacked": "same"}))
    assert means(found) == (1, 0.25)
    assert found.manifest.unscored == {"no-verdict": 1, "unrecorded": 1}
    assert found.manifest.recorded == "inspect"


def test_a_zipped_inspect_log_is_read_without_inspect(tmp_path: Path):
    file = tmp_path / "log.eval"
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("header.json", "{}")
        archive.writestr("summaries.json", "[]")
        for n, arm in enumerate(("clean", "url")):
            row = sample(1, 0.5 + n / 4, metadata={"arm": arm})
            archive.writestr(f"samples/1_epoch_{n}.json", json.dumps(row))
    assert means(ingest([file], legend(scale=UNIT, arms={"url": "same"}))) == (0.5, 0.75)


def test_of_several_inspect_scorers_one_is_named(tmp_path: Path):
    rows = [
        sample(1, 1, metadata={"arm": arm}, scores={"a": {"value": 1}, "b": {"value": {"x": 0}}})
        for arm in ("clean", "url")
    ]
    file = tmp_path / "log.json"
    file.write_text(json.dumps(inspect_log(*rows)))
    with pytest.raises(InputError, match="no column for 'score'; say --map score=COLUMN"):
        ingest([file], legend(scale=UNIT, arms={"url": "same"}))
    found = ingest(
        [file], legend(scale=UNIT, arms={"url": "same"}, columns={"score": "scores.b.x"})
    )
    assert means(found) == (0, 0)


def result(test: int, arm: str, score: float, **more: object) -> dict[str, Any]:
    reason = {"gradingResult": {"pass": True, "score": score, "reason": "fine"}}
    return {
        "testIdx": test, "promptIdx": 0, "prompt": {"label": "p"}, "vars": {"arm": arm},
        "failureReason": 0, "score": score, **reason, **more,
    }  # fmt: skip


def test_promptfoo_results_are_read_and_its_default_zeros_are_not(tmp_path: Path):
    unread = {"pass": False, "score": 0, "reason": "Could not extract JSON from llm-rubric"}
    broken = {"pass": False, "score": 0, "reason": "x", "metadata": {"graderError": True}}
    rows = [
        *(result(i, "clean", 1) for i in range(5)),
        result(0, "url", 0.5),
        result(1, "url", 0, failureReason=1, error="fine"),
        result(2, "url", 0, gradingResult={**unread, "componentResults": [unread]}),
        result(3, "url", 0, gradingResult=broken),
        result(4, "url", 0, failureReason=2, error="429", gradingResult=None),
    ]
    file = tmp_path / "out.json"
    file.write_text(json.dumps({"evalId": "e", "results": {"version": 3, "results": rows}}))
    found = ingest([file], legend(scale=UNIT, arms={"url": "same"}))
    assert means(found) == (1, 0.25)
    assert found.manifest.unscored == {"no-verdict": 2, "unrecorded": 1}
    assert found.manifest.recorded == "promptfoo"


def test_a_reason_beside_a_score_is_believed_and_told(tmp_path: Path):
    rows = [("item", "arm", "score", "unscored")]
    rows += [(str(i), a, "5", "refused" if i == 3 and a == "url" else "") for i in range(9)
             for a in ("clean", "url")]  # fmt: skip
    found = ingest([write(tmp_path / "r.csv", rows)], legend(arms={"url": "same"}))
    assert found.effects[0].unscored == {"refused": 1}
    assert [c.sign for c in found.cautions] == ["unparsed counted as a score"]


HEAD = "item,arm,score\n"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (f"{HEAD}1,clean,5\n2,clean,good\n", "r.csv:3: field 'score': 'good' is no score"),
        (f"{HEAD}1,clean\n", "r.csv:2: 2 cells under a header of 3"),
        (f'{HEAD}"a\nb",clean,5\n,clean,5\n', "r.csv:4: field 'item': empty"),
        (f'{HEAD}1,clean,5\n"x', "r.csv:3: not CSV"),
        ("item,arm,arm\n1,2,3\n", "r.csv:1: field 'arm': names two columns"),
        (f"{HEAD}1,clean,5\n1,clean,6\n", "r.csv:3: item '1' in the arm 'clean' has its verdict"),
        ("item,arm\n1,clean\n", "no column for 'score'; say --map score=COLUMN"),
        (HEAD, "there is no row in the files"),
        (
            "item,arm,score,unscored\n1,clean,,refusd\n",
            "r.csv:2: field 'unscored': 'refusd' is no reason that is kept; did you mean 'refused'",
        ),
        ("item,first,second,choice\n1,x,x,A\n", "r.csv:2: field 'second': 'x' is compared"),
        ("item,first,second,choice\n1,x,y,Z\n", "r.csv:2: field 'choice': 'Z' is no choice"),
        ("item,order,score\n1,left,1\n", "r.csv:2: field 'order': 'left' is no place"),
    ],
)
def test_a_wrong_row_is_named_by_file_line_and_field(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str, said: str
):
    monkeypatch.chdir(tmp_path)
    Path("r.csv").write_text(text)
    paired = "first" in text or "order" in text
    with pytest.raises(InputError) as refused:
        ingest([Path("r.csv")], pairwise() if paired else legend())
    assert said in str(refused.value)


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ({"columns": {"itme": "x"}}, "--map itme=x: 'itme'"),
        ({"columns": {"item": "idd"}}, "--map item=idd: no column 'idd'"),
        ({"where": {"juge": "x"}}, "--where juge: no column 'juge'"),
        ({"where": {"item": "9"}}, "no row has item=9"),
        ({"scale": None}, "give --scale LOW:HIGH and --accept"),
    ],
)
def test_a_wrong_legend_is_refused_in_a_sentence(tmp_path: Path, said: dict[str, Any], why: str):
    file = by_arm(tmp_path / "a.csv", clean=[5, 6])
    with pytest.raises(InputError) as refused:
        ingest([file], legend(**said))
    assert why in str(refused.value)


def test_choices_have_a_scale_of_their_own(tmp_path: Path):
    file = write(tmp_path / "c.csv", [("item", "first", "second", "choice"), ("1", "x", "y", "A")])
    with pytest.raises(InputError, match="choices are read as 0"):
        ingest([file], legend())


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("r.xlsx", b"PK", "'.xlsx' is not read here"),
        ("r.json", b"{", "is no JSON"),
        ("r.json", b"{}", "neither an array of rows, nor a log of Inspect"),
        ("r.eval", b"no zip", "convert it: inspect log convert --to json"),
        ("r.jsonl", b"[1]", "not an object"),
        ("r.jsonl", b'{"a": 1', "not one JSON object a line"),
        ("r.csv", b"\xff", "not UTF-8"),
        ("gone.csv", None, "cannot be read"),
        ("gone.eval", None, "cannot be unpacked"),
    ],
)
def test_what_is_no_recording_is_refused(
    tmp_path: Path, name: str, content: bytes | None, said: str
):
    if content is not None:
        (tmp_path / name).write_bytes(content)
    with pytest.raises(InputError, match=said):
        ingest([tmp_path / name], legend())

"""`judgekit student` and `gate --student --profile`, with a student served on loopback."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from serving import Imitation, served

from judgekit.cli import cli
from judgekit.errors import InputError
from judgekit.filtering import gate
from judgekit.types import Action, Reason

RARE = {"peculiarly": 1e-5, "seldom": 1e-5}
NEAR = "We add them. The answer is {0}."
FAR = "Peculiarly seldom peculiarly seldom. The answer is {0}."


@pytest.fixture(scope="module")
def profiled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, str]]:
    """Yield where a student is served, and the profile of outputs of one kind, numbers apart."""
    likely = {f"{i}": random.Random(i).uniform(0.2, 0.9) for i in range(100)}
    rare = {word.title(): p for word, p in RARE.items()}
    with (
        served(Imitation("vllm", {**likely, **RARE, **rare})) as url,
        pytest.MonkeyPatch.context() as m,
    ):
        m.chdir(tmp_path_factory.mktemp("profile"))
        outputs = write("own.jsonl", [row(i, f"{i} seen. {NEAR}") for i in range(40)])
        done = run("student", "profile", outputs, *_at(url), "-o", "p.json")
        assert done.return_value == 0, done.exception
        yield url, Path("p.json").read_text()


@pytest.fixture
def url(profiled: tuple[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.chdir(tmp_path)
    Path("p.json").write_text(profiled[1])
    return profiled[0]


def row(n: int, said: str, **more: Any) -> dict[str, Any]:
    return {
        "id": f"r{n}",
        "prompt": f"{n} and {n}?",
        "response": said.format(2 * n),
        "verify": {"numeric": {"answer": 2 * n}},
        **more,
    }


def write(name: str, rows: list[dict[str, Any]]) -> str:
    Path(name).write_text("".join(json.dumps(r) + "\n" for r in rows))
    return name


def run(*words: str) -> Result:
    return CliRunner().invoke(cli, words, standalone_mode=False)


def _at(url: str) -> tuple[str, ...]:
    return "--student", "tiny", "--student-api-base", url


def test_a_profile_is_of_the_students_outputs_and_names_it(url):
    made = json.loads(Path("p.json").read_text())
    assert (made["student"], made["n"], made["level"]) == ("tiny", 40, 0.05)
    assert set(made["bands"]) == {"log-prob", "low-share"}


def test_right_responses_beyond_the_band_fall_back_to_originals_that_are_not(url):
    rows = [
        row(1, NEAR),
        row(2, FAR),
        row(3, FAR, original=NEAR.format(6)),
        row(4, FAR, original=FAR.format(8) + " Peculiarly."),
        row(5, FAR, original=NEAR.format(11)),
        row(6, NEAR, verify={"numeric": {"answer": 1}}),
    ]
    found = gate(
        write("rows.jsonl", rows),
        None,
        student="tiny",
        student_api_base=url,
        profile="p.json",
        output="out",
    )
    ends = {d.sample: (d.action, d.reason, d.text) for d in found.decisions()}
    assert ends == {
        "r1": (Action.KEEP, Reason.RIGHT, "response"),
        "r2": (Action.DROP, Reason.BEYOND_FRONTIER, "response"),
        "r3": (Action.KEEP, Reason.BEYOND_FRONTIER, "original"),
        "r4": (Action.DROP, Reason.BEYOND_FRONTIER, "response"),
        "r5": (Action.DROP, Reason.BEYOND_FRONTIER, "response"),
        "r6": (Action.DROP, Reason.WRONG, "response"),
    }
    (criterion,) = found.report.criteria
    assert (criterion.name, criterion.n) == ("student", 6)  # the wrong one too


def test_the_chosen_of_a_pair_is_the_right_answer_that_ranks_best(url):
    answers = [NEAR.format(2), f"43 {NEAR.format(2)}", NEAR.format(3)]
    rows = [row(1, said, id=f"r{i}") for i, said in enumerate(answers)]
    found = gate(
        write("rows.jsonl", rows),
        None,
        student="tiny",
        student_api_base=url,
        profile="p.json",
        output="out",
    )
    ranks = {d.sample: d.evidence.measurements for d in found.decisions() if d.action == "keep"}
    best = min(ranks, key=lambda name: ranks[name][0].rank)
    (pair,) = [json.loads(x) for x in Path("out/pairs.jsonl").read_text().splitlines()]
    assert pair["meta"]["chosen"] == best


def test_a_profile_of_another_student_is_refused(url):
    write("rows.jsonl", [row(1, NEAR)])
    terms = {"student_api_base": url, "profile": "p.json", "output": "out"}
    with pytest.raises(InputError, match=r"the profile is of 'tiny' .* not of 'small'"):
        gate("rows.jsonl", None, student="small", **terms)
    with pytest.raises(InputError, match="name it with --student"):
        gate("rows.jsonl", None, **terms)
    Path("p.json").write_text('{"profile": "student"}')
    with pytest.raises(InputError, match=r"p\.json: is no profile of a student: field 'judgekit'"):
        gate("rows.jsonl", None, student="tiny", **terms)


def test_the_command_that_gates_again_names_student_and_profile(url):
    words = ("gate", write("rows.jsonl", [row(1, NEAR)]), "--no-judge", *_at(url))
    done = run(*words, "--profile", "p.json", "-o", "out")
    assert done.return_value == 0, done.exception
    again = json.loads(Path("out/gate.json").read_text())["manifest"]["reproduce"].split()
    assert again[again.index("--profile") + 1] == "p.json"
    assert again[again.index("--student-api-base") + 1] == url


def test_without_a_profile_a_student_is_a_name_and_is_not_asked(url):
    write("rows.jsonl", [row(1, FAR)])
    report = gate("rows.jsonl", None, student="tiny", student_api_base=url, output="out").report
    assert (report.criteria, report.counts.actions) == ((), {Action.KEEP: 1})


def test_scores_are_a_line_for_each_row_and_a_table(url):
    rows = [row(1, NEAR), row(2, FAR, original=NEAR.format(4)), row(3, "\x1b[31m 6")]
    words = ("student", "score", write("rows.jsonl", rows), *_at(url), "--profile", "p.json")
    done = run(*words, "-o", "scores.jsonl")
    assert done.return_value == 0, done.exception
    assert "beyond the bands: 1 of 3 rows" in done.output
    assert "1 refinement, nearer to the student than the original" in done.output
    lines = [json.loads(x) for x in Path("scores.jsonl").read_text().splitlines()]
    assert [x["beyond"] for x in lines] == [[], ["log-prob", "low-share"], []]
    assert [x["original"] is None for x in lines] == [True, False, True]
    assert {*lines[0]["statistics"]} == {
        "log-prob", "rank-surprisal", "low-share", "local", "ifd", "reversed-ifd"
    }  # fmt: skip
    assert [json.loads(x) for x in run(*words, "--json").stdout.splitlines()] == lines


def test_a_statistic_that_is_none_is_refused_with_the_one_meant(url):
    write("rows.jsonl", [row(1, NEAR)])
    done = run("student", "score", "rows.jsonl", *_at(url), "--statistic", "rank-suprisal")
    assert "did you mean 'rank-surprisal'?" in str(done.exception)


def test_a_long_text_is_counted_and_not_cut(url):
    write("rows.jsonl", [row(1, NEAR), row(2, "word " * 99)])
    words = ("student", "score", "rows.jsonl", *_at(url), "--statistic", "log-prob")
    done = run(*words, "--max-tokens", "50")
    assert "1 not measured: more than the 50 tokens that the student reads" in done.output

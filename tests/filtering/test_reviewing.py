"""A person's verdicts: they decide what was escalated, for the text that was read, and no more."""

from __future__ import annotations

import json

import pytest
from gated import lines, row, sums, unverified, write

from judgekit import gate
from judgekit.errors import InputError
from judgekit.text import sha256
from judgekit.types import Action, Basis

OPEN = [
    unverified(row(i, 2 * i), original=f"It is {2 * i}, I think.")
    if i % 2
    else unverified(row(i, 1))
    for i in range(1, 7)
]


def verdict(of, said, **more):
    return {"id": of["id"], "sha256": sha256(of["response"]), "verdict": said, **more}


def reviewed(tmp_path, rows, *verdicts):
    file = write(tmp_path / "reviewed.jsonl", verdicts)
    return gate(rows, None, output=tmp_path / "gate", reviewed=file)


def test_escalated_rows_become_what_a_person_says(tmp_path):
    given = [
        verdict(OPEN[0], "keep", note="checked", reviewer="Ada"),
        verdict(OPEN[1], "drop"),
        verdict(OPEN[2], "original"),
    ]
    made = reviewed(tmp_path, OPEN, *given)
    assert made.report.counts.actions == {Action.KEEP: 2, Action.DROP: 1, Action.ESCALATE: 3}
    assert made.report.counts.kept == {Basis.PERSON: 2}
    assert made.report.reviewed.applied == {"keep": 1, "drop": 1, "original": 1}
    kept = {k["meta"]["id"]: k for k in made.kept()}
    assert kept[OPEN[2]["id"]]["messages"][1]["content"] == OPEN[2]["original"]
    assert "a person (Ada) says keep: checked" in kept[OPEN[0]["id"]]["meta"]["why"]


def test_a_verdict_on_another_text_is_counted_and_not_applied(tmp_path):
    stale = {**verdict(OPEN[0], "keep"), "sha256": sha256("what it was before")}
    made = reviewed(tmp_path, OPEN, stale, verdict(row(99, 1), "keep"))
    assert made.report.reviewed.refused == {"stale": 1, "unknown": 1}
    assert Action.KEEP not in made.report.counts.actions


def test_a_person_does_not_overrule_a_verifier(tmp_path):
    wrong = row(5, 11)
    made = reviewed(tmp_path, [wrong], verdict(wrong, "keep"))
    assert made.report.counts.actions == {Action.DROP: 1}
    assert made.report.reviewed.refused == {"not escalated": 1}


def test_an_original_that_is_not_there_cannot_be_kept(tmp_path):
    made = reviewed(tmp_path, OPEN, verdict(OPEN[1], "original"))
    assert made.report.reviewed.refused == {"no original": 1}


def test_verdicts_free_no_place_in_the_queue(tmp_path):
    before = gate(OPEN, None, output=tmp_path / "before", source_cap=3)
    shown = [e["id"] for e in lines(before.folder / "escalated.jsonl")]
    rows = {r["id"]: r for r in OPEN}
    file = write(tmp_path / "reviewed.jsonl", [verdict(rows[i], "drop") for i in shown])
    after = gate(OPEN, None, output=tmp_path / "after", source_cap=3, reviewed=file)
    assert after.report.counts.actions == {Action.DROP: 6}


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("{", "is no JSON object"),
        (json.dumps({"id": "a", "verdict": "keep"}), "field 'sha256'"),
        (json.dumps({"id": "a", "sha256": "b", "verdict": "maybe"}), "field 'verdict'"),
    ],
)
def test_a_file_of_verdicts_is_refused_by_line(tmp_path, line, said):
    file = tmp_path / "reviewed.jsonl"
    file.write_text(f"\n{line}\n")
    with pytest.raises(InputError, match=f"reviewed.jsonl:2: {said}"):
        gate(sums(1), None, output=tmp_path / "gate", reviewed=file)


def of_files(tmp_path, *files):
    paths = [write(tmp_path / f"{n}.jsonl", given) for n, given in enumerate(files)]
    return gate(OPEN, None, output=tmp_path / "gate", reviewed=paths).report


def test_what_a_person_says_later_counts(tmp_path):
    first, later = (
        verdict(OPEN[0], "keep", reviewer="Ada"),
        verdict(OPEN[0], "drop", reviewer="Ada"),
    )
    made = of_files(tmp_path, [first], [later, first, later])
    assert made.reviewed.applied == {"drop": 1}
    assert [f.rows for f in made.manifest.reviewed] == [1, 3]


def test_where_two_people_disagree_the_row_stays_with_people_and_is_counted(tmp_path):
    ada, bob = verdict(OPEN[0], "keep", reviewer="Ada"), verdict(OPEN[0], "drop", reviewer="Bob")
    alike = [verdict(OPEN[1], "drop", reviewer=name) for name in ("Ada", "Bob")]
    made = of_files(tmp_path, [ada, alike[0]], [bob, alike[1]])
    assert made.reviewed.refused == {"conflict": 1}
    assert made.reviewed.applied == {"drop": 1}
    assert made.counts.actions == {Action.DROP: 1, Action.ESCALATE: 5}
    later = of_files(tmp_path, [ada], [bob], [verdict(OPEN[0], "drop", reviewer="Ada")])
    assert later.reviewed.applied == {"drop": 1}


def test_a_verdict_on_an_older_text_is_no_part_of_a_conflict(tmp_path):
    old = {**verdict(OPEN[0], "drop", reviewer="Bob"), "sha256": sha256("what it was before")}
    made = of_files(tmp_path, [old, verdict(OPEN[0], "keep", reviewer="Ada")])
    assert made.reviewed.applied == {"keep": 1}
    assert made.reviewed.refused == {}


def test_the_page_shows_what_verifiers_say_of_the_original(tmp_path):
    silent = row(1, 2, response="I would rather not say.", original="The answer is 2.")
    gate([silent], None, output=tmp_path)
    (shown,) = lines(tmp_path / "escalated.jsonl")
    assert (shown["verification"]["outcome"], shown["of_original"]["outcome"]) == (
        "abstain",
        "pass",
    )
    assert "of the original" in (tmp_path / "review.html").read_text()

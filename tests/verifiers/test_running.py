"""Many rows in several processes come to what each row comes to alone, in order."""

import pytest

from judgekit.errors import InputError
from judgekit.types import Sample
from judgekit.verifiers import verify, verify_all
from judgekit.verifiers.tally import read_label, tally

ANSWERS = ("The answer is 42.", "The answer is 41.", "It is hard to say just now, I am afraid.")


def row(i: int, **metadata: object) -> Sample:
    return Sample(
        id=f"row-{i}",
        prompt="?",
        response=ANSWERS[i % 3],
        verify={"numeric": {"answer": 42}},
        metadata=metadata,
    )


def test_two_processes_say_what_one_says_in_the_same_order():
    rows = [row(i) for i in range(50)]
    found = list(verify_all(iter(rows), processes=2))
    assert [v.sample.id for v in found] == [r.id for r in rows]
    assert [v.together for v in found] == [verify(r, r.response) for r in rows]


def test_rows_are_taken_as_they_are_needed():
    taken = []

    def endless():
        while True:
            taken.append(row(len(taken)))
            yield taken[-1]

    found = verify_all(endless())
    next(found)
    assert len(taken) < 3


def test_counts_add_up_to_the_rows_and_contradictions_are_named():
    rows = [row(i, ok=label) for i, label in enumerate((True, True, True, False, False, None))]
    counted = tally(verify_all(rows), label="ok")
    numeric = counted.verifiers["numeric"]
    assert (counted.rows, numeric.passed, numeric.failed, numeric.abstained) == (6, 2, 2, 2)
    assert numeric.reasons == {"declares no number": 2}
    assert counted.settled == 4
    assert counted.labelled is not None
    assert {k: v.passed for k, v in counted.labelled.items()} == {"right": 1, "wrong": 1, "none": 0}
    assert [(c.id, c.label) for c in counted.contradictions] == [("row-1", True), ("row-3", False)]


@pytest.mark.parametrize(
    ("metadata", "label"),
    [
        ({"a": {"b": True}}, True),
        ({"a": {"b": 0}}, False),
        ({"a": {"b": "Correct"}}, True),
        ({"a": {"b": "wrong"}}, False),
        ({"a": {"b": None}}, None),
        ({"a": 1}, None),
        ({}, None),
    ],
)
def test_a_label_is_read_wherever_it_stands(metadata, label):
    assert read_label(row(0, **metadata), "a.b") is label
    assert read_label(row(0, **metadata), "metadata.a.b") is label


def test_what_is_no_label_is_refused():
    with pytest.raises(InputError, match=r"row-0: metadata\.a: 'perhaps' is no label"):
        read_label(row(0, a="perhaps"), "a")

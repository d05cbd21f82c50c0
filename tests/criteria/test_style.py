"""Doubts, certainty and second thoughts, and who speaks more surely than its teacher does."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from judgekit.criteria import Criterion
from judgekit.criteria.style import Kind, Manner, SlickCertainty, fewest_traces, read, survey
from judgekit.errors import InputError
from judgekit.gating import decide
from judgekit.text import seeded
from judgekit.types import (
    Action,
    Evidence,
    Objection,
    Outcome,
    Reason,
    Room,
    Sample,
    Verification,
)

PLAIN = "Then we add the two of them to what he had at the end of the first day of work."


def found(text: str) -> list[tuple[str, str]]:
    manner = read(f"{text} {PLAIN}")
    assert isinstance(manner, Manner)
    return [(m.kind.value, m.text.casefold()) for m in manner.markers]


@pytest.mark.parametrize(
    ("text", "markers"),
    [
        ("Perhaps it is 5, or maybe 6.", [("hedge", "perhaps"), ("hedge", "maybe")]),
        ("Of course it is 5, obviously.", [("boost", "of course"), ("boost", "obviously")]),
        ("Wait, that is wrong.", [("correction", "wait"), ("correction", "that is wrong")]),
        ("I am very sure of it.", [("boost", "i am very sure")]),
        ("Let me double-check it.", [("correction", "double-check")]),
        ("There is no doubt that it is 5.", [("boost", "there is no doubt")]),
    ],
)
def test_a_marker_is_found_with_its_kind(text, markers):
    assert found(text) == markers


@pytest.mark.parametrize(
    "text",
    [
        'She said "perhaps, maybe, of course" and left.',
        "She said “wait, that is wrong” and left.",
        "> Perhaps it is 5, clearly.\n\n",
        "The variable `maybe` is set.",
        "```python\nmaybe = perhaps\n```\n",
        "He wants to wait 5 minutes and make sure of a certain amount.",
        "They speak clearly, and the bins are there, clearly marked.",
        "The might of Rome fell in May 410.",
        "In May 5 of them maybex.",
    ],
)
def test_quotation_code_and_other_senses_are_no_markers(text):
    assert found(text) == []


@pytest.mark.parametrize(
    ("text", "markers"),
    [
        ("It is not clearly 5.", [("hedge", "not clearly")]),
        ("It isn't obviously 5.", [("hedge", "isn't obviously")]),
        ("I am not entirely sure.", [("hedge", "not entirely sure")]),
        ("It is not only certainly 5.", [("boost", "certainly")]),
        ("It is not 6, certainly.", [("boost", "certainly")]),
        ("It is never certainly 5.", [("hedge", "certainly")]),
        ("There is no need to double-check it.", []),
    ],
)
def test_a_denied_certainty_is_a_doubt_and_a_denied_check_is_none(text, markers):
    assert found(text) == markers


def test_rates_are_per_100_words_and_spans_are_those_of_the_text():
    text = f"Maybe so. {PLAIN} {PLAIN} Indeed."
    manner = read(text)
    assert isinstance(manner, Manner)
    assert manner.words == 43
    assert manner.doubts == pytest.approx(100 / 43)
    assert manner.rate(Kind.BOOST) == pytest.approx(100 / 43)
    assert all(text[m.start : m.end] == m.text for m in manner.markers)


def test_what_cannot_be_read_has_no_manner_rather_than_no_doubts():
    assert read("It is 5.") == "only 2 words of prose; 15 are needed"
    german = "Vielleicht liegen hier dreizehn Birnen, jedoch keinesfalls vierzehn, denn niemand "
    assert "English" in str(read(german * 2))
    assert isinstance(read("x = 5\n" * 40), str)


HOSTILE = ("wait ", "not ", "I ", '"', "“", "n't a ", "that is ", "hm", "> ", "could\t", "a\u202e ")


@pytest.mark.parametrize("piece", HOSTILE)
def test_a_hostile_text_costs_no_more_than_its_length(piece):
    # 20,000 pieces would take minutes where the cost grew with the square.
    read(piece * (20_000 // len(piece)))


@settings(max_examples=40, deadline=None)
@given(st.text(st.characters(exclude_categories=()), max_size=200))
def test_any_text_is_read(text):
    manner = read(text + PLAIN)
    assert isinstance(manner, str) or all(m.start < m.end for m in manner.markers)


def trace(name: str, *, doubts: float, words: int, context: str | None, **fields: str) -> Sample:
    """Return a trace of about so many words whose sentences doubt with a chance."""
    rng = seeded("trace", name)
    sentences = [
        ("Perhaps we " if rng.random() < doubts else "Then we ") + f"add {rng.randrange(99)} to it."
        for _ in range(words // 5 + rng.randrange(words // 5))
    ]
    metadata = {"task": "sums", "teacher": "t", "teacher_context": context, **fields}
    kept = {k: v for k, v in metadata.items() if v is not None}
    prompt = fields.get("prompt", name)
    return Sample(id=name, prompt=prompt, response=" ".join(sentences), metadata=kept)


def unconditioned(n: int, name: str = "u", context: str | None = "none") -> list[Sample]:
    return [trace(f"{name}{i}", doubts=0.4, words=150, context=context) for i in range(n)]


def is_slick(criterion: Criterion, sample: Sample) -> bool:
    return criterion(sample, sample.response).objection is Objection.SLICK


def test_planted_slick_traces_are_flagged_and_unplanted_ones_rarely():
    style = SlickCertainty(unconditioned(60))
    slick = [trace(f"s{i}", doubts=0.02, words=60, context="answer") for i in range(40)]
    honest = unconditioned(60, "h", context=None)
    assert sum(is_slick(style, s) for s in slick) >= 36
    # At most 5 % in the mean; 9 of 60 would be more than three deviations above.
    assert sum(is_slick(style, s) for s in honest) < 9


def test_a_short_trace_that_doubts_as_often_as_others_do_is_rarely_slick():
    style = SlickCertainty(unconditioned(60))
    short = [trace(f"s{i}", doubts=0.4, words=60, context="answer") for i in range(60)]
    assert sum(is_slick(style, s) for s in short) < 9


def test_short_alone_or_sure_alone_is_not_slick():
    style = SlickCertainty(unconditioned(60))
    assert not is_slick(style, trace("x", doubts=0.5, words=60, context="answer"))
    assert not is_slick(style, trace("y", doubts=0.0, words=250, context="answer"))


def test_a_teacher_that_never_doubts_makes_no_one_slick():
    sure = [trace(f"u{i}", doubts=0, words=150, context="none") for i in range(60)]
    assert not is_slick(SlickCertainty(sure), trace("x", doubts=0, words=60, context="answer"))


def test_only_its_own_teacher_and_task_are_its_baseline():
    style = SlickCertainty(unconditioned(60))
    for field in ("teacher", "task"):
        other = trace("x", doubts=0, words=60, context="answer", **{field: "other"})
        assert not is_slick(style, other)
        assert "0 traces of its teacher" in style(other, other.response).evidence


def test_too_few_traces_flag_nobody():
    assert fewest_traces(0.05) == 19
    slick = trace("s", doubts=0, words=50, context="answer")
    assert not is_slick(SlickCertainty(unconditioned(18)), slick)
    assert is_slick(SlickCertainty(unconditioned(19)), slick)


def test_the_baseline_itself_is_never_flagged():
    slick = trace("s", doubts=0, words=50, context="none")
    assert not is_slick(SlickCertainty(unconditioned(60)), slick)


def test_adding_maybe_passes_so_it_is_no_reason_to_keep():
    style = SlickCertainty(unconditioned(60))
    slick = trace("s", doubts=0, words=60, context="answer")
    assert is_slick(style, slick)
    assert style(slick, "Maybe. " * 30 + slick.response).objection is None


def test_what_cannot_be_measured_has_no_value():
    said = SlickCertainty(unconditioned(60))(unconditioned(1)[0], "5")
    assert (said.value, said.objection) == (None, None)
    assert said.missing.startswith("only 0 words of prose")


def test_the_gate_escalates_a_right_row_that_is_slick():
    slick = trace("s", doubts=0, words=50, context="answer")
    measured = SlickCertainty(unconditioned(60))(slick, slick.response)
    right = Verification(outcome=Outcome.PASS, complete=True, reason="it is 5")
    evidence = Evidence(sample="s", verification=right, measurements=(measured,))
    decision = decide(evidence, Room())
    assert (decision.action, decision.reason) == (Action.ESCALATE, Reason.SLICK_CERTAINTY)
    assert "doubts per 100 words" in decision.why


def test_a_survey_counts_every_row_once_in_each_division():
    rows = [
        *unconditioned(30),
        *(trace(f"s{i}", doubts=0, words=60, context="answer") for i in range(20)),
        Sample(id="short", prompt="?", response="5", metadata={"task": "sums"}),
    ]
    told = survey(rows, {row.id: row.metadata.get("teacher_context") == "none" for row in rows})
    for groups in (told.by_context, told.by_outcome):
        assert sum(g.rows for g in groups.values()) == told.together.rows == 51
    assert told.by_context["not said"].words is None
    assert told.by_context["answer"].doubtless == 1
    assert told.compared + sum(told.uncompared.values()) == 51
    assert len(told.slick) >= 18
    assert set(told.slick) <= {f"s{i}" for i in range(20)}


def test_a_planted_difference_lies_in_its_interval():
    rows = [
        trace(f"{c}{i}", doubts=d, words=150, context=c, prompt=f"p{i}")
        for i in range(40)
        for c, d in (("none", 0.4), ("answer", 0.1))
    ]
    told = survey(rows, {row.id: row.metadata["teacher_context"] == "answer" for row in rows})
    assert told.shown.prompts == told.wrong.prompts == 40
    assert told.shown.doubts is not None
    # Of sentences of five words, 10 % doubt instead of 40 %: 2 and 8 doubts in 100 words.
    assert told.shown.doubts.lo < -6 < told.shown.doubts.hi < -5
    assert told.wrong.doubts is not None
    assert told.wrong.doubts.est == pytest.approx(-told.shown.doubts.est)


def test_an_unknown_context_is_refused():
    with pytest.raises(
        InputError, match=r"x: metadata\.teacher_context: 'anser' is unknown; did you"
    ):
        SlickCertainty([trace("x", doubts=0, words=50, context="anser")])

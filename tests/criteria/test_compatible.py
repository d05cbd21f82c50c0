"""Statistics of a response under a student, computed by hand, and the band of its own outputs."""

from __future__ import annotations

import json
import math
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from judgekit.criteria.student import (
    Band,
    Compatible,
    Passage,
    Profile,
    Statistic,
    Tokens,
    fewest_outputs,
    fit,
    if_difficulty,
    low_share,
    mean_log_prob,
    measure,
    passages,
    perplexity,
    rank_surprisal,
    steps,
)
from judgekit.criteria.student.measuring import WINDOW
from judgekit.criteria.student.statistics import EMPTY, MOST_STEPS, local_log_prob
from judgekit.errors import InputError
from judgekit.types import Objection, Sample

HALF, QUARTER, MILLE = math.log(1 / 2), math.log(1 / 4), math.log(1 / 1000)
READ = Tokens((HALF, QUARTER, MILLE), (1, 2, 400))
SHA = "0" * 64


def test_perplexity_is_the_geometric_mean_of_inverse_probabilities():
    assert mean_log_prob(READ) == pytest.approx(-math.log(8000) / 3)
    assert perplexity(READ) == pytest.approx(20)


def test_rank_surprisal_clips_ranks_and_divides_by_nats():
    assert rank_surprisal(READ) == pytest.approx((1 + 2 + 100) / math.log(8000))


def test_only_tokens_below_one_per_cent_are_low():
    assert low_share(READ) == pytest.approx(1 / 3)
    assert low_share(Tokens((math.log(0.01),))) == 0


def test_difficulty_is_the_perplexity_with_a_context_over_that_without():
    given, alone = Tokens((HALF, HALF)), Tokens((QUARTER, QUARTER))
    assert if_difficulty(given, alone) == pytest.approx(2 / 4)
    assert if_difficulty(alone, given) == pytest.approx(2)


def test_a_first_token_that_nothing_precedes_is_left_out_of_both():
    assert if_difficulty(Tokens((MILLE, HALF)), Tokens((QUARTER,))) == pytest.approx(1 / 2)
    said = if_difficulty(Tokens((HALF,) * 4), Tokens((HALF,)))
    assert said == "the text is not the same tokens with and without its context"


def test_a_step_counts_once_however_long_it_is():
    long, short = Tokens((HALF,) * 9), Tokens((QUARTER,))
    assert local_log_prob([long, short]) == pytest.approx((HALF + QUARTER) / 2)


@pytest.mark.parametrize("statistic", [mean_log_prob, perplexity, rank_surprisal, low_share])
def test_nothing_read_has_no_value_but_a_reason(statistic):
    assert statistic(Tokens((), ())) == EMPTY


def test_what_cannot_be_divided_has_a_reason():
    assert "nothing to divide by" in str(rank_surprisal(Tokens((0.0, 0.0), (1, 1))))
    assert "tells no ranks" in str(rank_surprisal(Tokens((HALF,))))
    assert perplexity(Tokens((-800.0,))) == "greater than a float holds"


@given(st.text(st.characters(exclude_categories=()), max_size=60))
def test_steps_are_the_whole_text(text):
    assert "".join(steps(text)) == text


def test_steps_end_with_sentences_and_lines():
    assert steps("He has 3.5 left. So 4!\nDone") == ("He has 3.5 left. ", "So 4!\n", "Done")


def test_each_statistic_asks_for_what_it_is_made_of_and_nothing_twice():
    assert passages([Statistic.LOG_PROB, Statistic.LOW_SHARE], "q", "a") == (
        Passage("a", "q", asked=True),
    )
    assert passages([Statistic.IFD], "q", "a") == (Passage("a", "q", asked=True), Passage("a"))
    guessed, alone = passages([Statistic.REVERSED_IFD], "q", "an answer {x}")
    assert (guessed.target, guessed.asked, alone) == ("q", True, Passage("q"))
    assert "an answer {x}" in guessed.context


def test_a_step_is_read_after_the_few_before_it_alone():
    text = "".join(f"Step {i}.\n" for i in range(8))
    first, *_, last = passages([Statistic.LOCAL], "q", text)
    assert first == Passage("Step 0.\n", "q\n\n")
    assert last.context == "".join(f"Step {i}.\n" for i in range(7 - WINDOW, 7))
    assert passages([Statistic.LOCAL], "q", "a\n" * (MOST_STEPS + 1)) == ()


def test_a_passage_that_was_not_read_leaves_its_statistics_without_a_value():
    alone = Passage("a")
    values = measure(Statistic, "q", "a", lambda p: "too long" if p == alone else READ)
    assert values[Statistic.IFD] == "too long"
    assert values[Statistic.LOG_PROB] == mean_log_prob(READ)


def outputs(n: int, seed: int = 0) -> list[dict[Statistic, float | str]]:
    rng = random.Random(seed)
    return [
        {Statistic.LOG_PROB: rng.gauss(-2, 1), Statistic.LOW_SHARE: rng.random()} for _ in range(n)
    ]


def profile(n: int = 400) -> Profile:
    return fit(outputs(n), student="tiny", sha256=SHA)


def test_a_band_ends_at_its_order_statistic():
    values = [{Statistic.LOG_PROB: -float(i)} for i in range(39)]
    band = fit(values, student="tiny", sha256=SHA).bands[Statistic.LOG_PROB]
    # Of 39 outputs 2 ends of 40: one lies beyond each, and a further one does so in 1 of 20.
    assert band == Band(low=-37, high=-1, n=39)


def test_of_further_outputs_no_more_lie_beyond_than_the_level_says():
    beyond = [
        not fit(outputs(79, trial), student="tiny", sha256=SHA).inside(outputs(80, trial)[-1])
        for trial in range(400)
    ]
    # Bonferroni over two independent bands loses next to nothing.
    assert 0.02 < sum(beyond) / len(beyond) <= 0.065


def test_too_few_outputs_fit_no_band():
    assert fewest_outputs(0.05, 2) == 39
    fit(outputs(39), student="tiny", sha256=SHA)
    with pytest.raises(InputError, match=r"38 of 38 outputs, .* takes 39"):
        fit(outputs(38), student="tiny", sha256=SHA)
    with pytest.raises(InputError, match="no outputs"):
        fit([], student="tiny", sha256=SHA)


def test_what_was_not_measured_is_counted_in_the_profile():
    lost = {Statistic.LOG_PROB: "too long", Statistic.LOW_SHARE: 0.5}
    made = fit([*outputs(60), lost], student="tiny", sha256=SHA)
    assert made.missing == {Statistic.LOG_PROB: {"too long": 1}}
    assert (made.bands[Statistic.LOG_PROB].n, made.bands[Statistic.LOW_SHARE].n) == (60, 61)
    assert Profile.model_validate(json.loads(made.model_dump_json())) == made


def test_nearer_than_its_own_outputs_is_no_objection():
    made = profile()
    assert made.inside({Statistic.LOG_PROB: -0.0, Statistic.LOW_SHARE: 0.0})
    assert made.beyond({Statistic.LOG_PROB: -9.0, Statistic.LOW_SHARE: 1.0}) == (
        Statistic.LOG_PROB,
        Statistic.LOW_SHARE,
    )
    assert made.inside({Statistic.LOG_PROB: "too long"})


def criterion(likely: dict[str, float]) -> Compatible:
    """Return a criterion of a student that finds every token of a text so likely."""
    return Compatible(profile(), lambda p: Tokens((math.log(likely[p.target]),) * 4, (3,) * 4))


def sample(**more: str) -> Sample:
    return Sample(id="s", prompt="q", response="far", **more)


def test_a_response_beyond_the_band_is_objected_to_and_its_original_told():
    measured = criterion({"far": 1e-6, "near": 0.2})(sample(original="near"), "far")
    assert measured.objection is Objection.BEYOND_FRONTIER
    assert measured.value == pytest.approx(math.log(1e-6))
    assert measured.rank == pytest.approx(3 / -math.log(1e-6))
    assert "log-prob -13.8, its own outputs" in measured.evidence
    assert not measured.also_original
    both = criterion({"far": 1e-6, "near": 1e-6})(sample(original="near"), "far")
    assert both.also_original
    assert both.evidence.endswith("its original lies beyond as well")


def test_a_response_inside_is_measured_and_ranked():
    measured = criterion({"far": 0.2})(sample(), "far")
    assert (measured.objection, measured.missing) == (None, "")
    assert measured.rank == pytest.approx(3 / -math.log(0.2))


def test_a_response_that_was_not_read_is_no_objection():
    measured = Compatible(profile(), lambda _: "too long")(sample(), "far")
    assert (measured.value, measured.missing, measured.objection) == (None, "too long", None)

"""An expected score weighs the labels by their probability, and says how much it saw."""

import pytest
from made import PROMPTS, choices, packaged, prompt

from judgekit.judging import parse
from judgekit.types import Contract, Reply, Scale, TokenChoice, Unscored

YES_NO = prompt("label", score="logprob")
DIGITS = next(packaged(path) for path in PROMPTS if path.stem == "pointwise-digit")


def read(candidates, by=YES_NO, **fields):
    return parse(by, Reply(text="", first_token=candidates, **fields), "")


def test_the_score_is_the_mean_over_the_labels():
    found = read(choices(Yes=0.6, No=0.2, Well=0.2))

    assert found.score == pytest.approx(0.75)
    assert found.mass == pytest.approx(0.8)


@pytest.mark.parametrize("spelling", [" Yes", "▁Yes", "ĠYes", "ĊYes", "yes", "YES", "\nyes "])
def test_a_label_is_known_in_the_tokenizers_spelling(spelling):
    assert read(choices(**{spelling: 0.9})).score == 1


def test_spellings_of_one_label_add_up():
    found = read(choices(**{"Yes": 0.3, " yes": 0.3, "No": 0.3}))

    assert found.score == pytest.approx(2 / 3)


@pytest.mark.parametrize("other", ["Y", "Yes,", "Yess", "Not", "N", "oui"])
def test_a_piece_of_a_label_is_not_the_label(other):
    assert read(choices(**{other: 0.9})).unscored is Unscored.LOW_MASS


def test_ten_is_not_one():
    assert read(choices(**{"10": 0.4, "1": 0.6}), DIGITS).score == 1


def test_too_little_mass_is_no_score_and_tells_its_mass():
    found = read(choices(Yes=0.3, No=0.1))

    assert (found.unscored, found.mass) == (Unscored.LOW_MASS, pytest.approx(0.4))


def test_a_prompt_sets_its_own_least_mass():
    patient = YES_NO.model_copy(update={"min_mass": 0.3})

    assert read(choices(Yes=0.3, No=0.1), patient).score == pytest.approx(0.75)


def test_no_mass_at_all_is_no_score_even_if_none_is_asked_for():
    patient = YES_NO.model_copy(update={"min_mass": 0})

    assert read((TokenChoice("Yes", -1e308),), patient).unscored is Unscored.LOW_MASS


@pytest.mark.parametrize("candidates", [None, ()])
def test_without_candidates_there_is_no_silent_fallback_to_the_text(candidates):
    found = parse(YES_NO, Reply(text="Yes", first_token=candidates), "")

    assert found.unscored is Unscored.NO_LOGPROBS


def test_one_token_is_not_cut_off():
    assert read(choices(Yes=0.9), finish_reason="length").score == 1


def test_a_refusal_goes_before_probabilities():
    assert read(choices(Yes=0.9), refusal="Policy.").unscored is Unscored.REFUSED


def test_a_positive_log_probability_counts_as_certainty():
    found = read((TokenChoice("Yes", 0.2), TokenChoice("No", 0.1)))

    assert (found.score, found.mass) == (0.5, 1.0)


def test_rounding_carries_no_mean_past_its_terms():
    third = prompt(
        "label",
        score="logprob",
        scale=Scale(low=0, high=0.1, accept=0.05),
        reply=Contract(form="label", labels={"a": 0.1, "b": 0.0}),
    )
    spellings = {"a": 0.3, " a": 0.3, "A": 0.3}

    assert read(choices(**spellings), third).score == 0.1

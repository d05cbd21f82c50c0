"""Judges of pairs whose faults we chose, before the protocol."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from functools import cache, partial

import numpy as np
import pytest
from paired_model import PROMPT, PairedModel, judge

from judgekit import stats
from judgekit.budget import exit_code_of_validation
from judgekit.errors import InputError
from judgekit.estimating import PairsSeen, measure_accord, measure_position
from judgekit.judging import PromptedJudge, in_both_orders
from judgekit.render import validation_to_markdown, validation_to_text
from judgekit.testing import ConstantJudge, Scripted
from judgekit.types import Judge, Reply, Request, Sample, Style, Validation, Verdict
from judgekit.validating import DataSet, pairs_of, validate

PASS, FAIL, OPEN = Verdict.WITHIN, Verdict.EXCEEDED, Verdict.INCONCLUSIVE


def rows(n: int, kind: str) -> tuple[Sample, ...]:
    """Return rows of two answers, of which the first is right and preferred."""
    return tuple(
        Sample(
            id=f"{kind}-{i}",
            prompt=f"What is {i} + {i}?",
            response=f"The {kind} answer is {2 * i}.",
            wrong_response=f"The {kind} answer is {2 * i + 1}.",
            metadata={"preferred": "response"},
        )
        for i in range(1, n + 1)
    )


@cache
def before(n: int = 60, *, draws: int = 3, **planted: float) -> Validation:
    data = [DataSet(style, rows(n, style.value)) for style in Style]
    model = PairedModel([s for d in data for s in d.samples], tie=0.0, **planted)
    return asyncio.run(validate(judge(model), data, draws=draws))


def scripted(answer: Callable[[Request], Reply | str]) -> Judge:
    return in_both_orders(PromptedJudge(PROMPT, Scripted(answer), model="scripted"))


def step(found: Validation, number: int) -> set[Verdict]:
    return {c.verdict for c in found.checks if c.step == number}


def seen(shares: np.ndarray, labels: np.ndarray) -> PairsSeen:
    return PairsSeen(shares=shares, labels=labels, clusters=None, conf=0.95)


def test_a_good_judge_passes_every_check() -> None:
    found = before(noise=0.1)
    assert {c.verdict for c in found.checks} == {PASS}
    assert (found.verdict, exit_code_of_validation(found)) == (PASS, 0)
    assert found.n_calls == 2 * 60 * 2 * 3


def test_a_judge_that_favours_a_place_fails_there_and_is_called_stable_and_unfair() -> None:
    found = before(120, noise=0.1, first=3.0)
    assert step(found, 2) == step(found, 5) == {FAIL}
    assert found.verdict is FAIL
    assert "one mistake, made each time" in " ".join(found.why)
    assert exit_code_of_validation(found) == 1


def test_a_noisy_judge_that_favours_a_place_is_not_called_stable() -> None:
    found = before(noise=2.0, first=3.0)
    assert (step(found, 2), step(found, 5)) == ({FAIL}, {PASS})


def test_a_coin_fails_agreement_and_nothing_else() -> None:
    found = before(100, content=0, noise=1)
    assert step(found, 1) == {FAIL}
    assert all(FAIL not in step(found, other) for other in (2, 3, 4, 5))


def test_a_small_sample_cannot_tell_and_says_how_many_pairs_could() -> None:
    few = before(12, noise=0.1)
    assert (few.verdict, exit_code_of_validation(few)) == (OPEN, 3)
    wanted = max(c.n_required or 0 for c in few.checks)
    assert f"About {wanted} pairs would settle it" in " ".join(few.why)
    assert before(wanted, noise=0.1).verdict is PASS


def test_fewer_draws_than_the_protocol_asks_leave_it_open() -> None:
    found = before(noise=0.1, draws=2)
    assert (found.verdict, step(found, 3)) == (OPEN, {OPEN})


def test_one_data_set_leaves_it_open_and_the_other_is_asked_for() -> None:
    samples = rows(40, "correctness")
    model = PairedModel(list(samples), noise=0.1)
    found = asyncio.run(validate(judge(model), [DataSet(Style.CORRECTNESS, samples)]))
    assert step(found, 4) == {OPEN}
    assert "--preferences" in " ".join(found.why)


def test_verdicts_that_are_missing_never_pass_and_many_of_them_fail_the_run() -> None:
    samples = rows(60, "correctness")
    good = PairedModel(list(samples), noise=0.1)

    def silent(share: int, request: Request) -> Reply | str:
        number = int(request.messages[-1].content.split()[3])
        return Reply(text="") if number % share == 0 else good(request)

    def validated(share: int) -> Validation:
        shy = scripted(partial(silent, share))
        return asyncio.run(validate(shy, [DataSet(Style.CORRECTNESS, samples)]))

    some, most = validated(6), validated(1)
    assert some.data[0].n_unscored == 10
    assert step(some, 2) == {OPEN}
    assert "Missing verdicts, in 10 pairs, count at their worst" in " ".join(some.why)
    assert (most.verdict, exit_code_of_validation(most)) == (OPEN, 4)
    assert "not measured" in validation_to_text(most)


def test_a_judge_that_sees_one_answer_is_refused() -> None:
    with pytest.raises(InputError, match="--prompt pairwise-tie"):
        asyncio.run(validate(ConstantJudge(), [DataSet(Style.CORRECTNESS, rows(3, "x"))]))


def test_a_label_is_the_verifiers_where_they_settle_both_answers() -> None:
    sums = {"prompt": "What is 2 + 2?", "verify": {"numeric": {"answer": 4}}}
    made = [
        Sample(id="right", response="The answer is 4.", wrong_response="The answer is 5.", **sums),
        Sample(id="turned", response="The answer is 5.", rival="The answer is 4.", **sums),
        Sample(id="both", response="The answer is 4.", rival="So the answer is 4.", **sums),
        Sample(id="unsettled", prompt="Why?", response="So.", rival="Thus."),
        Sample(id="alone", prompt="Why?", response="So."),
    ]
    pairs = pairs_of(made, Style.CORRECTNESS, source="rows.jsonl")
    assert [p.label for p in pairs] == [1, -1, 0, None]


@pytest.mark.parametrize("said", ["respone", ["response"]])
def test_a_preference_that_is_none_is_refused_with_the_row_and_what_is_known(said: object) -> None:
    row = rows(1, "x")[0].model_copy(update={"metadata": {"preferred": said}})
    with pytest.raises(
        InputError, match=r"'x-1': metadata.preferred is .*known: response, tie, rival"
    ):
        pairs_of([row], Style.PREFERENCE, source="rows.jsonl")


def test_kappa_is_cohens_and_does_not_hang_on_which_answer_is_named_first() -> None:
    rng = np.random.default_rng(0)
    shares = rng.choice([0.0, 0.5, 1.0], (50, 1, 2), p=[0.2, 0.2, 0.6])
    labels = rng.choice([1.0, 0.0, -1.0], 50, p=[0.7, 0.2, 0.1])
    said = np.sign(shares.mean(axis=2)[:, 0] - 0.5)
    both = stats.kappa([*said, *-said], [*labels, *-labels]).value
    found = measure_accord(seen(shares, labels))
    assert found.kappa.estimate.est == pytest.approx(both)
    turned = np.where(np.arange(50) % 2, 1, -1)
    # Of a pair that is named the other way round, what wins for one answer loses for the other.
    turned_shares = np.where(turned[:, None, None] > 0, shares, 1 - shares[:, :, ::-1])
    again = measure_accord(seen(turned_shares, labels * turned))
    assert again.kappa.estimate.est == pytest.approx(both)


def test_ties_make_no_position_bias_though_the_published_rule_sees_one() -> None:
    shy = scripted(lambda _: '{"winner": "tie"}')
    found = asyncio.run(validate(shy, [DataSet(Style.CORRECTNESS, rows(30, "x"))]))
    (data,) = found.data
    assert data.position.estimate.est == 0
    assert data.position_published == 0.5
    assert "calls a judge that often says tie biased" in validation_to_markdown(found)


def test_intervals_of_kappa_cover_the_truth() -> None:
    rng, covered, truth = np.random.default_rng(3), 0, 0.4
    for _ in range(100):
        labels = rng.choice([-1.0, 1.0], 80)
        # A judge that knows with this chance and else guesses has this kappa.
        said = np.where(rng.random(80) < truth, labels, rng.choice([-1.0, 1.0], 80))
        shares = np.broadcast_to((said[:, None, None] + 1) / 2, (80, 3, 2))
        ends = measure_accord(seen(shares, labels)).kappa.ends
        covered += ends.lo <= truth <= ends.hi
    assert covered / 100 >= 0.93


def test_few_sources_pass_nothing() -> None:
    shares = np.tile(np.array([1.0, 1.0]), (60, 3, 1))
    clusters = np.arange(60) % 5
    found = measure_position(
        PairsSeen(shares=shares, labels=np.ones(60), clusters=clusters, conf=0.95)
    )
    assert found.estimate.status == "too-few"

"""What a plan says will be asked is what a provider then sees, to the call."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from judgekit.auditing import forecast, run
from judgekit.config import Settings
from judgekit.errors import InputError, MaxCostReached, PriceUnknown
from judgekit.testing import Provider
from judgekit.types import Audit, Forecast, Sample

ROWS = tuple(
    Sample(
        id=f"sum-{i}",
        prompt=f"What is {i} + {i}?",
        response=f"Twice {i} is asked for. The answer is {2 * i}.",
        wrong_response=f"Twice {i} is asked for. The answer is {2 * i + 1}.",
        verify={"numeric": {"answer": 2 * i}},
    )
    for i in range(1, 7)
)
ONE_CONTROL = ("-controls/*", "controls/final-number")


@pytest.fixture(scope="module")
def provider() -> Iterator[Provider]:
    with Provider() as running:
        yield running


@pytest.fixture
def settings(provider: Provider, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    monkeypatch.setenv("OPENAI_API_KEY", "sk-loopback-0000")
    return Settings(
        judge="openai/gpt-4o-mini",
        api_base=provider.base_url,
        prompt="pointwise",
        attacks=("authority/url", "tone/certain", *ONE_CONTROL),
        journal=str(tmp_path / "replies.journal"),
    )


def plan(settings: Settings, rows: tuple[Sample, ...] = ROWS, **said: Any) -> Forecast:
    return asyncio.run(forecast(settings, rows, **said))


def audit(settings: Settings, rows: tuple[Sample, ...] = ROWS) -> Audit:
    return asyncio.run(run(settings, rows))


@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"repeats": 3},
        {"prompt": "pairwise"},
        {"prompt": "pairwise", "against": "itself", "repeats": 2},
        {"attacks": ("prompt/section-order", "scale/reversed", *ONE_CONTROL)},
        {"attacks": ("labels/greek", "told-of-one/expert", *ONE_CONTROL), "prompt": "pairwise"},
    ],
    ids=["plain", "repeats", "pairwise", "against itself", "framings", "framings of pairs"],
)
def test_the_provider_sees_the_calls_that_were_planned(
    settings: Settings, provider: Provider, changes: dict[str, Any]
) -> None:
    terms = Settings.model_validate({**settings.model_dump(), **changes})
    planned, before = plan(terms), provider.count
    audited = audit(terms)
    assert provider.count - before == planned.n_asked == planned.n_calls > 0
    assert planned.n_judgments == audited.manifest.n_judgments
    assert (plan(terms).n_asked, plan(terms).n_kept) == (0, planned.n_calls)


def test_what_the_journal_has_is_not_planned_again(settings: Settings, provider: Provider) -> None:
    whole = plan(settings).n_calls
    audit(settings, ROWS[:3])
    planned, before = plan(settings), provider.count
    assert planned.n_calls == whole
    assert 0 < planned.n_kept < whole
    audit(settings)
    assert provider.count - before == planned.n_asked == whole - planned.n_kept


def test_one_request_of_two_rows_is_one_call(settings: Settings, provider: Provider) -> None:
    twice = (*ROWS, *(s.model_copy(update={"id": f"{s.id} again"}) for s in ROWS))
    planned, before = plan(settings, twice), provider.count
    audit(settings, twice)
    assert provider.count - before == planned.n_asked < planned.n_judgments


def test_no_plan_calls_or_writes(settings: Settings, provider: Provider) -> None:
    before = provider.count
    plan(settings)
    assert provider.count == before
    assert not Path(settings.journal).exists()


def test_an_audit_that_may_stop_early_is_planned_look_by_look(settings: Settings) -> None:
    planned = plan(settings.model_copy(update={"early_stop": True}))
    assert len(planned.calls_by_look) == 4
    assert planned.calls_by_look[-1] == planned.n_asked
    assert list(planned.calls_by_look) == sorted(planned.calls_by_look)


def test_tokens_and_time_are_as_in_past_replies(settings: Settings) -> None:
    first = plan(settings)
    assert first.seconds is None
    assert "--latency" in first.pace
    audited = audit(settings, ROWS[:5]).manifest
    planned = plan(settings)
    assert planned.seconds is not None
    assert planned.read_from.startswith("as in")
    assert audited.prompt_tokens is not None
    per_call = audited.prompt_tokens / audited.n_judgments
    assert planned.tokens_read.expected / planned.n_asked == pytest.approx(per_call, rel=0.1)
    assert planned.tokens_written is not None
    assert planned.tokens_written.high < first.tokens_written.high  # type: ignore[union-attr]  # limited


def test_the_slowest_of_the_limits_sets_the_time(settings: Settings) -> None:
    def seconds(**limits: Any) -> float:
        planned = plan(settings.model_copy(update=limits), latency_s=2.0)
        assert planned.seconds is not None
        return planned.seconds.expected / planned.n_asked

    assert seconds(max_connections=4) == pytest.approx(0.5)
    assert seconds(max_connections=4, rpm=60) == pytest.approx(1.0)
    assert seconds(max_connections=4, rpm=6000) == pytest.approx(0.5)


def test_the_cost_of_the_audit_is_within_the_plan(settings: Settings) -> None:
    planned = plan(settings)
    assert planned.cost_usd is not None
    cost = audit(settings).manifest.cost_usd
    assert cost is not None
    # The provider on loopback counts words, of which there are fewer than tokens.
    assert planned.cost_usd.low / 3 < cost < planned.cost_usd.high


def test_an_unknown_price_is_unknown_until_it_is_stated(settings: Settings) -> None:
    unpriced = settings.model_copy(update={"judge": "openai/nobody-knows"})
    assert plan(unpriced).cost_usd is None
    stated = plan(unpriced.model_copy(update={"price_per_million": (1.0, 2.0)}))
    assert stated.cost_usd is not None
    assert stated.tokens_written is not None
    read, written = stated.tokens_read.expected, stated.tokens_written.expected
    assert stated.cost_usd.expected == pytest.approx(1e-6 * read + 2e-6 * written)


def test_a_limit_in_money_stops_a_run_that_goes_on_under_a_higher_one(
    settings: Settings, provider: Provider
) -> None:
    whole = plan(settings).n_calls
    dear = settings.model_copy(update={"price_per_million": (1_000.0, 0.0), "max_cost": 4.0})
    before = provider.count
    with pytest.raises(MaxCostReached) as reached:
        audit(dear)
    made = provider.count - before
    assert 0 < made < whole
    assert reached.value.spent_usd <= 4.0
    assert plan(settings).n_kept == made  # every reply that was paid for is kept
    audit(dear.model_copy(update={"max_cost": 1e6}))
    assert provider.count - before == whole
    audit(dear.model_copy(update={"max_cost": 1e-9}))  # what the journal answers is free


def test_without_a_price_a_limit_in_money_is_refused_before_anything_is_asked(
    settings: Settings, provider: Provider
) -> None:
    unpriced = settings.model_copy(update={"judge": "openai/nobody-knows", "max_cost": 1.0})
    before = provider.count
    with pytest.raises(PriceUnknown, match=r"nobody-knows' is unknown.*--price-per-million"):
        audit(unpriced)
    assert provider.count == before


def test_texts_that_are_not_written_cannot_be_counted(settings: Settings) -> None:
    with pytest.raises(InputError, match="attacks write"):
        plan(settings.model_copy(update={"generate": "openai/gpt-4o"}))


def test_a_pilot_s_spread_takes_the_place_of_the_assumed_one(settings: Settings) -> None:
    pilot = audit(settings)
    assumed, measured = plan(settings), plan(settings, pilot=pilot)
    assert assumed.spread_from.startswith("assumed: 0.15 of the scale")
    assert measured.spread_from.startswith("measured on 6 samples with this judge")
    sds = {e.attack: e.sd for e in pilot.effects}
    for reach in measured.reaches:
        assert reach.sd is not None
        assert reach.sd > sds[reach.attack]  # at its upper limit
    assert {r.sd for r in assumed.reaches} == {0.15 * 9}


def test_a_pilot_of_another_kind_or_of_more_answers_is_refused(settings: Settings) -> None:
    pilot = audit(settings.model_copy(update={"repeats": 2}))
    with pytest.raises(InputError, match="means of 2 answers"):
        plan(settings, pilot=pilot)
    with pytest.raises(InputError, match="nothing of 'pairwise'"):
        plan(settings.model_copy(update={"prompt": "pairwise", "repeats": 2}), pilot=pilot)


def test_more_samples_show_smaller_shifts_and_need_not_be_asked_to_know(
    settings: Settings,
) -> None:
    few, many = plan(settings, ROWS[:5]), plan(settings)
    for a, b in zip(few.reaches, many.reaches, strict=True):
        assert a.smallest_shift is None or b.smallest_shift < a.smallest_shift  # type: ignore[operator]  # shown

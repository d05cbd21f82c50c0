"""A panel says what its members say together, and nothing where too few of them speak."""

from __future__ import annotations

from statistics import fmean
from typing import Any

import pytest
from made import SAMPLE, Model, prompt

from judgekit import audit
from judgekit.errors import CallFailed, InputError
from judgekit.judging import Called, Panel, Pooling, PromptedJudge, in_both_orders
from judgekit.testing import ConstantJudge, GarbageJudge, PlantedJudge
from judgekit.types import Contract, Judgment, Protocol, Scale, Unscored, Usage

TEN = Scale(low=1, high=10, accept=7)
UNIT = Scale(low=0, high=1, accept=0.5)
HEADING = r"(?m)^#{1,6} "


def panel(*scores: float | None, scale: Scale = TEN, **terms: Any) -> Panel:
    judges = [GarbageJudge() if s is None else ConstantJudge(s, scale=scale) for s in scores]
    return Panel(judges, **terms)


async def said(*scores: float | None, **terms: Any) -> Judgment:
    return await panel(*scores, **terms)(SAMPLE, "It is 4.")


@pytest.mark.parametrize(
    ("how", "scores", "pooled"),
    [
        (Pooling.MEAN, (8, 5, 2), 5),
        (Pooling.MEDIAN, (9, 8, 1), 8),
        (Pooling.MEDIAN, (9, 8, 3, 1), 5.5),
        (Pooling.MAJORITY, (7, 10, 1), 10),
        (Pooling.MAJORITY, (6.9, 10, 1), 1),
    ],
)
async def test_scores_are_pooled(how: Pooling, scores: tuple[float, ...], pooled: float) -> None:
    assert (await said(*scores, how=how)).score == pooled


async def test_a_tied_vote_is_no_score() -> None:
    found = await said(8, 2, how=Pooling.MAJORITY)
    assert (found.unscored, found.detail) == (Unscored.NO_VERDICT, "as many accept as do not")


async def test_by_default_all_must_score() -> None:
    found = await said(8, None, 6)
    assert found.unscored is Unscored.NO_VERDICT
    assert found.detail == "2 of 3 members gave a score and 3 must; first: no number"


async def test_a_quorum_is_enough() -> None:
    assert (await said(8, None, 6, quorum=2)).score == 7
    assert (await said(8, None, None, quorum=2)).score is None


async def test_members_on_other_scales_are_moved_to_the_panels() -> None:
    judges = [ConstantJudge(10, scale=TEN), ConstantJudge(0.5, scale=UNIT)]
    assert (await Panel(judges, scale=UNIT)(SAMPLE, "4")).score == 0.75


async def test_each_votes_by_its_own_scale() -> None:
    strict = Scale(low=0, high=1, accept=0.9)
    judges = [ConstantJudge(0.6, scale=s) for s in (UNIT, UNIT, strict)]
    assert (await Panel(judges, how=Pooling.MAJORITY, scale=UNIT)(SAMPLE, "4")).score == 1
    judges[1] = ConstantJudge(0.6, scale=strict)
    assert (await Panel(judges, how=Pooling.MAJORITY, scale=UNIT)(SAMPLE, "4")).score == 0


async def test_the_minutes_hold_every_members_words_and_name() -> None:
    raw = (await said(8, None, quorum=1)).raw
    assert '[constant: 8]\n{"score": 8}' in raw
    assert "[garbage: no-verdict]\n" in raw


async def test_what_members_took_adds_up_and_one_unknown_makes_it_unknown() -> None:
    assert (await said(8, 6)).cost_usd == 0
    free = Called(lambda *_: 8, scale=TEN)
    assert (await Panel([free, ConstantJudge(8)])(SAMPLE, "4")).cost_usd is None
    assert (await said(8, 6)).usage == Usage()


async def test_draws_are_passed_on() -> None:
    noisy = PlantedJudge(noise=2.0, rounding=False)
    pair = Panel([noisy, noisy])
    assert [(await pair(SAMPLE, "4", repeat=r)).score for r in (0, 1)] == [
        (await noisy(SAMPLE, "4", repeat=r)).score for r in (0, 1)
    ]


async def test_what_ends_the_run_ends_it_here_too() -> None:
    def locked(prompt: str, response: str) -> float:
        raise CallFailed("wrong key", fatal=True)

    with pytest.raises(CallFailed):
        await Panel([ConstantJudge(8), Called(locked, scale=TEN)])(SAMPLE, "4")


def compares(*replies: str) -> Any:
    labels = Contract(form="json", field="winner", labels={"A": 1.0, "B": 0.0})
    asks = prompt(
        "json",
        user="<q>{{ prompt | fenced }}</q><a>{{ first | fenced }}</a><b>{{ second | fenced }}</b>"
        " the winner, A or B",
        protocol="pairwise",
        scale=UNIT,
        reply=labels,
    )
    return in_both_orders(PromptedJudge(asks, Model(*replies), model="m"))


async def test_a_panel_of_pairwise_judges_keeps_what_either_order_said() -> None:
    always_first, right = (
        compares('{"winner": "A"}'),
        compares('{"winner": "A"}', '{"winner": "B"}'),
    )
    found = await Panel([always_first, right])(SAMPLE, "It is 4.")
    assert (found.score, found.orders) == (0.75, (1.0, 0.5))


@pytest.mark.parametrize(
    ("judges", "terms", "match"),
    [
        ([ConstantJudge(8)], {}, "at least 2"),
        ([ConstantJudge(8)] * 2, {"quorum": 3}, "from 1 to the 2"),
        ([ConstantJudge(8)] * 2, {"quorum": 0}, "from 1 to the 2"),
        ([ConstantJudge(8), ConstantJudge(1, scale=UNIT)], {}, "several scales.*State one"),
        ([ConstantJudge(1, scale=UNIT), compares()], {}, "asked in one way"),
    ],
)
def test_a_panel_that_cannot_agree_on_terms_is_refused(
    judges: list[Any], terms: dict[str, Any], match: str
) -> None:
    with pytest.raises(InputError, match=match):
        Panel(judges, **terms)


def test_a_panel_is_known_by_its_members_in_whatever_order_and_by_its_terms() -> None:
    panels = [
        panel(8, 6),
        panel(8, 7),
        panel(8, 6, 6),
        panel(8, 6, how=Pooling.MEDIAN),
        panel(8, 6, quorum=1),
        panel(8, 6, scale=TEN.model_copy(update={"accept": 6})),
    ]
    assert len({p.identity.sha256 for p in panels}) == len(panels)
    assert panel(6, 8).identity.sha256 == panels[0].identity.sha256
    assert panels[0].identity.protocol is Protocol.POINTWISE


BIASED = PlantedJudge(biases={HEADING: 2.0}, seed=1, rounding=False)
FAIR = PlantedJudge(seed=1, rounding=False)


@pytest.mark.parametrize(
    ("judges", "how", "share"),
    [
        ((BIASED, FAIR, FAIR), Pooling.MEAN, 1 / 3),
        ((BIASED, BIASED, FAIR), Pooling.MEAN, 2 / 3),
        ((BIASED, FAIR, FAIR), Pooling.MEDIAN, 0),
        ((BIASED, BIASED, FAIR), Pooling.MEDIAN, 1),
    ],
)
def test_an_audit_finds_the_share_of_a_planted_bias_that_a_panel_lets_through(
    judges: tuple[PlantedJudge, ...], how: Pooling, share: float
) -> None:
    terms: dict[str, Any] = {"attacks": ("formatting/headings", "-controls/*"), "limit": 12}
    shift = {
        name: fmean(e.shift.est for e in audit(None, judge, **terms).audit.effects if e.shift)
        for name, judge in {"panel": Panel(judges, how=how), "alone": BIASED}.items()
    }
    assert shift["alone"] > 1.5
    assert shift["panel"] == pytest.approx(share * shift["alone"], abs=1e-6)

"""What an audit will take and what it can show, said without a call."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from judgekit import defences, local
from judgekit.auditing.counting import Counts, Foreseen, count_calls
from judgekit.auditing.expecting import Limits, expect_cost, expect_pace, expect_tokens
from judgekit.auditing.gathering import gather
from judgekit.auditing.looks import one_stage, stages
from judgekit.auditing.opening import make_judge, open_kept
from judgekit.auditing.past import Past, look_back
from judgekit.auditing.pipeline import limit_samples, plan_as_set
from judgekit.auditing.planning import Plan
from judgekit.auditing.reach import Spread, find_spread, reach
from judgekit.auditing.seating import refuse_code
from judgekit.auditing.spending import price_of
from judgekit.config import Settings
from judgekit.errors import InputError
from judgekit.types import Audit, Forecast, Identity, Reach, Sample, Scale


async def forecast(
    settings: Settings,
    samples: Sequence[Sample],
    *,
    pilot: Audit | None = None,
    latency_s: float | None = None,
    power: float = 0.8,
    step: Callable[[], None] = lambda: None,
) -> Forecast:
    """Say what an audit under these settings will take and show; nothing is called.

    `pilot` is an earlier audit whose spreads are planned with; `latency_s` is how long a call
    takes, if the journal cannot tell or another is expected. `step` is called for each sample
    that is counted.
    """
    _refuse_unwritten(settings)
    refuse_unforeseen(settings)
    drawn = limit_samples(samples, settings)
    gathered = await gather(settings, drawn)
    with open_kept(settings) as journal:
        foreseen = Foreseen(journal)
        judge = make_judge(settings, drawn, foreseen)
        identity, planned = judge.identity, plan_as_set(judge, drawn, settings, gathered)
        looks = stages(planned, identity) if settings.early_stop else one_stage(planned)
        counts = await count_calls(planned, looks, judge, foreseen, step=step)
        past = look_back(journal, identity)
    spread = find_spread(pilot, identity, repeats=settings.repeats)
    return Forecast(
        **foretell_calls(settings, identity, foreseen, past, latency_s=latency_s),
        n_samples=len(planned.samples),
        n_attacks=sum(not a.is_control for a in planned.attacks),
        n_controls=sum(a.is_control for a in planned.attacks),
        repeats=planned.repeats,
        n_judgments=counts.n_judgments,
        calls_by_look=counts.calls_by_look if settings.early_stop else (),
        power=power,
        reaches=_reaches(planned, counts, spread, identity.scale, power),
        n_required=_n_required(planned, counts, spread, identity.scale, power),
        spread_from=spread.source,
    )


def foretell_calls(
    settings: Settings,
    judge: Identity,
    foreseen: Foreseen,
    past: Past,
    *,
    latency_s: float | None,
) -> dict[str, Any]:
    """Return those fields of a forecast that calls have, whatever they are made for."""
    tokens, price = expect_tokens(foreseen, past), price_of(settings)
    pace = expect_pace(foreseen.n_asked, tokens, _limits(settings), past, latency_s=latency_s)
    return {
        "judge": judge.judge,
        "model": judge.model,
        "api_base": judge.api_base,
        "prompt": judge.prompt,
        "protocol": judge.protocol,
        "scale": judge.scale,
        "n_calls": foreseen.n_calls,
        "n_kept": foreseen.n_kept,
        "tokens_read": tokens.read,
        "read_from": tokens.read_from,
        "tokens_written": tokens.written,
        "written_from": tokens.written_from,
        "cost_usd": expect_cost(price.tariff, tokens),
        "price": price.source,
        "seconds": pace.seconds,
        "pace": pace.why,
    }


def refuse_unforeseen(settings: Settings) -> None:
    """Refuse to foresee what a judge in code does, or what hangs on an answer not yet given."""
    _refuse_two_steps(settings)
    refuse_code(settings, "is called, not asked, and what it then does cannot be foreseen")


def _refuse_unwritten(settings: Settings) -> None:
    if settings.generate is not None:
        raise InputError(
            f"--generate {settings.generate}: texts that are not yet written cannot be counted; "
            "run 'judgekit attacks write' before it and give --written FILE"
        )


def _refuse_two_steps(settings: Settings) -> None:
    if defences.TWO_STEPS in settings.defence:
        raise InputError(
            f"--defence {defences.TWO_STEPS}: its second call shows what the first one gave, which "
            "is not known before; plan without it, and reckon with two calls for each"
        )


def _limits(settings: Settings) -> Limits:
    most = local.PARALLEL if local.is_local(settings.judge) else settings.max_connections
    return Limits(min(most, settings.max_connections), settings.rpm, settings.tpm)


def _reaches(
    plan: Plan, counts: Counts, spread: Spread, scale: Scale, power: float
) -> tuple[Reach, ...]:
    attacks = [a for a in plan.attacks if not a.is_control]
    family = sum(counts.fitting[a.id] > 0 for a in attacks)
    return tuple(
        reach(
            attack,
            counts.fitting[attack.id],
            spread,
            n_samples=len(plan.samples),
            family=family,
            scale=scale,
            budget=plan.budget,
            power=power,
        )
        for attack in attacks
    )


def _n_required(
    plan: Plan, counts: Counts, spread: Spread, scale: Scale, power: float
) -> int | None:
    """Return the samples at which all attacks that fit some are cleared together.

    Each is cleared with a chance of failing that is its share of the whole (Boole's inequality).
    """
    family = sum(counts.fitting[a.id] > 0 for a in plan.attacks if not a.is_control)
    each = 1 - (1 - power) / max(1, family)
    needed = [r.n_required for r in _reaches(plan, counts, spread, scale, each) if r.n]
    known = [n for n in needed if n is not None]
    return max(known) if known and len(known) == len(needed) else None

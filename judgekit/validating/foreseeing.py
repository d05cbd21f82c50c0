"""What the protocol will take, said without a call."""

from __future__ import annotations

from collections.abc import Sequence

from judgekit.auditing.asking import ask_each
from judgekit.auditing.counting import Foreseen
from judgekit.auditing.forecasting import foretell_calls, refuse_unforeseen
from judgekit.auditing.opening import make_judge, open_kept
from judgekit.auditing.past import look_back
from judgekit.config import Settings
from judgekit.types import Forecast
from judgekit.validating.asking import questions
from judgekit.validating.pairs import pairs_of
from judgekit.validating.pipeline import DataSet, as_drawn, refuse_what_compares_nothing


async def forecast(
    settings: Settings,
    data: Sequence[DataSet],
    *,
    latency_s: float | None = None,
) -> Forecast:
    """Say what the protocol takes of a judge on these data sets; nothing is called."""
    refuse_unforeseen(settings)
    named, drawn = as_drawn(settings, data)
    pairs = [p for d in drawn for p in pairs_of(d.samples, d.style, source=d.source)]
    with open_kept(named) as journal:
        foreseen = Foreseen(journal)
        judge = make_judge(named, [p.sample for p in pairs], foreseen)
        refuse_what_compares_nothing(judge.identity)
        puts = list(questions(judge, pairs, named.repeats))
        await ask_each(puts, [p.sample for p in pairs], workers=1, hear=lambda *_: None)
        past = look_back(journal, judge.identity)
    return Forecast(
        **foretell_calls(named, judge.identity, foreseen, past, latency_s=latency_s),
        n_samples=len(pairs),
        n_attacks=0,
        n_controls=0,
        repeats=named.repeats,
        n_judgments=len(puts),
        power=0.0,
        reaches=(),
        n_required=None,
        spread_from="",
    )

"""What a gate prints at its end."""

from __future__ import annotations

import shlex
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from judgekit.text import visible

if TYPE_CHECKING:
    from judgekit.types import GateReport


def summarise_gate(r: GateReport, output: Path) -> Iterator[str]:
    """Yield what a person reads at the end: what became of the rows, why, and on whose word."""
    from judgekit.render.numbers import counted

    yield f"{sum(r.counts.kept.values()):,} of {counted(r.counts.input, 'row')} kept"
    yield ""
    for stage in r.funnel:
        for left in stage.left:
            reason = f"{left.action.value:<11}{left.reason.value.replace('_', ' ')}"
            yield f"{stage.title:<30}{left.n:>9,}  {reason}"
    yield ""
    yield from _on_ablation(r)
    yield from _on_judge(r)
    both = counted(r.pairs.prompts, "prompt")
    yield f"pairs        {r.pairs.n:,}, of {both} with a right and a wrong answer"
    yield f"control      {counted(r.control.n, 'row')} drawn at random, of like length and stratum"
    if r.reviewed is not None:
        yield f"reviewed     {_listed(r.reviewed.applied)}; refused: {_listed(r.reviewed.refused)}"
    yield from (f"! {visible(c.sign)}: {visible(c.text)}" for c in r.cautions)
    yield ""
    yield f"files: {output}"
    yield from _next(r, output)


def _next(r: GateReport, output: Path) -> Iterator[str]:
    """Yield what to read and what to do about it."""
    from judgekit.render.numbers import counted
    from judgekit.types import Action

    yield f"read         {output / 'gate.html'}"
    if waiting := r.counts.actions.get(Action.ESCALATE, 0):
        yield f"decide       {output / 'review.html'}: {counted(waiting, 'row')} for a person, then"
        into = shlex.quote(str(output))
        yield f"             {r.manifest.reproduce} --reviewed reviewed.jsonl -o {into}"
    if any(r.counts.kept.values()):
        suffix = "parquet" if (output / "kept.parquet").exists() else "jsonl"
        yield f"train on     {output / f'kept.{suffix}'}, and on control.{suffix} beside it"


def _on_ablation(r: GateReport) -> Iterator[str]:
    """Yield what each party keeps alone, and what all keep without it."""
    if not r.ablation:
        return
    yield f"{'kept by':<28}{'rows':>9}{'right':>9}{'wrong':>9}{'open':>9}"
    for a in r.ablation:
        names = {"together": "all together", "without": f"without {visible(a.party)}"}
        name = names.get(a.how, f"{visible(a.party)} alone")
        yield f"{name:<28}{a.kept:>9,}{a.right:>9,}{a.wrong:>9,}{a.unsettled:>9,}"
    yield ""
    if r.reliability is not None:
        may = "may rank" if r.reliability.may_rank else "may not rank"
        yield f"confidence   {may}: {r.reliability.why}"


def _on_judge(r: GateReport) -> Iterator[str]:
    if r.judge_alone is None or r.guarantee is None or r.manifest.judge is None:
        yield "judge        none was asked"
        return
    alone = r.judge_alone
    judge = visible(r.manifest.judge.judge)
    yield f"judge        {judge}: alone it would have kept {alone.kept:,} of {alone.n:,} rows;"
    yield f"             of {alone.settled:,} that verifiers settle, {alone.wrong:,} are wrong"
    for c in r.guarantee.strata:
        found = f"keeps from {c.threshold:g} on" if c.threshold is not None else "keeps nothing"
        yield f"threshold    {visible(c.stratum)}: {found}; {c.why}"
    if r.sentinels is not None:
        s = r.sentinels
        yield f"sentinels    {s.kept:,} of {s.n:,} kept; stopped above {s.limit:.0%}"


def _listed(counts: Mapping[Any, int]) -> str:
    return ", ".join(f"{n:,} {name}" for name, n in counts.items()) or "none"

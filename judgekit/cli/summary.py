"""What a run prints on stdout: the verdict, what it rests on, where to read on."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import click

from judgekit.budget import why_failed
from judgekit.render import headline, numbers
from judgekit.text import visible_line
from judgekit.types import Audit, Effect, Ruling, Sensitivity, Verdict

_SHOWN = 8
_SHOWN_CONTROLS = 5
_ORDER = (Verdict.EXCEEDED, Verdict.INCONCLUSIVE, Verdict.WITHIN)


def summarise(audit: Audit, page: Path) -> str:
    """Return the lines a person reads at the end of a run."""
    lines = (
        f"{audit.verdict.upper()}  {headline(audit)}",
        "",
        *_facts(audit),
        "",
        *_table(audit),
        "",
        *(f"- {why}" for why in audit.why),
        *(f"! {caution.sign}: {caution.text}" for caution in audit.cautions),
        "",
        f"report: {page}",
    )
    return "\n".join(map(visible_line, lines))


def say_if_failed(audit: Audit) -> None:
    """Say on stderr that too many judgments have no score, where that is so."""
    if (why := why_failed(audit)) is not None:
        click.echo(
            f"judgekit: {why}, more than {audit.budget.max_unscored:.0%}; the run counts as failed",
            err=True,
        )


def _facts(audit: Audit) -> Iterator[str]:
    m = audit.manifest
    attacks = numbers.counted(m.n_attacks, "attack")
    samples = numbers.counted(m.n_samples, "sample")
    if m.recorded:
        yield f"judge        {m.judge} as it was recorded"
        yield f"read         {m.n_judgments:,} verdicts of {samples} under {attacks}"
        yield f"             {m.n_unscored:,} unscored; shifts from the {m.baseline.value} score"
    else:
        by = f" with the prompt {m.prompt}" if m.prompt else ""
        behind = f" behind {', '.join(m.defences)}" if m.defences else ""
        yield f"judge        {m.judge}{by}{behind}"
        yield f"asked        {m.n_judgments:,} judgments of {samples} under {attacks}"
        yield f"             {m.n_unscored:,} unscored, cost {numbers.dollars(m.cost_usd)}"
    yield from _controls(audit.sensitivity)
    yield from _attributes(audit)
    if audit.position is not None:
        p = audit.position
        bias = numbers.percentage_points(p.bias)
        yield f"position     first place {bias}; {p.consistent} of {p.n} agree in both orders"
    if audit.agreement is not None:
        a = audit.agreement
        kappa = numbers.fixed(a.kappa, 2)
        yield f"agreement    kappa {kappa} with the verifiers on {a.n} answers"


def _controls(found: Sequence[Sensitivity]) -> Iterator[str]:
    """Tell of the controls that most items could carry."""
    shown = sorted(found, key=lambda s: -s.n)[:_SHOWN_CONTROLS]
    for s in shown:
        yield f"sensitivity  {s.title}: {s.fell} of {s.n} fell, {s.rose} rose"
    if len(found) > len(shown):
        yield f"             {len(found) - len(shown)} more controls in the report"


def _attributes(audit: Audit) -> Iterator[str]:
    """Tell of each attribute how many attacks move it too far, and which most."""
    places = numbers.decimals(audit.manifest.scale)
    for f in audit.graded:
        pairs = [(e, r) for e, r in zip(f.effects, f.rulings, strict=True) if e.shift]
        n = sum(r.verdict is Verdict.EXCEEDED for _, r in pairs)
        out_of = numbers.counted(len(pairs), "attack")
        most = ""
        if pairs:
            effect = min(pairs, key=_weight)[0]
            most = f"; most {numbers.estimate(effect.shift, places)} under {effect.attack}"
        yield f"attributes   {f.name}: moved too far by {n} of {out_of}{most}"


def _table(audit: Audit) -> Iterator[str]:
    places = numbers.decimals(audit.manifest.scale)
    shown = sorted(zip(audit.effects, audit.rulings, strict=True), key=_weight)[:_SHOWN]
    width = max((len(e.attack) for e, _ in shown), default=0)
    for effect, ruling in shown:
        shift = numbers.estimate(effect.shift, places)
        yield f"{effect.attack:<{width}}  {shift:<26}  {ruling.verdict.value}"
    if len(audit.effects) > _SHOWN:
        yield f"{len(audit.effects) - _SHOWN} more in the report"


def _weight(pair: tuple[Effect, Ruling]) -> tuple[int, float]:
    effect, ruling = pair
    return _ORDER.index(ruling.verdict), -abs(effect.shift.est) if effect.shift else 0.0

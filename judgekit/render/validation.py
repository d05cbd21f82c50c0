"""A judge before the protocol as a page, as Markdown and as lines for a terminal."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from judgekit.render import numbers
from judgekit.render.markdown import markdown
from judgekit.render.shell import lay_out
from judgekit.text import visible_line
from judgekit.types import PairsJudged, Validation, Verdict

OUTCOMES = {
    Verdict.WITHIN: "pass",
    Verdict.EXCEEDED: "fail",
    Verdict.INCONCLUSIVE: "cannot be told",
}
SOURCE = "Minimum Viable Validation Protocol (arXiv 2606.19544)"


class Line(NamedTuple):
    """One check as a row."""

    step: int
    asks: str
    about: str
    value: str
    outcome: str
    mark: str
    """The verdict's word, for its colour."""
    why: str


class ValidationView(NamedTuple):
    """All that a page says, in words."""

    title: str
    question: str
    answer: str
    mark: str
    headline: str
    judge: str
    figures: tuple[tuple[str, str, str], ...]
    lines: tuple[Line, ...]
    why: tuple[str, ...]
    beside: tuple[tuple[str, str], ...]
    departures: tuple[str, ...]
    manifest: tuple[tuple[str, str], ...]
    reproduce: str


def validation_to_html(found: Validation) -> str:
    """Return the self-contained page; the same result gives the same bytes."""
    return lay_out("mvvp.html.j2", styles=("report.css", "mvvp.css"), report=view_validation(found))


def validation_to_markdown(found: Validation) -> str:
    """Return the result as Markdown."""
    return markdown("mvvp.md.j2", report=view_validation(found))


def validation_to_text(found: Validation) -> str:
    """Return the lines that a person reads at the end of a run."""
    return "\n".join(map(visible_line, _lines(view_validation(found))))


def view_validation(found: Validation) -> ValidationView:
    """Return what is said of a judge before the protocol."""
    outcome = OUTCOMES[found.verdict]
    return ValidationView(
        title=f"Protocol of {found.judge.judge}",
        question="Does this judge pass the minimum viable validation protocol?",
        answer=outcome.upper(),
        mark=found.verdict.value,
        headline=f"{found.why[0]} {_headline(found)}",
        judge=f"{found.judge.judge} with the prompt {found.judge.prompt or 'of its code'}",
        figures=tuple(_figures(found)),
        lines=tuple(
            Line(
                step=c.step,
                asks=c.asks,
                about=c.style.value if c.style else "both",
                value=c.value,
                outcome=OUTCOMES[c.verdict],
                mark=c.verdict.value,
                why=c.why,
            )
            for c in found.checks
        ),
        why=found.why[1:],
        beside=tuple(pair for d in found.data for pair in _beside(d)),
        departures=tuple(_departures(found)),
        manifest=tuple(_manifest(found)),
        reproduce=found.reproduce,
    )


def _headline(found: Validation) -> str:
    kappas = ", ".join(
        f"{numbers.fixed(d.accord.kappa.estimate.est, 2)} on {d.style.value}"
        for d in found.data
        if d.accord.kappa.estimate is not None
    )
    return f"Chance-corrected agreement: kappa {kappas}." if kappas else "No kappa is measured."


def _figures(found: Validation) -> Iterator[tuple[str, str, str]]:
    for d in found.data:
        kappa = d.accord.kappa.estimate
        value = numbers.fixed(kappa.est, 2) if kappa else numbers.NONE
        yield f"kappa, {d.style.value}", value, f"over {numbers.counted(d.accord.n, 'pair')}"
    missing = numbers.percent(numbers.ratio(found.n_unscored, found.n_judgments))
    yield "unscored", missing, f"of {found.n_judgments:,} judgments in both orders"
    yield "cost", numbers.dollars(found.cost_usd), f"{found.n_calls:,} calls"


def _beside(d: PairsJudged) -> Iterator[tuple[str, str]]:
    """Yield, beside the checks, what the study publishes and what is left out of its numbers."""
    a, name = d.accord, d.style.value
    yield (
        f"{name}: exact match",
        f"{numbers.percent(a.exact)} over the {a.n:,} pairs of kappa; "
        f"{numbers.percent(a.exact_decided)} over the {numbers.fixed(a.n_decided, 0)} that "
        "neither side calls a tie, which is how the study publishes it",
    )
    yield (
        f"{name}: ties and gaps",
        f"{a.label_ties:,} labels and {numbers.percent(a.judge_ties)} of the verdicts are ties; "
        f"{a.n_unlabelled:,} of {d.n:,} pairs have no label, {d.n_unscored:,} lack a verdict, "
        f"{d.n_alone:,} rows have one answer only",
    )
    yield (
        f"{name}: places",
        f"the winner changes with the order in {numbers.percent(d.inconsistent)} of the verdicts; "
        f"|P(first) − 0.5| with ties as losses, as the study has it, is "
        f"{numbers.fixed(d.position_published, 3)}",
    )


def _departures(found: Validation) -> Iterator[str]:
    """Yield where this list departs from the study, and why."""
    m = found.marks
    yield (
        f"The study names no least kappa. {numbers.fixed(m.kappa, 2)} is ours, where Landis and "
        "Koch (1977) begin to call agreement moderate; --min-kappa sets another."
    )
    yield (
        "Kappa and exact match are over the same pairs, ties as a label of their own. The study "
        "sets kappa over all labels against exact match without ties, so that part of its gap of "
        "33 to 41 points is the other denominator."
    )
    yield (
        "Position bias is signed and a tie counts half. |P(first) − 0.5| is never negative, so "
        "noise alone raises it, and it calls a judge that often says tie biased."
    )
    yield (
        f"Position bias must stay below {numbers.percent(m.position, 0)} whatever the retest; the "
        f"study asks for it only beyond {numbers.percent(m.retest, 0)}."
    )
    yield (
        "The study asks at temperature 0. Here no parameter is set unless you set it: newer models "
        "refuse one, and a judge is validated as it will be used."
    )
    yield (
        f"Each outcome is by interval: all {len(found.data) * 3} hold at once with "
        f"{numbers.percent(1 - found.alpha, 0)} confidence ({numbers.percent(found.conf, 2)} "
        "each, Bonferroni), with every missing verdict at the end that widens it."
    )
    yield (
        "The verdict of a draw is the mean of both orders; opposite verdicts make a tie. Either "
        "answer counts as the first, so that rows whose right answer always stands in one field "
        "make no kappa of zero."
    )


def _manifest(found: Validation) -> Iterator[tuple[str, str]]:
    who = found.judge
    yield "judge", who.judge
    yield "judge hash", who.sha256
    yield "prompt", who.prompt or "of its code"
    yield "parameters", ", ".join(f"{k}={v}" for k, v in who.params.items()) or "none set"
    for d in found.data:
        yield f"{d.style.value} rows", f"{d.samples} ({d.n:,} pairs, {d.samples_sha256[:12]})"
    yield "draws", f"{found.draws} of every pair in either order"
    yield "judged on", found.judged_on or "an unknown day"
    yield "judgekit", found.judgekit


def _lines(report: ValidationView) -> Iterator[str]:
    yield f"{report.answer}  {report.headline}"
    yield ""
    yield f"judge  {report.judge}"
    yield ""
    yield from _table(report.lines)
    yield ""
    yield from (f"- {why}" for why in report.why)
    yield from (f"- {name}: {text}" for name, text in report.beside if "exact" in name)


def _table(lines: tuple[Line, ...]) -> Iterator[str]:
    rows = [(f"{c.step} {c.asks}", c.about, c.value, c.outcome) for c in lines]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        yield "  ".join(f"{cell:<{w}}" for cell, w in zip(row, widths, strict=True)).rstrip()

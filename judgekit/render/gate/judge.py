"""What the judge's word is worth here: alone, by family of marks, certified, and watched."""

from __future__ import annotations

from typing import NamedTuple

from markupsafe import Markup

from judgekit.render import charts, numbers
from judgekit.render.charts import Mark
from judgekit.render.gate.rows import MOST
from judgekit.render.gate.words import ALLOWED
from judgekit.render.numbers import NONE, count, counted, percent, ratio
from judgekit.render.quoting import Piece, pieces, short
from judgekit.types import (
    Certified,
    Disagreement,
    Gap,
    GateReport,
    Guarantee,
    Interval,
    JudgeAlone,
    JudgeUsed,
    Pool,
    SentinelsSeen,
)

TEXT, WORDS = 1500, 1000
"""Characters shown of a prompt or response, and of what is said about it."""


class GapRow(NamedTuple):
    """What acceptance tells about being right, of rows with marks of one family."""

    family: str
    n: str
    right: str
    kept_right: str
    gap: str
    mark: Mark
    meaning: str
    drawing: Markup


class Allowance(NamedTuple):
    """What the audit lets the judge decide of rows with marks of one family."""

    family: str
    allowed: str
    upper: str
    why: str


class Threshold(NamedTuple):
    """What is certified of one stratum."""

    stratum: str
    n: str
    threshold: str
    kept: str
    bound: str
    held_out: str
    why: str


class Case(NamedTuple):
    """A row on which judge and verifiers disagree."""

    id: str
    said: str
    prompt: tuple[Piece, ...]
    response: tuple[Piece, ...]
    verifier: tuple[Piece, ...]
    words: tuple[Piece, ...]


class JudgeView(NamedTuple):
    """Everything a reader sees of the judge, in reading order."""

    alone: str
    gaps: tuple[GapRow, ...]
    axis: Markup
    allowances: tuple[Allowance, ...]
    allowed_by: str
    thresholds: tuple[Threshold, ...]
    left_out: str
    contaminated: tuple[tuple[str, str], ...]
    disagreements: str
    cases: tuple[Case, ...]
    pool: str
    sentinels: str


def judge(r: GateReport) -> JudgeView | None:
    """Lay out what is known of the judge; None where none was asked."""
    used, alone, promised, d = r.manifest.judge, r.judge_alone, r.guarantee, r.disagreements
    if used is None or alone is None or promised is None or d is None:
        return None
    axis = charts.axis(_ends(alone))
    return JudgeView(
        alone=_alone(alone),
        gaps=tuple(_gap(g, axis) for g in sorted(alone.gaps, key=_by_size)),
        axis=charts.axis_row(axis, [numbers.signed(100 * t, 0) for t in axis.ticks], band=0),
        allowances=tuple(_allowances(used)),
        allowed_by=_allowed_by(used),
        thresholds=tuple(_threshold(c, promised) for c in promised.strata[:MOST]),
        left_out=f"{len(promised.strata) - MOST:,} more strata in gate.json."
        if len(promised.strata) > MOST
        else "",
        contaminated=tuple((percent(c.share), percent(c.bound)) for c in promised.contaminated),
        disagreements=f"Of {counted(d.n, 'row')} that verifiers settle and the judge scored, it "
        f"accepts {d.wrong_accepted:,} that are wrong and rejects {d.right_rejected:,} that are "
        "right.",
        cases=tuple(map(_case, d.examples)),
        pool=_pool(r.pool),
        sentinels=_sentinels(r.sentinels),
    )


def n_failed(a: JudgeAlone) -> int:
    """Return how many rows that the judge scored verifiers fail."""
    return sum(g.n - g.right for g in a.gaps if g.family == "all")


def _alone(a: JudgeAlone) -> str:
    share = f", {numbers.share(a.rate)}" if a.rate else ""
    return (
        f"Alone the judge would have kept {a.wrong:,} of {counted(n_failed(a), 'row')} that "
        f"verifiers fail. It accepts {a.kept:,} of {a.n:,} rows that it scored; of the "
        f"{a.settled:,} accepted ones that verifiers settle, {a.wrong:,} are wrong{share}."
    )


def _ends(a: JudgeAlone) -> list[float]:
    return [end for g in a.gaps if g.gap for end in (g.gap.lo, g.gap.hi)]


def _by_size(g: Gap) -> tuple[bool, bool, int, str]:
    return g.family != "all", g.family != "none", -g.n, g.family


def _gap(g: Gap, axis: charts.Axis) -> GapRow:
    mark, meaning = _meaning(g)
    found = g.gap
    return GapRow(
        family={"all": "all rows", "none": "rows without marks"}.get(g.family, short(g.family)),
        n=count(g.n),
        right=percent(ratio(g.right, g.n)),
        kept_right=percent(ratio(g.accepted_right, g.accepted)),
        gap=numbers.percentage_points(found),
        mark=mark,
        meaning=meaning,
        drawing=charts.forest_row(
            axis,
            band=0,
            mark=mark,
            at=found.est if found else None,
            ends=Interval(found.lo, found.hi) if found else None,
        ),
    )


def _meaning(g: Gap) -> tuple[Mark, str]:
    if g.gap is None:
        return "control", "cannot be told: it accepts all or none"
    if g.gap.lo > 0:
        return "within", "tells something"
    if g.gap.hi < 0:
        return "exceeded", "misleads"
    return "inconclusive", "may tell nothing"


def _allowances(used: JudgeUsed) -> list[Allowance]:
    found = {"rows without marks": used.at_best, **used.families}
    return [
        Allowance(short(name), ALLOWED[p.allowed], percent(p.upper), short(p.why, WORDS))
        for name, p in found.items()
    ]


def _allowed_by(used: JudgeUsed) -> str:
    when = used.audited_on or "a day that it does not say"
    barred = f" The judge decided nothing: {used.barred}." if used.barred else ""
    return f"By its audit of {when} ({used.audit}).{barred}"


def _threshold(c: Certified, g: Guarantee) -> Threshold:
    has_one = c.threshold is not None
    return Threshold(
        stratum=short(c.stratum),
        n=count(c.n),
        threshold=f"{c.threshold:g}" if c.threshold is not None else "none",
        kept=f"{c.n_bad:,} of {c.n_kept:,}" if has_one else NONE,
        bound=percent(g.alpha) if has_one else NONE,
        held_out=f"{c.held_out_bad:,} of {c.held_out:,}" if has_one else NONE,
        why="" if has_one else short(c.why, WORDS),
    )


def _case(d: Disagreement) -> Case:
    truth = "right, and the judge rejects it" if d.right else "wrong, and the judge accepts it"
    return Case(
        id=short(d.id),
        said=f"{truth}: score {d.score:g}",
        prompt=pieces(d.prompt, limit=TEXT),
        response=pieces(d.response, limit=TEXT),
        verifier=pieces(d.reason, limit=WORDS),
        words=pieces(d.words, limit=WORDS),
    )


def _pool(p: Pool | None) -> str:
    if p is None or p.rate is None:
        why = p.missing if p else "no judge was asked"
        return f"How many of the rows that no verifier settles are right is not known: {why}."
    return (
        f"Of {counted(p.n, 'row')} that no verifier settles about {numbers.share(p.rate)} are "
        f"right, from {p.n_labelled:,} labelled and {p.n_scored:,} open rows that the judge scored "
        f"({p.rate.method}); for as long as open rows are like labelled ones."
    )


def _sentinels(s: SentinelsSeen | None) -> str:
    if s is None or not s.n:
        return "No row known to be wrong was put before the judge."
    stopped = f" It was stopped at the {s.stopped_at:,}th." if s.stopped_at is not None else ""
    return (
        f"The judge kept {s.kept:,} of {counted(s.n, 'row')} known to be wrong that were mixed in: "
        f"between {percent(s.bounds.lo)} and {percent(s.bounds.hi)} of such rows, a bound that "
        f"holds after each of them; above {percent(s.limit)} it is stopped.{stopped}"
    )

"""A comparison of defences as one value that templates lay out and nothing computes further."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from judgekit.budget import is_loss
from judgekit.render import numbers
from judgekit.render.numbers import counted, fixed, percent, percentage_points, signed
from judgekit.render.sentences import scale_ends
from judgekit.types import (
    Became,
    Cost,
    DefenceFindings,
    Defences,
    Estimate,
    Noise,
    Removal,
    Standing,
    Verdict,
)

QUESTION = "Which defence does this judge need?"
BARE = "none"
"""What stands in the place of a defence's name where there is none."""

_MOST_HOLDS = 40
"""Attacks shown one by one; the JSON file has the rest."""
_WORDS = {Became.LESS: "weaker", Became.MORE: "stronger", Became.UNPROVEN: "not shown"}


@dataclass(frozen=True, slots=True)
class Row:
    """How the judge stands bare, or behind one defence, and what that takes."""

    defence: str
    recommended: bool
    verdict: str
    beyond: str
    """Attacks beyond the tolerance, not settled, and within."""
    hold: str
    """On how many attacks' hold on the judge the defence tells."""
    noise: str
    accuracy: str
    kappa: str
    false_accepts: str
    loses: bool
    unscored: str
    altered: str
    calls: str
    tokens: str
    usd: str
    why: str


@dataclass(frozen=True, slots=True)
class Cell:
    """An attack's shift behind one defence, and the change that this is."""

    defence: str
    shift: str
    change: str
    became: str


@dataclass(frozen=True, slots=True)
class Hold:
    """One attack's hold on the judge, bare and behind every defence."""

    attack: str
    title: str
    before: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class DefencesView:
    """Everything a reader sees, in reading order."""

    title: str
    judge: str
    question: str
    verdict: str
    """The answer's colour, as a verdict."""
    answer: str
    headline: str
    why: tuple[str, ...]
    rows: tuple[Row, ...]
    names: tuple[str, ...]
    holds: tuple[Hold, ...]
    left_out: str
    """How many attacks are not shown one by one, or nothing."""
    unsuited: tuple[tuple[str, str], ...]
    method: tuple[str, ...]
    reproduce: str


def view_defences(found: Defences) -> DefencesView:
    """Return the page of a comparison; a pure function with no clock."""
    m = found.manifest
    holds = _telling(found)
    return DefencesView(
        title=f"{m.judge}: defences compared",
        judge=m.judge,
        question=QUESTION,
        verdict=_colour(found),
        answer=_answer(found),
        headline=_headline(found),
        why=found.why,
        rows=tuple(_rows(found)),
        names=tuple(f.defence for f in found.findings),
        holds=tuple(_hold(removals, found) for removals in holds[:_MOST_HOLDS]),
        left_out=_left_out(len(found.findings[0].removals) - min(len(holds), _MOST_HOLDS)),
        unsuited=tuple(found.unsuited.items()),
        method=_method(found),
        reproduce=m.reproduce,
    )


def _answer(found: Defences) -> str:
    """Say in a few words which defence to take."""
    if found.recommended is not None:
        return f"Take {found.recommended}"
    if found.bare.verdict is Verdict.WITHIN and not found.bare.failed:
        return "It needs none"
    standings = [f.standing for f in found.findings]
    if any(s.awake and not (s.failed or s.exceeded) for s in standings):
        return "None of these is shown to be enough"
    return "None of these is enough"


def _headline(found: Defences) -> str:
    """Say on what evidence."""
    m = found.manifest
    return (
        f"{counted(len(found.findings), 'defence')} beside the bare judge, on "
        f"{counted(m.n_samples, 'item')} under {counted(m.n_attacks, 'attack')}, asked side by "
        "side."
    )


def _rows(found: Defences) -> list[Row]:
    """Return the bare judge, then every defence in the order of the comparison."""
    bare = _row(BARE, found.bare, _own(found.bare), found)
    return [bare, *(_row(f.defence, f.standing, _changed(f), found) for f in found.findings)]


class _Words(NamedTuple):
    """What of a row is told otherwise of the bare judge."""

    hold: str
    accuracy: str
    kappa: str
    false_accepts: str
    altered: str
    loses: bool = False


def _colour(found: Defences) -> str:
    if found.recommended is not None:
        return Verdict.WITHIN.value
    return found.bare.verdict.value


def _row(name: str, s: Standing, words: _Words, found: Defences) -> Row:
    return Row(
        defence=name,
        recommended=name == found.recommended,
        verdict="failed" if s.failed else s.verdict.value,
        beyond=f"{len(s.exceeded)} / {s.n_open} / {s.n_within}",
        noise=_noise(s.noise, numbers.decimals(found.manifest.scale)),
        unscored=percent(numbers.ratio(s.n_unscored, s.n_judgments)),
        calls=fixed(s.cost.calls, 2),
        tokens=_tokens(s.cost),
        usd=_usd(s.cost.usd),
        why=s.why[0] if s.why else "",
        **words._asdict(),
    )


def _own(s: Standing) -> _Words:
    a = s.agreement
    if a is None:
        return _Words(numbers.NONE, numbers.NONE, numbers.NONE, numbers.NONE, numbers.NONE)
    n_wrong = a.accepted_wrong + a.rejected_wrong
    return _Words(
        hold=numbers.NONE,
        accuracy=percent(a.accuracy),
        kappa=fixed(a.kappa, 2),
        false_accepts=percent(numbers.ratio(a.accepted_wrong, n_wrong)),
        altered=numbers.NONE,
    )


def _changed(found: DefenceFindings) -> _Words:
    s, change = found.standing, found.agreement
    became = [r.became for r in found.removals]
    less, more = became.count(Became.LESS), became.count(Became.MORE)
    return _Words(
        hold=f"{less} weaker, {more} stronger",
        accuracy=percentage_points(change.accuracy) if change else numbers.NONE,
        kappa=numbers.estimate(change.kappa, 2) if change else numbers.NONE,
        false_accepts=percentage_points(change.false_accepts) if change else numbers.NONE,
        altered=percent(numbers.ratio(s.n_altered, s.n_judgments)),
        loses=is_loss(change),
    )


def _noise(noise: Noise, places: int) -> str:
    return numbers.NONE if noise.variance is None else fixed(noise.variance.est**0.5, places)


def _tokens(cost: Cost) -> str:
    known = [n for n in (cost.tokens_read, cost.tokens_written) if n is not None]
    return fixed(sum(known), 0) if known else "unknown"


def _usd(cost: float | None) -> str:
    if cost is None:
        return "unknown"
    return "$0" if cost == 0 else f"${1000 * cost:.3g}"


def _telling(found: Defences) -> list[tuple[Removal, ...]]:
    """Return, attack by attack, the removals that tell something, the largest shifts first."""
    beyond = {a for s in _standings(found) for a in s.exceeded}
    by_attack = zip(*(f.removals for f in found.findings), strict=True)
    telling = [
        row
        for row in by_attack
        if row[0].attack in beyond or any(r.became is not Became.UNPROVEN for r in row)
    ]
    return sorted(telling, key=lambda row: (-abs(row[0].before or 0.0), row[0].attack))


def _standings(found: Defences) -> list[Standing]:
    return [found.bare, *(f.standing for f in found.findings)]


def _left_out(n: int) -> str:
    if n == 0:
        return ""
    return (
        f"{counted(n, 'attack')} not shown: beyond the tolerance nowhere and not provably "
        "changed, or smaller than these. The file defences.json has all."
    )


def _hold(removals: Sequence[Removal], found: Defences) -> Hold:
    places = numbers.decimals(found.manifest.scale)
    first = removals[0]
    return Hold(
        attack=first.attack,
        title=first.title,
        before=signed(first.before, places),
        cells=tuple(
            Cell(
                defence=f.defence,
                shift=signed(r.after, places),
                change=_change(r.change, r, places),
                became=_WORDS[r.became],
            )
            for f, r in zip(found.findings, removals, strict=True)
        ),
    )


def _change(change: Estimate | None, removal: Removal, places: int) -> str:
    if change is None or removal.simultaneous is None:
        return "not measured"
    return f"{signed(change.est, places)} {numbers.interval(removal.simultaneous, places)}"


def _method(found: Defences) -> tuple[str, ...]:
    b, m = found.budget, found.manifest
    tolerated = fixed(b.tolerance * m.scale.span, numbers.decimals(m.scale))
    return (
        "Every judge is asked every question, one beside the other; replies to the same request "
        "are shared, so that a defence which changes nothing changes no score.",
        "A change is the mean over items of the defended judge's shift minus the bare judge's. "
        "Its interval holds for all attacks and defences at once, with missing scores at the end "
        "that widens it; a hold is called weaker or stronger where the adjusted p of no change "
        f"(step-down max-T over item-level sign flips, both sides) is at most {b.alpha:.3g}.",
        f"The tolerance is {tolerated} points on the {scale_ends(m.scale)} scale. The bare judge "
        f"is held to {percent(b.alpha, 2)}, each defence to its share of it, "
        f"{percent(found.level, 2)}: one is chosen of them.",
        "Accuracy, kappa and false accepts are on the same clean answers, as the verifiers call "
        "them, defended minus bare; a kappa's interval is the jackknife's over items.",
        "Calls and tokens are per judgment, dollars per 1,000, and count every call as if made "
        "anew. The cheapest is by dollars where all prices are known, else by tokens, else by "
        "calls.",
    )

"""What a student makes of responses, laid out in lines for a terminal."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from statistics import median
from typing import TYPE_CHECKING, Any

from judgekit.render.numbers import count, counted, fixed, percent
from judgekit.text import visible_line

if TYPE_CHECKING:
    from judgekit.criteria.student import Profile, Statistic

_PLACES = 3
_FORM = "{:<16}{:>8}{:>10}{:>10}{:>10}"


def profile_lines(made: Profile) -> Iterator[str]:
    """Yield the bands of a profile."""
    yield f"{counted(made.n, 'output')} of {visible_line(made.student)}"
    yield _FORM.format("statistic", "n", "from", "to", "too far").rstrip()
    for statistic, band in made.bands.items():
        far = "below" if statistic.falls else "above"
        ends = fixed(band.low, _PLACES), fixed(band.high, _PLACES)
        yield _FORM.format(statistic, count(band.n), *ends, far)
    for statistic, reasons in made.missing.items():
        yield from (f"{statistic}: {n:,} not measured: {why}" for why, n in reasons.items())
    share = percent(made.level, 0)
    yield f"of its further outputs, like these, at most {share} lie too far in any of them"


def score_lines(lines: Sequence[Mapping[str, Any]], held: Profile | None) -> Iterator[str]:
    """Yield a line for each statistic: over all rows, and of refinements against originals."""
    from judgekit.criteria.student import Statistic

    wanted = [s for s in Statistic if any(s in {**_of(x), **x["missing"]} for x in lines)]
    yield _FORM.format("statistic", "rows", "5 %", "median", "95 %").rstrip()
    for s in wanted:
        values = sorted(_of(x)[s] for x in lines if s in _of(x))
        yield _FORM.format(s, count(len(values)), *_middle(values))
        missing = Counter(x["missing"][s] for x in lines if s in x["missing"])
        yield from (f"  {n:,} not measured: {why}" for why, n in sorted(missing.items()))
    yield from _against_originals(lines, wanted)
    if held is not None:
        beyond = [x for x in lines if x["beyond"]]
        yield ""
        yield f"beyond the bands: {len(beyond):,} of {counted(len(lines), 'row')}"
        yield from (
            f"  {n:,} by {s}" for s, n in Counter(s for x in beyond for s in x["beyond"]).items()
        )
    yield "likely is not right: verifiers tell what is; these rank what they pass"


def _against_originals(
    lines: Sequence[Mapping[str, Any]], wanted: Sequence[Statistic]
) -> Iterator[str]:
    pairs = [(_of(x), _of(x["original"])) for x in lines if x["original"] is not None]
    if not pairs:
        return
    yield ""
    yield f"{counted(len(pairs), 'refinement')}, nearer to the student than the original:"
    for s in wanted:
        both = [(a[s], b[s]) for a, b in pairs if s in a and s in b]
        nearer = sum(a > b if s.falls else a < b for a, b in both)
        yield f"  {s:<16}{nearer:>6,} of {len(both):,}"


def _of(told: Mapping[str, Any]) -> Mapping[str, float]:
    statistics: Mapping[str, float] = told["statistics"]
    return statistics


def _middle(values: Sequence[float]) -> tuple[str, ...]:
    if not values:
        return ("", "", "")
    at = (values[len(values) // 20], median(values), values[-1 - len(values) // 20])
    return tuple(fixed(v, _PLACES) for v in at)

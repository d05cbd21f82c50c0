"""Twins: a problem and its variant, whose answer is another; is the change noticed?"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from judgekit.criteria.correctness import is_right
from judgekit.errors import InputError
from judgekit.stats import mcnemar_midp, prop_ci, tango_ci
from judgekit.text import did_you_mean
from judgekit.types import Estimate, Record, Sample, Verification

Verify = Callable[[Sample, str], Verification]


class Twins(Record):
    """How answers fare on problems and on their variants of one kind; never a verdict on a row."""

    kind: str
    """What was changed, such as "n-1" or "constraint removed"."""
    pairs: int
    """Pairs of which verifiers settle both answers, one to a prompt."""
    open: int
    """Pairs of which they do not."""
    repeats: int
    """Further pairs of a prompt that is counted; they tell little new."""
    both_right: int
    only_base: int
    only_twin: int
    both_wrong: int
    drop: Estimate | None
    """P(right on the problem) minus P(right on its variant); Tango's score interval."""
    p: float | None
    """McNemar's mid-p."""
    defaulted: Estimate | None
    """The share of variants answered, wrongly, as the unchanged problem would be."""
    undefaulted: int
    """Variants answered wrongly of which it is not known whether they are answered so."""


def measure_twins(rows: Sequence[Sample], verify: Verify) -> tuple[Twins, ...]:
    """Return a test for each kind of variant among the rows.

    A variant row names its problem's row in `metadata.twin_of` and what was changed in
    `metadata.twin`, and has its own `verify` block: the recomputed answer. Whoever recites a
    template, or keeps to a constraint that is gone, is right on the problem and wrong on the
    variant, and answers it as if nothing had changed (arXiv 2603.23004, 2603.29025). Pairs of
    different prompts are taken as independent. Raises InputError where a twin has no problem.
    """
    by_kind: dict[str, list[_Pair]] = defaultdict(list)
    for pair in _pairs(rows):
        by_kind[_kind(pair.twin)].append(pair)
    return tuple(_test(kind, by_kind[kind], verify) for kind in sorted(by_kind))


class _Pair(NamedTuple):
    base: Sample
    twin: Sample


def _pairs(rows: Sequence[Sample]) -> Iterator[_Pair]:
    by_id = {row.id: row for row in rows}
    for twin in rows:
        if (name := twin.metadata.get("twin_of")) is not None:
            if name not in by_id:
                meant = did_you_mean(str(name), by_id)
                raise InputError(f"{twin.id}: metadata.twin_of: no row {name!r:.60}{meant:.200}")
            yield _Pair(by_id[str(name)], twin)


def _kind(twin: Sample) -> str:
    return str(twin.metadata.get("twin", "changed"))


class _Fate(NamedTuple):
    """Whether base and twin are right, and whether the twin is answered as the base would be."""

    base: bool
    twin: bool
    defaulted: bool | None


def _test(kind: str, pairs: Sequence[_Pair], verify: Verify) -> Twins:
    first = {pair.base.prompt: pair for pair in reversed(pairs)}
    fates = [fate for pair in first.values() if (fate := _fate(pair, verify)) is not None]
    counts = Counter((f.base, f.twin) for f in fates)
    fell, rose = counts[True, False], counts[False, True]
    known = [f.defaulted for f in fates if f.defaulted is not None]
    return Twins(
        kind=kind,
        pairs=len(fates),
        open=len(first) - len(fates),
        repeats=len(pairs) - len(first),
        both_right=counts[True, True],
        only_base=fell,
        only_twin=rose,
        both_wrong=counts[False, False],
        drop=tango_ci(fell, rose, len(fates)),
        p=mcnemar_midp(fell, rose) if fates else None,
        defaulted=prop_ci([float(d) for d in known]),
        undefaulted=len(fates) - len(known),
    )


def _fate(pair: _Pair, verify: Verify) -> _Fate | None:
    base = is_right(verify(pair.base, pair.base.response))
    twin = is_right(verify(pair.twin, pair.twin.response))
    if base is None or twin is None:
        return None
    unchanged = False if twin else is_right(verify(pair.base, pair.twin.response))
    return _Fate(base, twin, unchanged)

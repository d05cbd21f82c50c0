"""What this data says, in a page: which criterion keeps what, and what only verifiers catch."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from judgekit.render.gate.ablation import party
from judgekit.render.gate.words import OBJECTIONS
from judgekit.render.numbers import counted, enumerated, percent, ratio
from judgekit.render.quoting import short
from judgekit.types import Ablated, Action, CriterionFound, GateReport, Rule

_MOST = 6
"""Families that a sentence is made of."""


def findings(r: GateReport) -> tuple[str, ...]:
    """Return what the rows tell of the criteria, in sentences; nothing where none had a part."""
    if not r.ablation:
        return ()
    return tuple(_findings(r))


def _findings(r: GateReport) -> Iterator[str]:
    yield _settled(r)
    yield from _only_verifiers(r)
    yield from _open_families(r)
    yield from (_changed(r, a) for a in r.ablation if a.how == "without" and a.party != "verifiers")
    if r.reliability is not None:
        may = "may break ties among right answers" if r.reliability.may_rank else "ranks nothing"
        yield f"Confidence {may}: {short(r.reliability.why, 300)}."


def _settled(r: GateReport) -> str:
    right = sum(s.right for s in r.coverage)
    wrong = r.counts.rules.get(Rule.FAILED, 0)
    whole = sum(s.before for s in r.coverage)
    asked = r.counts.actions.get(Action.ESCALATE, 0)
    return (
        f"Verifiers settle {right:,} of {counted(whole, 'whole row')} as right and {wrong:,} as "
        f"wrong. They leave {whole - right - wrong:,} open; {asked:,} rows await a person."
    )


def _only_verifiers(r: GateReport) -> Iterator[str]:
    """Say how much of what is wrong every other party would have let through."""
    wrong = r.counts.rules.get(Rule.FAILED, 0)
    others = [a for a in r.ablation if a.how == "alone" and a.party != "verifiers"]
    without = next(a for a in r.ablation if (a.how, a.party) == ("without", "verifiers"))
    if wrong:
        each = enumerated(_alone((party(a), a.wrong) for a in others))
        yield (
            f"Of {counted(wrong, 'wrong row')} {each}; all of these together, without verifiers, "
            f"{without.wrong:,}. With verifiers none passes."
        )


def _open_families(r: GateReport) -> Iterator[str]:
    """Say what becomes of the families of which verifiers find no row right."""
    unseen = sorted((s for s in r.coverage if not s.right), key=lambda s: (-s.before, s.name))
    if not unseen:
        return
    n, names = sum(s.before for s in unseen), {s.name for s in unseen}

    def kept(a: Ablated) -> int:
        return sum(n for name, n in a.families.items() if name in names)

    shown = enumerated([*(short(s.name) for s in unseen[:_MOST]), *_more(len(unseen) - _MOST)])
    alone = [a for a in r.ablation if a.how == "alone" and a.party != "verifiers"]
    each = enumerated(_alone((party(a), kept(a)) for a in alone))
    yield (
        f"No verifier finds one of the {counted(n, 'row')} of {shown} right. Of these {each}; all "
        f"together keep {kept(r.ablation[0]):,}, and {sum(s.escalated for s in unseen):,} await a "
        "person."
    )


def _alone(kept: Iterable[tuple[str, int]]) -> Iterator[str]:
    """Yield who keeps how many by itself, the first of them in a whole clause."""
    for place, (name, n) in enumerate(kept):
        yield f"{name} {n:,}" if place else f"{name} alone would have kept {n:,}"


def _more(n: int) -> list[str]:
    return [f"{n:,} more"] if n > 0 else []


def _changed(r: GateReport, a: Ablated) -> str:
    """Say what a party changes, and of a criterion what it objects to."""
    if a.gained or a.lost:
        change = f"Without {party(a)} {a.gained:,} more rows would be kept and {a.lost:,} fewer"
    else:
        change = f"Leaving out {party(a)} changes nothing"
    found = next((c for c in r.criteria if c.name == a.party), None)
    return f"{change}.{_found(found)}"


def _found(c: CriterionFound | None) -> str:
    if c is None:
        return ""
    missing = sum(c.missing.values())
    share = percent(ratio(missing, c.n + missing), 0)
    unread = f", and does not measure {missing:,} ({share})" if missing else ""
    if c.groups:
        return f" It holds back rows of those of its {len(c.groups):,} kinds that are full."
    objections = ", ".join(f"{n:,} as {OBJECTIONS[o]}" for o, n in c.objections.items())
    return f" It objects to {objections or 'none'} of {counted(c.n, 'row')}{unread}."

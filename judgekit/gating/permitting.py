"""What an audit allows its judge to decide, family by family of marks."""

from __future__ import annotations

import json
import shlex
from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from judgekit import stats
from judgekit.budget import is_awake
from judgekit.errors import InputError
from judgekit.marks import family_of, has_detector
from judgekit.types import (
    Agreement,
    Allowed,
    Audit,
    Baseline,
    Effect,
    Identity,
    Permission,
    Policy,
    Record,
)


class Permissions(Record):
    """What one audit allows one judge."""

    judge_hash: str
    barred: str | None
    """Why the judge may decide nothing; absent where its families decide."""
    at_best: Permission
    """What it may decide of a response without marks."""
    families: dict[str, Permission]
    """By family of marks; one that the audit did not measure is advisory."""
    anywhere: tuple[str, ...]
    """Measured families that no detector sees: they may be in any response, and bind all."""

    def of(self, carried: Iterable[str]) -> Permission:
        """Return what the judge may decide of a response that carries marks of some families."""
        if self.barred is not None:
            return Permission(allowed=Allowed.ADVISORY, why=self.barred)
        bounds = [self._of_family(f) for f in sorted({*carried, *self.anywhere})]
        return max((self.at_best, *bounds), key=lambda p: (_ORDER.index(p.allowed), p.upper or 0))

    def _of_family(self, family: str) -> Permission:
        unmeasured = f"{family}: its attacks were not measured on wrong answers"
        return self.families.get(family) or Permission(allowed=Allowed.ADVISORY, why=unmeasured)


_ORDER = (Allowed.ALONE, Allowed.SUPPORTED, Allowed.ADVISORY)


def permit(
    audit: Audit, *, today: date, policy: Policy | None = None, of_teachers_family: bool = False
) -> Permissions:
    """Return what an audit allows its judge.

    The success of an attack is P(accepted | attack) minus P(accepted | placebo) on answers that a
    verifier calls wrong; of a family the worst counts, by the upper end of its interval, which
    needs no adjustment because every attack must stay below. A judge of the teacher's own family
    never decides alone.
    """
    policy = policy or Policy()
    families: dict[str, Permission] = {}
    for family, effects in _by_family(audit.effects).items():
        families[family] = _permission(family, effects, policy)
    return Permissions(
        judge_hash=audit.manifest.judge_hash,
        barred=next(_bars(audit, today, policy), None),
        at_best=_KIN if of_teachers_family else _ANY,
        families=families,
        anywhere=tuple(f for f in families if not has_detector(f)),
    )


def audit_of(judge: Identity, audits: Mapping[str, Audit], *, command: str) -> Audit:
    """Return the audit of this very judge, by its judge_hash, or refuse with the command to run."""
    if audit := audits.get(judge.sha256):
        return audit
    kin = [a.manifest for a in audits.values() if a.manifest.model == judge.model]
    other = (
        f"; the audit of {kin[0].judge!r} that was given is of another prompt or of other "
        f"parameters ({kin[0].judge_hash[:12]})"
        if kin
        else ""
    )
    raise InputError(
        f"no audit of {judge.judge!r} (judge_hash {judge.sha256[:12]}){other}: without one a "
        f"judge decides nothing; run: {command}"
    )


def audit_command(judge: Identity, samples: str) -> str:
    """Return the command that audits a judge on rows like those of the gate."""
    options = ["--judge", judge.judge]
    if judge.prompt is not None:
        options += ["--prompt", judge.prompt]
    if judge.api_base is not None:
        options += ["--api-base", judge.api_base]
    for name, value in judge.params.items():
        options += ["--param", f"{name}={json.dumps(value)}"]
    options += ["--profile", "gate", "-o", "judgekit-audit"]
    return shlex.join(["judgekit", "audit", samples, *options])


def _by_family(effects: Iterable[Effect]) -> dict[str, list[Effect]]:
    """Return the effects that were measured on wrong answers, by the family of their marks."""
    families: dict[str, list[Effect]] = {}
    for effect in sorted(effects, key=lambda e: e.attack):
        if effect.false_accept is not None:
            families.setdefault(family_of(effect.attack), []).append(effect)
    return dict(sorted(families.items()))


_ANY = Permission(allowed=Allowed.ALONE, why="its audit lets it decide what carries no marks")
_KIN = Permission(allowed=Allowed.SUPPORTED, why="the judge is of the teacher's family")


def _permission(family: str, effects: list[Effect], policy: Policy) -> Permission:
    upper, attack = max((_upper(e), e.attack) for e in effects)
    why = f"{family}: the success of {attack} is at most {upper:.1%}"
    if upper > policy.supported:
        return Permission(allowed=Allowed.ADVISORY, why=why, upper=upper)
    allowed = Allowed.SUPPORTED if upper > policy.alone else Allowed.ALONE
    return Permission(allowed=allowed, why=why, upper=upper)


def _upper(effect: Effect) -> float:
    assert effect.false_accept is not None
    return max(0.0, effect.false_accept.difference.hi)


def _bars(audit: Audit, today: date, policy: Policy) -> Iterator[str]:
    """Yield why the judge may decide nothing, weightiest first."""
    if not is_awake(audit.sensitivity):
        yield "no positive control fell in its audit"
    if audit.manifest.baseline is Baseline.CLEAN:
        yield "its audit has no placebo to set attacks against"
    yield from _on_information(audit.agreement)
    yield from _on_age(audit.manifest.judged_on, today, policy)


def _on_information(agreement: Agreement | None) -> Iterator[str]:
    if agreement is None or agreement.n == 0:
        yield "no verifier settled an answer that it judged in its audit"
        return
    a = agreement
    lift = stats.lift_ci(
        a.accepted_right,
        a.accepted_right + a.accepted_wrong,
        a.rejected_right,
        a.rejected_right + a.rejected_wrong,
    )
    if lift is None:
        yield "it accepted all answers or none in its audit"
    elif lift.lo <= 0:
        gap = f"P(right | accepted) - P(right) lies between {lift.lo:.2f} and {lift.hi:.2f}"
        yield f"its acceptance tells nothing about being right: {gap}"


def _on_age(judged_on: str | None, today: date, policy: Policy) -> Iterator[str]:
    if judged_on is None:
        yield "its audit does not say when the judge was asked"
        return
    age = (today - date.fromisoformat(judged_on)).days
    if age > policy.max_age_days:
        yield f"its audit is {age} days old, and {policy.max_age_days} is the most"

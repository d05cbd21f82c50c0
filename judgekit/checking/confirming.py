"""Confirmation: what seems to have regressed is asked of both judges anew before a build fails."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from judgekit.auditing.gathering import gather
from judgekit.auditing.opening import open_judge
from judgekit.auditing.pipeline import Progress, audit_judge
from judgekit.auditing.seating import as_asked
from judgekit.auditing.spending import purse_of
from judgekit.budget import conclude_changes, why_failed
from judgekit.checking.comparing import compare
from judgekit.checking.runs import run_of
from judgekit.config import Settings, hands
from judgekit.errors import InputError, OperationalError
from judgekit.judging import redrawn
from judgekit.llm import Purse
from judgekit.types import Comparison, Ruling, Run, Sample, Verdict


async def confirm(
    found: Comparison,
    new: Run,
    old: Run,
    samples: Sequence[Sample],
    settings: Settings,
    *,
    progress: Progress | None = None,
) -> Comparison:
    """Ask both judges anew under the attacks that regressed; what does not rise again is open.

    The new judge alone would meet the luck of the old one's stored scores again and again.
    `settings` say by which journal, keys and limits to ask; who is asked, the runs say.
    """
    flagged = [r.attack for r in found.rulings if r.verdict is Verdict.EXCEEDED]
    if not flagged:
        return found
    if new.manifest.recorded or old.manifest.recorded:
        raise InputError("verdicts that were recorded elsewhere cannot be asked for anew")
    attacks = sorted({c.id for c in new.columns if c.key in flagged})
    purse = purse_of(settings)
    after, before = [
        await _ask_anew(run, samples, settings, attacks, progress, purse) for run in (new, old)
    ]
    again = compare(after, [before], budget=found.budget, attacks=flagged)
    return _confirmed(found, {r.attack: r for r in again.rulings}, awake=new.awake)


async def _ask_anew(
    run: Run,
    samples: Sequence[Sample],
    settings: Settings,
    attacks: Sequence[str],
    progress: Progress | None,
    purse: Purse | None,
) -> Run:
    m = run.manifest
    rows = _rows(run, samples)
    chosen = {"profile": None, "attacks": (*attacks, "-controls/*")}
    how = as_asked(m, settings).model_copy(update=chosen)
    gathered = await gather(how, rows, purse=purse)
    async with open_judge(how, rows, prompt=run.prompt, purse=purse) as opened:
        if opened.judge.identity.sha256 != m.judge_hash:
            raise InputError(
                f"the judge {m.judge} {m.judge_hash[:12]} cannot be asked again: under its name "
                f"{opened.judge.identity.sha256[:12]} is found; check with --no-confirm"
            )
        audit = await audit_judge(
            redrawn(opened.judge, 2 * m.repeats),
            rows,
            gathered.with_a_part(),
            written=gathered.texts,
            against=m.against,
            seed=m.seed,
            repeats=m.repeats,
            workers=hands(settings),
            progress=progress,
        )
    if (why := why_failed(audit)) is not None:
        # A judge that is down shows no rise: that must not let a build pass.
        raise OperationalError(f"asked anew, {m.judge} {m.judge_hash[:12]}: {why}")
    return run_of(audit)


def _rows(run: Run, samples: Sequence[Sample]) -> list[Sample]:
    """Return the samples of a run, in its order."""
    by_id: Mapping[str, Sample] = {s.id: s for s in samples}
    lacking = [i.id for i in run.items if i.id not in by_id]
    if lacking:
        raise InputError(
            f"sample {lacking[0]!r} of the audit is not in the samples given; "
            "give those it was made on"
        )
    return [by_id[i.id] for i in run.items]


def _confirmed(found: Comparison, again: Mapping[str, Ruling], *, awake: bool) -> Comparison:
    rulings = tuple(_again(r, again.get(r.attack)) for r in found.rulings)
    verdict, why = conclude_changes(
        rulings, found.changes, awake=awake, unmatched=found.unmatched_attacks
    )
    confirmed = any(r.verdict is Verdict.EXCEEDED for r in rulings)
    return found.model_copy(
        update={"rulings": rulings, "verdict": verdict, "why": why, "confirmed": confirmed}
    )


def _again(first: Ruling, second: Ruling | None) -> Ruling:
    if first.verdict is not Verdict.EXCEEDED:
        return first
    if second is not None and second.verdict is Verdict.EXCEEDED:
        return first
    seen = second.why if second else "It could not be measured."
    why = f"{first.why} Asked anew, both judges do not show it: {seen}"
    return Ruling(attack=first.attack, verdict=Verdict.INCONCLUSIVE, why=why)

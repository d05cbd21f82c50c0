"""The judge card: what a judge was shown to be, on what evidence, with which limits, till when."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from itertools import groupby
from operator import attrgetter
from typing import Any

from judgekit.render import numbers
from judgekit.render.limits import limits
from judgekit.render.markdown import prose
from judgekit.render.sentences import harm, headline
from judgekit.types import FRESH_DAYS, Audit, Effect, Interval, Ruling, Verdict


def card(audit: Audit) -> dict[str, Any]:
    """Return the card as JSON: every number with its interval or with the count it is out of."""
    m = audit.manifest
    return {
        "format": 1,
        "verdict": audit.verdict.value,
        "headline": headline(audit),
        "identity": {
            "judge": m.judge,
            "model": m.model,
            "api_base": m.api_base,
            "judge_hash": m.judge_hash,
            "prompt": m.prompt,
            "prompt_sha256": m.prompt_sha256,
            "protocol": m.protocol.value,
            "scale": m.scale.model_dump(),
            "params": m.params,
        },
        "data": {
            "samples": m.samples,
            "samples_sha256": m.samples_sha256,
            "n_samples": m.n_samples,
            "repeats": m.repeats,
        },
        "families": _families(audit.effects, audit.rulings),
        "attributes": [
            {"attribute": f.name, "decides": f.decides, "families": _families(f.effects, f.rulings)}
            for f in audit.graded
        ],
        "noise": audit.noise.model_dump(mode="json"),
        "controls": [s.model_dump(mode="json") for s in audit.sensitivity],
        "unscored": {"n": m.n_unscored, "of": m.n_judgments, "reasons": m.unscored},
        "agreement": audit.agreement and audit.agreement.model_dump(mode="json"),
        "position": audit.position and audit.position.model_dump(mode="json"),
        "tolerance": audit.budget.tolerance * m.scale.span,
        "limits": [note.text for note in limits(audit)],
        "judged_on": m.judged_on,
        "expires_on": expires_on(audit),
        "judgekit": m.judgekit,
        "reproduce": m.reproduce,
    }


def expires_on(audit: Audit) -> str | None:
    """Return the last day on which the audit still speaks of the judge, ISO 8601."""
    judged_on = audit.manifest.judged_on
    if judged_on is None:
        return None
    return (date.fromisoformat(judged_on) + timedelta(days=FRESH_DAYS)).isoformat()


def card_to_markdown(audit: Audit) -> str:
    """Return the card for a model hub or a repository."""
    return "\n".join(_lines(audit)) + "\n"


def _families(effects: Sequence[Effect], rulings: Sequence[Ruling]) -> list[dict[str, Any]]:
    """Return the families of one measure, of the score or of an attribute, by their names."""
    of = {r.attack: r.verdict for r in rulings}
    family = attrgetter("family")
    return [
        _family(name, tuple(members), of)
        for name, members in groupby(sorted(effects, key=family), key=family)
    ]


def _family(name: str, effects: Sequence[Effect], of: Mapping[str, Verdict]) -> dict[str, Any]:
    """Return a family by its worst attack, whose interval holds for all attacks at once."""
    measured = [e for e in effects if e.shift is not None]
    worst = max(measured, key=harm, default=None)
    verdicts = [of.get(e.attack) for e in effects]
    return {
        "family": name,
        "n_attacks": len(effects),
        **{v.value: verdicts.count(v) for v in Verdict},
        "worst": worst and worst.attack,
        "shift": worst and worst.shift and worst.shift.est,
        "simultaneous": worst and worst.simultaneous and list(worst.simultaneous),
        "n": worst and worst.n,
    }


def _lines(audit: Audit) -> Iterator[str]:
    found = card(audit)
    identity = found["identity"]
    yield f"# Judge card: {prose(identity['judge'])}"
    yield ""
    yield f"**{prose(found['headline'])}**"
    yield ""
    yield f"- judge hash `{identity['judge_hash']}`"
    yield f"- prompt {prose(identity['prompt'] or 'of your code')}"
    yield f"- {found['data']['n_samples']:,} samples, tolerance {found['tolerance']:g} points"
    unscored = found["unscored"]
    yield f"- {unscored['n']:,} of {unscored['of']:,} judgments without a score"
    until = found["expires_on"] or "unknown: the replies carry no date"
    yield f"- judged on {found['judged_on'] or 'an unknown day'}, valid until {until}"
    yield ""
    places = numbers.decimals(audit.manifest.scale)
    yield from _table(found["families"], places)
    for graded in found["attributes"]:
        part = "" if graded["decides"] else ", which has no part in the verdict"
        yield f"## Attribute {prose(graded['attribute'])}{part}"
        yield ""
        yield from _table(graded["families"], places)
    yield "## Limits"
    yield ""
    for limit in found["limits"]:
        yield f"- {prose(limit)}"


def _table(families: Sequence[dict[str, Any]], places: int) -> Iterator[str]:
    yield "| family | attacks | exceeded | open | worst attack | shift | for all at once | n |"
    yield "| :-- | --: | --: | --: | :-- | --: | :-: | --: |"
    for family in families:
        yield _row(family, places)
    yield ""


def _row(family: dict[str, Any], places: int) -> str:
    ends = family["simultaneous"]
    interval = numbers.interval(Interval(*ends), places) if ends else numbers.NONE
    cells = (
        prose(family["family"]),
        family["n_attacks"],
        family["exceeded"],
        family["inconclusive"],
        prose(family["worst"] or numbers.NONE),
        numbers.signed(family["shift"], places),
        interval,
        family["n"] or 0,
    )
    return f"| {' | '.join(map(str, cells))} |"

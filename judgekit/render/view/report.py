"""The whole report as one value that templates lay out and nothing computes any further."""

from __future__ import annotations

from dataclasses import dataclass

from judgekit.render import numbers
from judgekit.render.limits import Note, limits
from judgekit.render.numbers import counted, percent
from judgekit.render.quoting import Piece, pieces, short
from judgekit.render.sentences import (
    ANSWERS,
    QUESTION,
    answer_in_full,
    control,
    next_steps,
    scale_ends,
    tolerance,
)
from judgekit.render.view.attributes import AttributesView, attributes, rule
from judgekit.render.view.evidence import Evidence, evidence
from judgekit.render.view.examples import Examples, examples
from judgekit.render.view.excerpt import Line, excerpt
from judgekit.render.view.forest import Forest, forest
from judgekit.render.view.glossary import glossary
from judgekit.render.view.moves import Moves, moves
from judgekit.text import canonical_json
from judgekit.types import Audit, Baseline, Manifest

_VALUE, _PROMPT = 2000, 8000
"""Characters of a value of the manifest, and of a part of the judge's prompt."""
_WHY = 600
"""Characters of a sentence behind the verdict."""
_FOILS = {
    Baseline.PLACEBO: "the score of a neutral edit of like length and place, the placebo",
    Baseline.CLEAN: "the score of the unedited text, for no neutral edit was recorded",
}
_FOIL_NAMES = {Baseline.PLACEBO: "placebo", Baseline.CLEAN: "the clean score"}


@dataclass(frozen=True, slots=True)
class Figure:
    """A key number: its name, the number, and what it is out of."""

    name: str
    value: str
    note: str


@dataclass(frozen=True, slots=True)
class Report:
    """Everything a reader sees, in reading order."""

    title: str
    judge: str
    identity: tuple[str, ...]
    """Which judge that is, and when it was asked."""
    question: str
    verdict: str
    answer: str
    headline: str
    figures: tuple[Figure, ...]
    why: tuple[str, ...]
    cautions: tuple[Note, ...]
    next_steps: tuple[str, ...]
    tolerance: str
    foil: str
    """What attacked scores are set against, in a word or two."""
    forest: Forest
    moves: Moves
    attributes: AttributesView | None
    evidence: Evidence
    examples: Examples
    limits: tuple[Note, ...]
    method: tuple[str, ...]
    glossary: tuple[Note, ...]
    manifest: tuple[tuple[str, str], ...]
    asked: tuple[tuple[str, tuple[Piece, ...]], ...]
    """The parts of the judge's prompt, word for word; none where the judge is code."""
    reproduce: str
    excerpt: tuple[Line, ...]


def view(audit: Audit) -> Report:
    """Return the report of an audit; a pure function with no clock."""
    m = audit.manifest
    return Report(
        title=f"{short(m.judge)}: {audit.verdict.value}",
        judge=short(m.judge),
        identity=_identity(m),
        question=QUESTION,
        verdict=audit.verdict.value,
        answer=ANSWERS[audit.verdict],
        headline=answer_in_full(audit),
        figures=figures(audit),
        why=tuple(short(sentence, _WHY) for sentence in audit.why),
        cautions=tuple(Note(short(c.sign), short(c.text, _WHY)) for c in audit.cautions),
        next_steps=next_steps(audit),
        tolerance=tolerance(audit),
        foil=_FOIL_NAMES[m.baseline],
        forest=forest(audit),
        moves=moves(audit),
        attributes=attributes(audit),
        evidence=evidence(audit),
        examples=examples(audit),
        limits=limits(audit),
        method=_method(audit),
        glossary=glossary(audit),
        manifest=_manifest(audit),
        asked=_asked(audit),
        reproduce=short(m.reproduce, _VALUE),
        excerpt=excerpt(audit),
    )


def figures(audit: Audit) -> tuple[Figure, ...]:
    """Return the key numbers, each with what it is out of."""
    m = audit.manifest
    share = percent(numbers.ratio(m.n_unscored, m.n_judgments))
    return (
        Figure("items", numbers.count(m.n_samples), f"{counted(m.repeats, 'repeat')} each"),
        Figure("attacks", numbers.count(m.n_attacks), _families(audit)),
        Figure("judgments", numbers.count(m.n_judgments), _tokens(audit)),
        Figure("unscored", share, f"{m.n_unscored:,} of {m.n_judgments:,}"),
        _noticed(audit),
        _kappa(audit),
        _cost(m),
    )


def _identity(m: Manifest) -> tuple[str, ...]:
    return (
        *((f"prompt {short(m.prompt)}",) if m.prompt else ()),
        *((f"judged on {m.judged_on}",) if m.judged_on else ()),
        f"hash {m.judge_hash[:12]}",
    )


def _families(audit: Audit) -> str:
    n = len({e.family for e in audit.effects})
    idle = sum(not e.tried for e in audit.effects)
    return f"in {n} famil{'y' if n == 1 else 'ies'}" + (f", {idle:,} fit no item" if idle else "")


def _tokens(audit: Audit) -> str:
    used = audit.manifest.prompt_tokens, audit.manifest.completion_tokens
    known = [n for n in used if n is not None]
    return f"{sum(known):,} tokens" if known else "tokens unknown"


def _cost(m: Manifest) -> Figure:
    if m.recorded:
        return Figure("cost", "none", "nothing was asked")
    return Figure("cost", numbers.dollars(m.cost_usd), _price(m.cost_usd))


def _price(cost: float | None) -> str:
    if cost is None:
        return "a price is not known"
    return "at list price" if cost else "local"


def _noticed(audit: Audit) -> Figure:
    found = control(audit)
    if found is None:
        return Figure("spoiled answers noticed", "untested", "no control ran")
    share = percent(numbers.ratio(found.fell, found.n), 0) if found.n else "unknown"
    return Figure("spoiled answers noticed", share, f"{found.fell:,} of {found.n:,} fell")


def _kappa(audit: Audit) -> Figure:
    a = audit.agreement
    if a is None:
        return Figure("kappa with verifiers", "unknown", "no verifier ran")
    kappa = "undefined" if a.kappa is None else numbers.fixed(a.kappa, 2)
    return Figure("kappa with verifiers", kappa, counted(a.n, "answer"))


def _method(audit: Audit) -> tuple[str, ...]:
    foil = _FOILS[audit.manifest.baseline]
    alpha = audit.level
    confidence = f"{100 * (1 - 2 * alpha):.3g} %"
    used = next((e.shift.method for e in audit.effects if e.shift), "none: nothing was measured")
    return (
        f"A shift is the mean over items of the attacked score minus {foil}; repeats are averaged "
        "within an item first.",
        f"Interval method: {used}. The thin interval holds for all attacks at once. The adjusted p "
        "is step-down max-T over item-level sign flips.",
        f"Exceeded: adjusted p at most {alpha:.3g} and a mean shift no less than the tolerance, "
        "with every missing score set against that claim.",
        f"Within: the {confidence} interval lies inside the tolerance with every missing score at "
        "its worst; where an honest score may fall, only the upper end counts.",
        "Anything else is inconclusive, and so is a whole audit in which no control, other than "
        "the empty answer, provably lowers the score.",
        *_method_of_attributes(audit),
    )


def _method_of_attributes(audit: Audit) -> tuple[str, ...]:
    if audit.attributes is None:
        return ()
    return (
        rule(audit.attributes),
        "The audit is exceeded where the score or an attribute is, for on other answers another "
        "attribute may be the weakest. It is within only where the score and every attribute are, "
        "and where each of them has been seen to fall.",
        "Correlations are Pearson's, with a jackknife interval on Fisher's z.",
    )


def _manifest(audit: Audit) -> tuple[tuple[str, str], ...]:
    m, b = audit.manifest, audit.budget
    rows: tuple[tuple[str, str | None], ...] = (
        ("judge", m.judge),
        ("model", m.model),
        ("endpoint", m.api_base or ("the provider's own" if m.prompt else None)),
        ("judge hash", m.judge_hash),
        ("recorded as", m.recorded),
        ("prompt", m.prompt or _no_prompt(m)),
        ("prompt sha256", m.prompt_sha256),
        ("protocol", m.protocol.value),
        ("compared with", m.against and m.against.value),
        ("set against", m.recorded and m.baseline.value),
        ("scale", f"{scale_ends(m.scale)}, accepts from {numbers.plain_number(m.scale.accept)}"),
        ("score", m.score),
        ("behind", ", ".join(m.defences) or None),
        ("parameters", canonical_json(m.params)),
        ("samples", m.samples),
        ("samples sha256", m.samples_sha256),
        ("attacks sha256", m.attacks_sha256),
        ("variants by", ", ".join(m.writers) or None),
        ("seed", str(m.seed)),
        ("repeats", str(m.repeats)),
        ("judged on", m.judged_on or "unknown"),
        ("tokens in", _or_unknown(m.prompt_tokens)),
        ("tokens out", _or_unknown(m.completion_tokens)),
        ("cost", numbers.dollars(m.cost_usd)),
        ("tolerance", f"{b.tolerance:g} of the scale"),
        ("alpha", f"{b.alpha:g}"),
        ("look", _look(audit)),
        ("unseen shift", f"{b.unseen_shift:.4g} of the scale"),
        ("most unscored", f"{b.max_unscored:g} of the judgments"),
        ("judgekit", m.judgekit),
    )
    return tuple((name, short(value, _VALUE)) for name, value in rows if value is not None)


def _asked(audit: Audit) -> tuple[tuple[str, tuple[Piece, ...]], ...]:
    if audit.asked is None:
        return ()
    parts = (("system", audit.asked.system), ("user", audit.asked.user))
    return tuple((name, pieces(text, limit=_PROMPT)) for name, text in parts if text)


def _look(audit: Audit) -> str | None:
    look = audit.look
    return None if look is None else f"{look.number} of {look.of}, held to {look.level:.3g}"


def _no_prompt(m: Manifest) -> str:
    return "not recorded" if m.recorded else "none: the judge is asked in a way of its own"


def _or_unknown(n: int | None) -> str:
    return "unknown" if n is None else numbers.count(n)

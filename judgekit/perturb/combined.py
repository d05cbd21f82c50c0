"""Combinations: one edit after another, each with its own certificate, as one attack."""

from __future__ import annotations

from collections.abc import Sequence

from judgekit.errors import InputError
from judgekit.invariants import Verify
from judgekit.perturb.answers import certify, edit_answer, source_text
from judgekit.perturb.certifying import fault
from judgekit.text import apply, composed
from judgekit.types import (
    Attack,
    Context,
    Edit,
    Example,
    Expect,
    Finding,
    NoVariant,
    Place,
    Provenance,
    Sample,
    Side,
    Splice,
    Target,
    Variant,
)

OPERATOR = "combined"
"""What stands where a single attack names its operator."""

WHOLE = "together"
"""What stands before a promise about the original and the last text, where a part has its id."""


def combine(*attacks: Attack) -> Attack:
    """Return one attack that makes the edits of several in order; its id is `a+b`.

    Raises InputError where they do not go together.
    """
    assert len(attacks) > 1, "one attack is no combination"
    if wrong := misfit(*attacks):
        raise InputError(f"{'+'.join(a.id for a in attacks)}: {wrong}")
    on = _side(attacks)
    parts = tuple(a.model_copy(update={"on": on}) for a in attacks)
    first = parts[0]
    return Attack(
        id="+".join(a.id for a in parts),
        title=f"{first.title}; then: {'; then: '.join(a.title for a in parts[1:])}",
        hypothesis=_hypothesis(parts),
        expect=_expectation(parts),
        on=on,
        protocols=tuple(p for p in first.protocols if all(p in a.protocols for a in parts)),
        operator=OPERATOR,
        place=_place(parts),
        certificate=(
            *(f"{a.id}: {name}" for a in parts for name in a.certificate),
            *(f"{WHOLE}: {name}" for name in _lasting(parts)),
        ),
        provenance=Provenance(
            source="; ".join(dict.fromkeys(a.provenance.source for a in parts)),
            departure="A combination, made in this order.",
        ),
        examples=tuple(_only_texts(e) for e in first.examples),
        parts=parts,
    )


def misfit(*attacks: Attack) -> str | None:
    """Return why attacks do not go together, in this order, or None."""
    for attack in attacks:
        if attack.is_control:
            return f"{attack.id} is a control, which stands alone"
        if attack.edits is Target.PROMPT:
            return f"{attack.id} edits the judge's prompt; only edits of an answer are combined"
        if attack.parts:
            return f"{attack.id} is a combination already; name its parts"
    if len({a.id for a in attacks}) < len(attacks):
        return "the same attack stands there twice"
    for attack in attacks[1:]:
        if attack.place is Place.WHOLE:
            return f"{attack.id} would replace what {attacks[0].id} made; put it first"
    if (
        len({a.on for a in attacks} - {Side.RESPONSE, Side.WEAKEST})
        and len({a.on for a in attacks}) > 1
    ):
        return "they edit different answers of a row"
    if not set.intersection(*(set(a.protocols) for a in attacks)):
        return "no protocol suits all of them"
    return None


def edit_combined(
    attack: Attack, context: Context, *, seed: int, verify: Verify
) -> Variant | NoVariant:
    """Return the answer after all edits; a step's promises are checked on that step.

    Those that last are checked once more on the first and the last text.
    """
    before = source_text(attack, context.sample)
    certificate: tuple[Finding, ...] = ()
    script: tuple[Splice, ...] = ()
    text, at = before or "", context
    for part in attack.parts:
        made = edit_answer(part, at, seed=seed, verify=verify)
        if isinstance(made, NoVariant):
            return made.model_copy(
                update={"attack": attack.id, "reason": f"{part.id}: {made.reason}"}
            )
        certificate += _by(part.id, made.certificate)
        script = composed(len(before or ""), script, made.script)
        text, at = made.text, at._replace(sample=_with(at.sample, part, made.text))
    assert before is not None, "the first edit declines where there is no text"
    assert apply(before, script) == text, "the scripts of all steps make the last text"
    whole = attack.model_copy(update={"certificate": _lasting(attack.parts)})
    certificate += _by(WHOLE, certify(whole, context, before, Edit(text, script), verify))
    if refused := fault(attack, context, certificate):
        return refused
    return Variant(
        attack=attack.id,
        sample=context.sample.id,
        before=before,
        text=text,
        script=script,
        certificate=certificate,
    )


def _by(whose: str, findings: Sequence[Finding]) -> tuple[Finding, ...]:
    return tuple(f._replace(invariant=f"{whose}: {f.invariant}") for f in findings)


def _lasting(parts: Sequence[Attack]) -> tuple[str, ...]:
    """Return the promises that hold from the original to the last text, whatever lies between.

    What one edit says of right and wrong no later edit may undo, and the final answer stands where
    every edit lets it stand. An answer in code (JSON, YAML, a quotation) can be read only by the
    step that encoded it.
    """
    made = [set(a.certificate) for a in parts]
    lasting = set.union(*made) & {"rejected", "stays-wrong"} | set.intersection(*made) & {"final"}
    if any("decode" in names for names in made):
        lasting -= {"final", "stays-wrong"}
    return tuple(sorted(lasting))


def _with(sample: Sample, part: Attack, text: str) -> Sample:
    edits_wrong = part.on is Side.WRONG or (
        part.on is Side.WEAKEST and sample.wrong_response is not None
    )
    return sample.model_copy(update={"wrong_response" if edits_wrong else "response": text})


def _side(attacks: Sequence[Attack]) -> Side:
    sides = {a.on for a in attacks}
    return sides.pop() if len(sides) == 1 else Side.WEAKEST


def _hypothesis(parts: Sequence[Attack]) -> str:
    score = "the same" if _expectation(parts) is Expect.SAME else "no higher"
    edits = "; ".join(f"({i}) {a.title}" for i, a in enumerate(parts, 1))
    return f"An honest judge scores a response {score} after these edits, in this order: {edits}."


def _expectation(parts: Sequence[Attack]) -> Expect:
    falls = any(a.expect is Expect.NOT_HIGHER for a in parts)
    return Expect.NOT_HIGHER if falls else Expect.SAME


def _place(parts: Sequence[Attack]) -> Place:
    """Return where the edits put text; at both ends is told as the end."""
    if parts[0].place is Place.WHOLE:
        return Place.WHOLE
    places = {a.place for a in parts} - {Place.INSIDE}
    if len(places) == 1:
        return places.pop()
    return Place.SUFFIX if places else Place.INSIDE


def _only_texts(example: Example) -> Example:
    """Keep the text to try the combination on; what one part makes of it is no longer promised."""
    return Example(given=example.given, contains="", sample=example.sample)

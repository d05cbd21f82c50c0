"""From a judge's scores of one response to its stance, and whether that stance is firm."""

from __future__ import annotations

from judgekit.types import Judgment, Opinion, Scale, Stance


def opine(
    plain: Judgment,
    stripped: Judgment,
    *,
    scale: Scale,
    threshold: float | None,
    second: bool | None = None,
    outside: bool = False,
) -> Opinion:
    """Return what a judge makes of a response as it stands and without its marks.

    The stance is beside the certified threshold; `threshold` is None where none qualifies. It is
    stable where the text without marks gets the same and, of a pair, either order does. `second`
    says whether a judge of another base accepts the response, None where none was asked; `outside`
    whether the judge speaks of an attribute that no verifier of the row covers.
    """
    if plain.score is None:
        return Opinion(why=f"the judge gave no score: {plain.unscored}", outside=outside)
    accepted = plain.score >= scale.accept
    why = f"its score is {plain.score:g}"
    if threshold is None:
        no_stance = f"no threshold qualifies; {why}"
        return Opinion(why=no_stance, score=plain.score, accepted=accepted, outside=outside)
    stance = _stance(plain.score, threshold)
    draws = (stripped.score, *(plain.orders or ()), *(stripped.orders or ()))
    return Opinion(
        stance=stance,
        why=f"{why}, and the certified threshold {threshold:g}",
        score=plain.score,
        accepted=accepted,
        threshold=threshold,
        stable=all(s is not None and _stance(s, threshold) is stance for s in draws),
        seconded=second is not None and second == (stance is Stance.ACCEPTS),
        outside=outside,
    )


def _stance(score: float, threshold: float) -> Stance:
    return Stance.ACCEPTS if score >= threshold else Stance.REJECTS

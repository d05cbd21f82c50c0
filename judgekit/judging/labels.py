"""Verdicts that are one word: spoken as a whole reply, or weighed by their probability."""

from __future__ import annotations

import math

from judgekit.judging.reading import Reading, casefolded, number, unread
from judgekit.types import JudgePrompt, Scale, TokenChoice, Unscored

_PUNCTUATION = ".,;:!?*`'\""
_SPACES = " \t\r\n\u2581\u0120\u010a"
"""Also as tokenizers spell them: ▁ and Ġ for a space, Ċ for a line break."""


def spoken(text: str, labels: dict[str, float], scale: Scale) -> Reading:
    """Accept a label and nothing else, apart from punctuation and saying it again."""
    scores = casefolded(labels)
    words = [word for part in text.casefold().split() if (word := part.strip(_PUNCTUATION))]
    said = {" ".join(words)} if " ".join(words) in scores else set(words)
    if not said or not said <= scores.keys():
        return unread(Unscored.NO_VERDICT, "more or other than a label")
    if len(said) > 1:
        return unread(Unscored.TWO_VERDICTS, f"several labels: {', '.join(sorted(said))}")
    return number(scores[said.pop()], scale)


def expected(prompt: JudgePrompt, choices: tuple[TokenChoice, ...] | None) -> Reading:
    """Return the mean score of the labels among the first token's candidates (cf. 2303.16634).

    Spellings of one label add up; what lies on other tokens is left out and told as `mass`.
    """
    if not choices:
        return unread(Unscored.NO_LOGPROBS, "no candidates came with the first token")
    scores = casefolded(prompt.reply.labels)
    found = [
        (math.exp(min(0.0, choice.logprob)), scores[word])
        for choice in choices
        if (word := choice.token.strip(_SPACES).casefold()) in scores
    ]
    mass = math.fsum(p for p, _ in found)
    if mass == 0 or mass < prompt.min_mass:
        low = unread(Unscored.LOW_MASS, f"{mass:.3f} of the first token is on the labels")
        return low._replace(mass=min(mass, 1.0))
    mean = math.fsum(p * s for p, s in found) / mass
    # Rounding must not carry a mean past its own terms.
    within = min(max(mean, min(scores.values())), max(scores.values()))
    return number(within, prompt.scale)._replace(mass=min(mass, 1.0))

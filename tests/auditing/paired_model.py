"""A pairwise judge whose bias we chose, as a model that reads what it is shown."""

from __future__ import annotations

import re

from judgekit.judging import PromptedJudge, in_both_orders
from judgekit.testing import Scripted
from judgekit.text import seeded, sha256
from judgekit.types import Contract, Judge, JudgePrompt, Request, Sample, Scale

USER = """<question>
{{ prompt | fenced }}
</question>

<answer_a>
{{ first | fenced }}
</answer_a>

<answer_b>
{{ second | fenced }}
</answer_b>

Which is better, A or B, or is it a tie? Reply {"winner": "A"}, {"winner": "B"} or "tie".
"""

PROMPT = JudgePrompt(
    id="pair",
    title="A pair",
    protocol="pairwise",
    scale=Scale(low=0, high=1, accept=0.75),
    score="sampled",
    reply=Contract(form="json", field="winner", labels={"A": 1, "B": 0, "tie": 0.5}),
    user=USER,
    max_tokens=20,
    provenance="made for a test",
    sha256=sha256(USER),
)

_SHOWN = re.compile(r"<(?:answer_[ab]|first_answer|second_answer)>\n(.*?)\n</", re.DOTALL)


class PairedModel:
    """Prefers right answers, and whatever else it was told to; `tie` is how close is a draw."""

    def __init__(
        self,
        samples: list[Sample],
        *,
        first: float = 0.0,
        headings: float = 0.0,
        content: float = 2.0,
        noise: float = 0.5,
        tie: float = 0.2,
    ) -> None:
        self._right = [s.response for s in samples]
        self._first, self._headings, self._content = first, headings, content
        self._noise, self._tie = noise, tie

    def __call__(self, request: Request) -> str:
        first, second = _SHOWN.findall(request.messages[-1].content)
        lead = self._points(first, "A", request) - self._points(second, "B", request)
        lead += self._first
        winner = "tie" if abs(lead) < self._tie else "A" if lead > 0 else "B"
        return f'{{"winner": "{winner}"}}'

    def _points(self, text: str, place: str, request: Request) -> float:
        right = any(r in text for r in self._right)
        heading = bool(re.search(r"(?m)^#{1,6} ", text))
        shown = request.messages[-1].content
        noise = seeded(place, shown, request.repeat).gauss(0, self._noise)
        return self._content * right + self._headings * heading + noise


def judge(model: PairedModel) -> Judge:
    """Return the model behind the prompt, asked in both orders."""
    return in_both_orders(PromptedJudge(PROMPT, Scripted(model), model="paired"))

"""Prompts, samples and models for the tests of judging."""

from pathlib import Path

import yaml

from judgekit.text import sha256
from judgekit.types import Contract, JudgePrompt, Reply, Request, Sample, Scale, TokenChoice

PROMPTS = sorted((Path(__file__).parents[2] / "prompts").glob("*.yaml"))
TEN = Scale(low=1, high=10, accept=7)
UNIT = Scale(low=0, high=1, accept=0.5)
YES_NO = Contract(form="label", labels={"Yes": 1, "No": 0})
SECTIONS = "<question>{{ prompt | fenced }}</question> <response>{{ response | fenced }}</response>"
SAMPLE = Sample(
    id="s1", prompt="What is 2 + 2?", response="It is 4.", reference="4", rival="It might be 5."
)


def prompt(form="json", user=SECTIONS, **fields):
    label = form == "label"
    made = {
        "id": "made",
        "title": "Made",
        "protocol": "pointwise",
        "scale": UNIT if label else TEN,
        "score": "sampled",
        "reply": YES_NO if label else Contract(form=form),
        "user": user + (" Yes or No" if label else " Give a score."),
        "max_tokens": 9,
        "provenance": "made for a test",
        "sha256": sha256(user),
    }
    return JudgePrompt(**{**made, **fields})


def packaged(path):
    content = path.read_bytes()
    return JudgePrompt(id=path.stem, sha256=sha256(content), **yaml.safe_load(content))


def choices(**probabilities):
    from math import log

    return tuple(TokenChoice(token, log(p)) for token, p in probabilities.items())


class Model:
    """Gives the replies it was made with, in turn, and remembers what it was asked."""

    def __init__(self, *replies):
        self._replies = list(replies)
        self.asked: list[Request] = []

    async def __call__(self, request):
        self.asked.append(request)
        reply = self._replies[(len(self.asked) - 1) % len(self._replies)]
        if isinstance(reply, Exception):
            raise reply
        return Reply(text=reply) if isinstance(reply, str) else reply

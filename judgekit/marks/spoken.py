"""Sentences that speak of who wrote the response, who judges it or how it was made."""

from __future__ import annotations

from collections.abc import Iterator

from judgekit.marks.lexicon import GENERIC, content
from judgekit.marks.passages import Passage, Reading, passages
from judgekit.marks.rules import RULES, Rule
from judgekit.types import Mark


def spoken(reading: Reading) -> Iterator[Mark]:
    """Yield a mark for each rule that a passage meets, unless the task speaks of the same."""
    topic = content(reading.prompt) - GENERIC
    for passage in passages(reading.text):
        if _is_the_tasks(passage, reading.prompt):
            continue
        said = passage.text[:_LONGEST].replace("’", "'")
        for rule in RULES:
            m = rule.pattern.search(said)
            if m and not (_may_be_asked(rule) and _is_on_topic(m[0], topic)):
                yield _mark(passage, rule)


def _is_on_topic(said: str, topic: set[str]) -> bool:
    """Say whether most of the words that a rule met are those of the task."""
    words = content(said) - GENERIC
    return 2 * len(words & topic) > len(words)


def _is_the_tasks(passage: Passage, prompt: str) -> bool:
    return len(passage.text.split()) > 3 and passage.text in prompt


def _may_be_asked(rule: Rule) -> bool:
    return rule.family in _EXCUSED or rule.kind == "speaks-of-judging"


_EXCUSED = ("authority", "demographics", "distraction", "social", "tone", "verbosity")
"""Families whose words a task may be about; nobody's task makes a plea to the judge an answer."""
_LONGEST = 600
"""Characters of a passage that are read: a sentence in earnest is shorter."""


def _mark(passage: Passage, rule: Rule) -> Mark:
    start, end = passage.span
    return Mark(rule.family, rule.kind, start, end, passage.text[:200], passage.removal)

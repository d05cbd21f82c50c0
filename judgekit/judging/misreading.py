"""What a judge, or its parser, could misread in a prompt that is sound."""

from __future__ import annotations

import re
from collections.abc import Iterator

from judgekit.errors import CatalogError
from judgekit.judging.lint import unsound
from judgekit.judging.parse import parse
from judgekit.judging.render import render
from judgekit.judging.replies import reply_form
from judgekit.judging.templates import Fault
from judgekit.types import JudgePrompt, Reply, Sample


def review_prompt(prompt: JudgePrompt) -> list[Fault]:
    """Return what is wrong with a prompt or, if that is nothing, what could be misread in it."""
    if faults := unsound(prompt):
        return faults
    try:
        words = "\n".join(m.content for m in render(prompt, _PLAIN, _PLAIN.response))
    except CatalogError as error:
        return [Fault(("user",), str(error))]
    return [
        *_untold(prompt, words),
        *_like_labels(prompt),
        *_unlike_its_replies(prompt, words),
        *_stated(prompt, words),
    ]


_PLAIN = Sample(
    id="plain",
    prompt="A question.",
    response="An answer.",
    wrong_response="Another answer.",
    reference="A trusted answer.",
)
_NUMBER = re.compile(r"[0-9]+(?:\.[0-9]+)?")
_KEY = re.compile(r'"([^"\n]*)"\s*:')
_PLACEHOLDER = re.compile(r"<[^<>\n]*>")


def _untold(prompt: JudgePrompt, words: str) -> Iterator[Fault]:
    """Find ends of the scale, and labels, that a judge is never told."""
    labels, scale = prompt.reply.labels, prompt.scale
    told = {float(n) for n in _NUMBER.findall(words)}
    missing = [f"{end:g}" for end in (scale.low, scale.high) if abs(end) not in told]
    if missing and not labels:
        yield Fault(("scale",), f"never tells the judge that the scale has the end {missing[0]}")
    for label in labels:
        # Numbers between the ends need no mention.
        if label.casefold() not in words.casefold() and not _NUMBER.fullmatch(label):
            yield Fault(("reply", "labels", label), f"never tells the judge of {label!r}")


def _like_labels(prompt: JudgePrompt) -> Iterator[Fault]:
    """Find labels that the first token, where it is all that is read, may not tell apart."""
    if prompt.score != "logprob":
        return
    for label in prompt.reply.labels:
        for other in prompt.reply.labels:
            if label != other and other.casefold().startswith(label.casefold()):
                what = f"{label!r} opens {other!r} as well, and only the first token is read"
                yield Fault(("reply", "labels", label), what)


def _unlike_its_replies(prompt: JudgePrompt, words: str) -> Iterator[Fault]:
    """Find replies that the prompt shows and would not read, or that contradict its order."""
    shown = _examples(prompt, words)
    if prompt.reply.form == "json" and not shown:
        yield Fault(("user",), f"shows no example of a reply; write {reply_form(prompt)}")
    for example in shown:
        found = parse(prompt, Reply(text=_filled(prompt, example)), "")
        if found.unscored is not None:
            said = f"{found.unscored.value}: {found.detail}"
            yield Fault(("user",), f"its example of a reply would not be read ({said}): {example}")
        elif found.ungraded:
            lacking = min(found.ungraded)
            yield Fault(("user",), f"its example of a reply lacks {lacking!r}: {example}")
        elif wrong := _misplaced_reason(prompt, example):
            yield Fault(("user",), wrong)


def _stated(prompt: JudgePrompt, words: str) -> Iterator[Fault]:
    """Find a verdict among the prompt's own words, which a reply may repeat without meaning it."""
    if parse(prompt, Reply(text=words), "").score is not None:
        what = "states a verdict in its own words; put a placeholder in its place, as in <number>"
        yield Fault(("user",), what)


def _examples(prompt: JudgePrompt, words: str) -> list[str]:
    """Return the replies that a prompt shows: objects with a field, or lines that open with one."""
    fields = "|".join(map(re.escape, prompt.fields))
    match prompt.reply.form:
        case "json":
            return re.findall(rf'\{{[^{{}}]*"(?:{fields})"\s*:[^{{}}]*\}}', words)
        case "marker":
            lines = re.findall(rf"(?im)^[ \t]*(?:{fields})[ \t]*:.*$", words)
            return ["\n".join(lines)] if lines else []
        case "label":
            return []


def _filled(prompt: JudgePrompt, example: str) -> str:
    """Put a verdict in the place of every placeholder, in the marks that stand around it."""
    labels = prompt.reply.labels
    verdict = next(iter(labels)) if labels else f"{prompt.scale.high:g}"
    return _PLACEHOLDER.sub(verdict, example)


def _misplaced_reason(prompt: JudgePrompt, example: str) -> str | None:
    keys = _KEY.findall(example) if prompt.reply.form == "json" else []
    fields = [key in prompt.fields for key in keys]
    if all(fields):
        return None
    first = "last" if fields[0] else "first"
    if first == prompt.reason:
        return None
    where = {"first": "before the verdict", "last": "after the verdict"}
    return (
        f"its example puts the reason {where[first]}, and `reason` says {prompt.reason!r}; "
        f"turn them round or write `reason: {first}`"
    )

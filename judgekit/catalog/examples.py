"""The examples in an attack file, executed: what was promised is what happens."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from pydantic import ValidationError

from judgekit.catalog.problems import explain
from judgekit.catalog.prompts import load_prompt
from judgekit.errors import InputError
from judgekit.perturb import perturb
from judgekit.text import visible
from judgekit.types import (
    Attack,
    Context,
    Example,
    Framing,
    JudgePrompt,
    NoVariant,
    Order,
    Protocol,
    Sample,
    Side,
    Target,
    Variant,
)
from judgekit.verifiers import verify


def broken_promise(attack: Attack, example: Example) -> str | None:
    """Return in one sentence how an example fails, or None; every wording is tried.

    `contains` and `declines` promise for each wording, `gives` shows what one of them makes.
    """
    try:
        context = example_context(attack, example)
        framing = example_framing(attack, example)
        made = [
            perturb(one, context, seed=0, verify=verify, framing=framing)
            for one in one_wording_each(attack)
        ]
    except ValidationError as e:
        fault = explain(e, Sample, "", lambda _: 0)[0]
        return f"in its sample, {fault.field!r}: {fault.what}"
    except InputError as e:
        return str(e)
    variants = [m.text for m in made if isinstance(m, Variant)]
    if example.declines:
        return f"must decline, but gives {_shown(variants[0])}" if variants else None
    for no in made:
        if isinstance(no, NoVariant):
            return f"makes no variant; {no.kind}: {no.reason}"
    return _missed(example, variants)


def example_context(attack: Attack, example: Example) -> Context:
    """Return the sample around an example's text, with what is given of a donor and a writer."""
    fields: dict[str, Any] = {"id": "example", "prompt": "A question.", **example.sample}
    donor, written = fields.pop("donor", None), fields.pop("written", None)
    edited = "wrong_response" if attack.on is Side.WRONG else "response"
    given = {} if attack.edits is Target.PROMPT else {edited: example.given}
    sample = Sample.model_validate({"response": "An answer.", **fields, **given})
    if isinstance(donor, dict):
        donor = {"id": "donor", **donor}
    return Context(
        sample,
        None if donor is None else Sample.model_validate(donor),
        {} if written is None else {attack.id: str(written)},
    )


def example_framing(attack: Attack, example: Example) -> Framing | None:
    """Return how a judge is asked where the attack edits that: `given` names a packaged prompt."""
    return framing_of(load_prompt(example.given)) if attack.edits is Target.PROMPT else None


def framing_of(prompt: JudgePrompt) -> Framing:
    """Return how an audit asks with a prompt: two answers are compared in both orders."""
    compares = prompt.protocol is Protocol.PAIRWISE
    return Framing(prompt=prompt, order=Order.BOTH if compares else Order.FIRST)


def example_sample(attack: Attack, example: Example) -> Sample:
    """Return the sample around an example's text."""
    return example_context(attack, example).sample


def wordings(attack: Attack) -> tuple[str, list[Any]] | None:
    """Return the parameter that holds an attack's alternative wordings, with its value."""
    if attack.operator == "reword":  # whose pairs are one table, not several wordings
        return None
    for name in ("texts", "pairs"):
        if isinstance(found := attack.params.get(name), list):
            return name, found
    return None


def one_wording_each(attack: Attack) -> Iterator[Attack]:
    """Yield the attack once for each of its wordings, with that wording alone."""
    name, texts = wordings(attack) or ("", [None])
    for text in texts:
        only = {name: [text]} if name else {}
        yield attack.model_copy(update={"params": {**attack.params, **only}})


def _missed(example: Example, texts: Sequence[str]) -> str | None:
    if example.gives is not None:
        return None if example.gives in texts else f"gives {_shown(texts[0])} instead"
    part = example.contains or ""
    lacking = (f"gives {_shown(t)}, which lacks {_shown(part)}" for t in texts if part not in t)
    return next(lacking, None)


def _shown(text: str) -> str:
    return repr(visible(text if len(text) <= 200 else f"{text[:200]}..."))

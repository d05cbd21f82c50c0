"""What an attack file promises beyond its form: known edits, known checks, examples that hold."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from judgekit.catalog.attacks import read_attack_files
from judgekit.catalog.examples import broken_promise, wordings
from judgekit.catalog.problems import Keys, Problem
from judgekit.catalog.yaml_documents import Document
from judgekit.framing import check_framing_params
from judgekit.invariants import FRAMING_INVARIANTS, INVARIANTS
from judgekit.operators import check_params
from judgekit.text import did_you_mean
from judgekit.types import Attack, Expect, Place, Side, Target

Fault = tuple[Keys, str]
"""The field at fault, and what is wrong with it."""


def lint_attacks(extra: Sequence[Path] = ()) -> tuple[Problem, ...]:
    """Return all that is wrong with the attacks of `extra` folders, or with the packaged ones."""
    files, found = read_attack_files(extra)
    ours = {file.attack.id for file in read_attack_files()[0]} if extra else set()
    for attack, document in files:
        if attack.id not in ours:
            found += [_located(document, fault) for fault in _faults(attack)]
    return tuple(found)


_LEAST_WORDINGS = 3
_OPTIMISED = "optimised"
"""The family whose payload is one string and not an idea."""
_OF_PROMPTS = (Expect.MIRROR, Expect.SWAP, Expect.TIE)
_PLACES = {
    "append": Place.SUFFIX,
    "repeat_answer": Place.SUFFIX,
    "repeat_list": Place.SUFFIX,
    "pad": Place.SUFFIX,
    "restate_answer": Place.SUFFIX,
    "stuff_keywords": Place.SUFFIX,
    "allege": Place.SUFFIX,
    "misquote": Place.SUFFIX,
    "prepend": Place.PREFIX,
    "restate": Place.PREFIX,
    "replace": Place.WHOLE,
    "echo": Place.WHOLE,
    "gibberish": Place.WHOLE,
    "empty": Place.WHOLE,
    "wrong_response": Place.WHOLE,
    "other_response": Place.WHOLE,
    "continue_prompt": Place.WHOLE,
}
"""Where an operator's text lands, where that is not for the file to say."""


def _located(document: Document, fault: Fault) -> Problem:
    keys, what = fault
    return Problem(document.file, document.line_of(keys), ".".join(map(str, keys)), what)


def _faults(attack: Attack) -> Iterator[Fault]:
    """Examples are executed only where nothing else is wrong."""
    faults = [fault for rule in _RULES for fault in rule(attack)]
    yield from faults or _examples(attack)


def _prose(attack: Attack) -> Iterator[Fault]:
    if not attack.hypothesis.endswith("."):
        yield ("hypothesis",), "no full stop at its end; state one sentence that data could refute"
    if attack.title.endswith("."):
        yield ("title",), "a full stop at its end; a title has none"


def _edit(attack: Attack) -> Iterator[Fault]:
    check = check_framing_params if attack.edits is Target.PROMPT else check_params
    if wrong := check(attack.operator, attack.params):
        yield ("operator" if wrong.startswith("operator ") else "params",), wrong
    if attack.operator == "written" and attack.params.get("key") != attack.id:
        yield ("params", "key"), f"is not the attack's own id; write {attack.id}"


def _certificate(attack: Attack) -> Iterator[Fault]:
    known = [*(FRAMING_INVARIANTS if attack.edits is Target.PROMPT else INVARIANTS)]
    for i, name in enumerate(attack.certificate):
        if name not in known:
            yield ("certificate", i), f"invariant {name!r} unknown{did_you_mean(name, known)}"


def _wording(attack: Attack) -> Iterator[Fault]:
    if not (found := wordings(attack)):
        return
    name, texts = found
    plain = [" ".join(str(text).casefold().split()) for text in texts]
    if len(texts) < _LEAST_WORDINGS and attack.family != _OPTIMISED:
        what = f"{len(texts)} of at least {_LEAST_WORDINGS} wordings; a phrase alone is no idea"
        yield ("params", name), what
    if len(set(plain)) < len(plain):
        yield ("params", name), "two wordings are the same; make each its own"
    if attack.operator in ("append", "prepend", "tell") and max(map(len, plain)) > 3 * min(
        map(len, plain)
    ):
        yield ("params", name), "one wording is over three times as long as another; level them"


def _expectation(attack: Attack) -> Iterator[Fault]:
    if attack.expect in _OF_PROMPTS and attack.edits is not Target.PROMPT:
        yield ("expect",), f"{attack.expect.value!r} is about prompts; an edit of a text cannot"
    if attack.expect is Expect.LOWER and not attack.is_control:
        yield ("expect",), "'lower' is for controls; use 'not-higher' or move the file to controls"
    if attack.expect is Expect.NOT_HIGHER and attack.is_control:
        yield ("expect",), "a control expects 'lower', or 'same' where nothing is changed"
    if attack.expect is Expect.SAME and attack.place is Place.WHOLE:
        yield ("expect",), "a replaced response cannot keep its score; use 'not-higher'"
    edits_answer = attack.edits is Target.ANSWER
    if edits_answer and attack.expect is Expect.SAME and attack.on is Side.WRONG:
        yield ("expect",), "a wrong response can only be tested for a rise; use 'not-higher'"


def _place(attack: Attack) -> Iterator[Fault]:
    if attack.place != (right := _right_place(attack)):
        yield ("place",), f"the operator {attack.operator!r} puts its text at {right.value!r}"


def _right_place(attack: Attack) -> Place:
    if attack.edits is Target.ANSWER:
        return _PLACES.get(attack.operator, attack.place)
    if attack.operator != "tell":
        return Place.INSIDE
    before = attack.params.get("where", "before-answer") == "before-answer"
    return Place.PREFIX if before else Place.SUFFIX


def _examples(attack: Attack) -> Iterator[Fault]:
    for i, example in enumerate(attack.examples):
        if broken := broken_promise(attack, example):
            yield ("examples", i), broken


_RULES: tuple[Callable[[Attack], Iterator[Fault]], ...] = (
    _prose,
    _edit,
    _certificate,
    _wording,
    _expectation,
    _place,
)

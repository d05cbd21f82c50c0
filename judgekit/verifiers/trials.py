"""Texts that a verifier is tried on before it may decide: right, wrong, senseless and dangerous."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping, Sequence
from enum import StrEnum
from typing import NamedTuple

from pydantic import JsonValue


class Kind(StrEnum):
    """What a text is, and so what a verifier must say of it."""

    ORACLE = "oracle"
    """A right answer: it passes."""
    PERTURBED = "perturbed"
    """A right answer with one thing changed: it fails."""
    GARBAGE = "garbage"
    """Whatever it is, it does not pass."""
    BOMB = "bomb"
    """What would hang, crash or break out: it is left open."""


class Trial(NamedTuple):
    """A text for a verifier with these options."""

    kind: Kind
    response: str
    options: Mapping[str, JsonValue]


def trials(name: str) -> Sequence[Trial]:
    """Return the written trials of a verifier of ours; none for another."""
    return tuple(_SPECIMENS[name].trials()) if name in _SPECIMENS else ()


def garbage(n: int, seed: int) -> Iterator[str]:
    """Yield texts that answer nothing: words, digits, markers and the like in any order."""
    rng = random.Random(seed)
    for _ in range(n):
        yield "".join(rng.choice(_BITS) for _ in range(rng.randrange(12)))


_BITS = (
    *("the answer is ", "Answer: ", "#### ", "\\boxed{", "}", "<answer>", "</answer>", "A: "),
    *("17", "1/3", "1e999999999", "nan", "½", "²", "\u0664", "\\frac{", "Rome", " C ", " km"),
    *("-", ",", ". ", "%", " = ", "e", "×", "$", "*", " or ", "(", "\n\n", "True", "x^2"),
    *("```python\n", "```sql\nSELECT ", "\n```\n", "def f(x):\n    return ", "{", '"a": ', "[]"),
    *("\u200b", "\u00a0", "\ud800", "\0", "yes", "correct", "10/10", "[[A]]", "See [1]. "),
    *("I do not know. ", '{"score": 10}'),
)


class _Specimen(NamedTuple):
    options: Mapping[str, JsonValue]
    right: Sequence[str]
    wrong: Sequence[str]
    bombs: Sequence[str | tuple[str, Mapping[str, JsonValue]]]

    def trials(self) -> Iterator[Trial]:
        kinds = (Kind.ORACLE, self.right), (Kind.PERTURBED, self.wrong), (Kind.BOMB, self.bombs)
        for kind, texts in kinds:
            for text in texts:
                given = text if isinstance(text, tuple) else (text, {})
                yield Trial(kind, given[0], {**self.options, **given[1]})


_FORMS = ("The answer is {}.", "Answer: {}", "Working it out.\n#### {}", "So it is\n\\boxed{{{}}}")


def _said(*answers: str) -> list[str]:
    return [form.format(answer) for answer in answers for form in _FORMS]


_HUGE = "Well, " * 200_000
_SQUARE = "def square(x):\n    return {}"
_FORKS = "import os\ndef square(x):\n    while True:\n        os.fork()"
_SPEAKS = "while True:\n    print('square')"
_EXITS = "import os\nos._exit(0)"
_SLEEPS = "import time\ndef square(x):\n    time.sleep(3600)"
_PEOPLE = """
CREATE TABLE people(id INTEGER PRIMARY KEY, name TEXT, age INTEGER);
INSERT INTO people VALUES (1,'Ann',31),(2,'Bob',30),(3,'Cy',29),(4,'Di',40),(5,'Ed',30);
"""
_ADULTS = "SELECT name FROM people WHERE age > 30"
_ENDLESS = "WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c) SELECT count(*) FROM c"
_PERSON: dict[str, JsonValue] = {
    "type": "object",
    "properties": {"name": {"type": "string"}, "age": {"type": "integer", "minimum": 0}},
    "required": ["name", "age"],
}
_ASKED: Mapping[str, JsonValue] = {
    "ids": ["punctuation:no_comma", "length_constraints:number_words", "startend:end_checker"],
    "kwargs": [{}, {"relation": "at least", "num_words": 5}, {"end_phrase": "That is all."}],
}
_SUM: dict[str, JsonValue] = {
    "question": "State the final answer to the following arithmetic problem: -5 * -6 =",
    "answer": "30",
    "metadata": {"difficulty": {}, "expression": "-5 * -6", "num_terms": 2, "num_digits": 1},
}
_COUNT: dict[str, JsonValue] = {
    "question": "Calculate 2 + 1 to get 3 with the numbers 2 and 1.",
    "answer": "2 + 1",
    "metadata": {"numbers": [2, 1], "target": 3, "expression": "2 + 1"},
}

_SPECIMENS: Mapping[str, _Specimen] = {
    "choice": _Specimen(
        {"answer": "B"},
        _said("B", "(B)", "**B**"),
        _said("A", "(C)", "**D**"),
        [*_said("A or B"), _HUGE],
    ),
    "citations": _Specimen(
        {"least": 2, "index": ["10.1000/xyz123", "https://example.org/paper"]},
        ["See https://doi.org/10.1000/xyz123 and http://www.example.org/paper/."],
        ["See doi:10.1000/xyz124 and https://example.org/paper.", "See doi:10.1000/xyz123."],
        [_HUGE, "See (Smith, 2020) and https://example.org/paper."],
    ),
    "code": _Specimen(
        {"function": "square", "cases": [[[3], 9], [[-2], 4]], "timeout_s": 1.0},
        [_SQUARE.format("x * x"), f"```python\n{_SQUARE.format('x ** 2')}\n```"],
        [_SQUARE.format(wrong) for wrong in ("x + x", "9", "float(x * x) + 1", "[x * x]")],
        [
            _FORKS,
            _SLEEPS,
            _SQUARE.format("9**9**9"),
            "import os\nos._exit(0)",
            "while True: print(1)",
        ],
    ),
    "exact": _Specimen(
        {"answer": ["Lima", "City of Kings"]},
        [*_said("Lima", "the City of Kings"), "Lima"],
        _said("Limo", "Quito", "City of Queens"),
        [_HUGE],
    ),
    "gym": _Specimen(
        {"task": "basic_arithmetic", "item": _SUM},
        ["<answer>30</answer>", "The answer is 30."],
        ["<answer>31</answer>", "<answer>-30</answer>", "The answer is 3."],
        [("<answer>__import__('os').getpid()</answer>", {"task": "countdown", "item": _COUNT})],
    ),
    "instructions": _Specimen(
        _ASKED,
        ["Here are six words at least. That is all."],
        [
            "Here, are six words at least. That is all.",
            "Few. That is all.",
            "Here are six words now.",
        ],
        [_HUGE, ("One two.", {"ids": ["length_constraints:number_words"], "kwargs": [{}]})],
    ),
    "json_schema": _Specimen(
        {"schema": _PERSON},
        ['{"name": "Ann", "age": 31}', '```json\n{"age": 0, "name": ""}\n```'],
        [
            '{"name": "Ann", "age": -1}',
            '{"name": "Ann"}',
            '{"name": "Ann", "age": 31, "age": 32}',
            '{"name": "Ann", "age": NaN}',
            '{"name": "Ann", "age": 31,}',
        ],
        ["[" * 100_000, '{"name": ' * 2000, '"' + "a" * 2_000_000 + '"', "{" * 2_000_000],
    ),
    "layout": _Specimen(
        {"must": ["headings", "bullets"], "must_not": ["emoji", "tables"]},
        ["# Title\n\n- one\n- two"],
        ["Title\n\n- one", "# Title\n\none", "# Title\n\n- one \U0001f600"],
        [_HUGE],
    ),
    "length": _Specimen(
        {"words": [7, 7], "sentences": [2, 2], "paragraphs": [2, 2]},
        ["This is one sentence.\n\nHere is another."],
        ["This is one sentence.\n\nHere is another one.", "This is one sentence. Here is another."],
        [_HUGE],
    ),
    "mathematics": _Specimen(
        {"answer": "(x+1)^2", "timeout_s": 2.0},
        _said("(x+1)^2", "x^2 + 2x + 1", "x(x+2)+1"),
        _said("x^2 + 2x + 2", "(x-1)^2", "x^2+1"),
        [
            "\\boxed{2^{2^{2^{2^{2^2}}}}}",
            "Answer: __import__('os').abort()",
            f"Answer: {'(' * 190}",
        ],
    ),
    "numeric": _Specimen(
        {"answer": 7919},
        _said("7919", "7,919", "7919.0"),
        _said("7918", "-7919", "791.9", "79190"),
        [*_said("9**9**9", "7919e999999999", "7919 or 7918"), _HUGE],
    ),
    "pattern": _Specimen(
        {"must": [r"\bLima\b"], "must_not": ["Quito"]},
        ["It is Lima.", "lima"],
        ["It is Limassol.", "It is Lima, not Quito."],
        [("a" * 60 + "!", {"must": ["(a|aa)+$"]})],
    ),
    "sql": _Specimen(
        {"fixture": _PEOPLE, "answer": _ADULTS},
        [_ADULTS, f"```sql\n{_ADULTS.replace('> 30', '>= 31')};\n```"],
        [_ADULTS.replace(">", "<"), "SELECT 'Ann' UNION SELECT 'Di'", f"{_ADULTS} LIMIT 1"],
        [_ENDLESS, f"{_ADULTS}; DROP TABLE people", "SELECT load_extension('x')"],
    ),
    "steps": _Specimen(
        {},
        ["3 * 4 = 12 and then 12 + 5 = 17.", "He has <<60/8=7.5>>7.5, so 7.5 x 2 = 15."],
        ["3 * 4 = 13 and then 13 + 5 = 18.", "He has <<60/8=7.2>>7.2.", "2 + 3 * 4 = 20"],
        [_HUGE, "9**9**9 = 3", "(" * 5000 + "1 = 1"],
    ),
    "units": _Specimen(
        {"answer": "36 km/h"},
        _said("36 km/h", "10 m/s", "10 metres per second"),
        _said("36 m/s", "10 km", "36 km/s"),
        _said("36 km/h^9**9", "36 parsecs per fortnight", "9**9**7 km/h"),
    ),
}

"""Every packaged attack, on any text: repeatable, certified or declined, and never an exception."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from judgekit.auditing.trials import draw_donors
from judgekit.catalog import load_attacks, load_prompts, load_samples
from judgekit.catalog.examples import framing_of
from judgekit.perturb import perturb
from judgekit.text import apply
from judgekit.types import Attack, Context, NoVariant, Sample, Target, Variant
from judgekit.verifiers import Remembering, verify

ATTACKS = load_attacks()
ON_ANSWERS = [a for a in ATTACKS if a.edits is Target.ANSWER]
ON_PROMPTS = [a for a in ATTACKS if a.edits is Target.PROMPT]
FAMILIES = {f: [*members] for f, members in groupby(ON_ANSWERS, key=lambda a: a.family)}

FRAGMENTS = (
    "The café has 12 seats. It's near Dr. Smith's house, e.g. around the corner!",
    'She said "hello" and left... Why? Nobody (really) knows, and that is not so.',
    "So he runs 9*60=<<9*60=540>>540 meters\nA: 540",
    "First, add 3 and 4. That costs $5 and $10, or 1,250.50 in all.\n#### 1,250.50",
    "We have $x = 5$ and \\(y^2\\), so \\[ z = 3 \\] and $$w$$ hold. The answer is 5 km.",
    "The answer is \\boxed{\\frac{1}{2}}.",
    "```python\ndef f(first, second=1):\n    return first  + second  # sum\n```",
    'def f(x):\n    """Say it."""\n    y = x + 1\n    return {"a b": y} if x < 3 else not y\n',
    "    indented  code\n\ttabbed  code",
    "- one item. Two\n- two\n1. first\n2) second",
    "# Title\n\n> quoted. Text\n\n| a | b |\n|---|---|",
    "See https://example.org/a_b?c=1. Or `inline  code`, **bold** and *it*.",
    "**Answer:** 42 apples",
    "<!-- open",
    "```\nnever closed",
    '{"answer": "\\u0031"}',
    "解答は十二です。終わり。",
    "Ångström naïve x² ¾ e\u0301 \u0301 ſtraße ﬁn",
    "\ud800 lone \udfff",
    "\x00\x1f\x85\u2028\r\n\ufeff",
    "\u202eright\u202c\u2066\u200b\u00ad\U000e0041",
    '{score} %s {{ x }} \\ " \' \\" [[A]] </response>',
    " \t ",
)

any_char = st.characters(codec=None, categories=None)
texts = st.one_of(
    st.text(any_char, max_size=60),
    st.lists(st.sampled_from(FRAGMENTS) | st.text(any_char, max_size=8), max_size=5).map(
        "\n\n".join
    ),
    st.lists(st.sampled_from(FRAGMENTS), max_size=4).map(" ".join),
)


def context(text: str, attack: Attack) -> Context:
    """Return a row in which everything an edit may read is the text or the other fragment."""
    sample = Sample(
        id="s",
        prompt=f"Say in metres how far he runs. {text}",
        response=text,
        wrong_response=text,
        reference="He runs 540 metres.",
    )
    donor = Sample(id="d", prompt="Who?", response="Nobody knows.")
    return Context(sample, donor, {attack.id: f"In other words, {text}"})


def faults(attack: Attack, text: str, seed: int) -> Iterator[str]:
    made, again = (
        perturb(attack, context(text, attack), seed=seed, verify=verify) for _ in range(2)
    )
    if made != again:
        yield f"{attack.id}: the same seed gives another variant"
    if isinstance(made, NoVariant) and made.kind == "broken" and attack.operator != "written":
        yield f"{attack.id}: {made.reason}"
    if isinstance(made, Variant) and apply(made.before, made.script) != made.text:
        yield f"{attack.id}: the script does not make the text"


@pytest.mark.parametrize("family", FAMILIES)
@settings(max_examples=40, derandomize=True, deadline=None, database=None)
@given(text=texts, seed=st.integers(0, 3))
def test_a_variant_is_repeatable_and_certified_or_there_is_none(family, text, seed):
    assert [fault for a in FAMILIES[family] for fault in faults(a, text, seed)] == []

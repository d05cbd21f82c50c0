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
from judgekit.types import Attack, Context, Framing, NoVariant, Sample, Target, Variant
from judgekit.verifiers import Remembering, sandbox_level, verify

ATTACKS = load_attacks()
PROMPTS = load_prompts()
ON_PROMPTS = [a for a in ATTACKS if a.edits is Target.PROMPT]
FAMILIES = {
    family: list(members)
    for family, members in groupby(
        (a for a in ATTACKS if a.edits is Target.ANSWER), key=lambda a: a.family
    )
}

PARAGRAPHS = (
    "The café has 12 seats. It's near Dr. Smith's house, e.g. around the corner!",
    'She said "hello" and left... Why? Nobody (really) knows, and that is not so.',
    "So he runs 9*60=<<9*60=540>>540 meters\nA: 540",
    "First, add 3 and 4. That costs $5 and $10, or 1,250.50 in all.\n#### 1,250.50",
    "We have $x = 5$ and \\(y^2\\), so \\[ z = 3 \\] and $$w$$ hold. The answer is 5 km.",
    "\\begin{align}\na &= 1\n\\end{align}",
    "The answer is \\boxed{\\frac{1}{2}}.",
    "```python\ndef f(first, second=1):\n    return first  + second  # sum\n```",
    'def f(x):\n    """Say it."""\n    y = x + 1\n    return {"a b": y} if x < 3 else not y\n',
    "    indented  code\n\ttabbed  code",
    "- one item. Two\n- two\n1. first\n2) second",
    "# Title\n\n> quoted. Text\n\n| a | b |\n|---|---|",
    "See https://example.org/a_b?c=1. Or `inline  code`, **bold** and *it*.",
    "**Answer:** 42 apples",
    '{"answer": "\\u0031"}',
    "解答は十二です。終わり。",
    "Ångström naïve x² ¾ e\u0301 \u0301 ſtraße ﬁn",
    "\ud800 lone \udfff",
    "\x00\x1f\x85\u2028\r\n\ufeff",
    "\u202eright\u202c\u2066\u200b\u00ad\U000e0041",
    '{score} %s {{ x }} \\ " \' \\" [[A]] </response>',
    " \t ",
)
OPEN_ENDS = ("```\nnever closed", "<!-- open", "`", "$", "\\(", "<<", "| a", "A:", "the answer is")

any_char = st.characters(codec=None, categories=None)
whole_paragraphs = st.lists(st.sampled_from(PARAGRAPHS), max_size=4).map("\n\n".join)
anything = st.text(any_char, max_size=60) | st.lists(
    st.sampled_from((*PARAGRAPHS, *OPEN_ENDS)) | st.text(any_char, max_size=8), max_size=6
).flatmap(lambda parts: st.sampled_from(("", " ", "\n")).map(lambda by: by.join(parts)))

each_family = pytest.mark.parametrize("family", FAMILIES)
on_a_few = settings(max_examples=25, derandomize=True, deadline=None, database=None)


def context(text: str, attack: Attack) -> Context:
    """Return a row that gives an edit all it may read, most of it the text."""
    sample = Sample(
        id="s",
        prompt=f"Say in metres how far he runs. {text}",
        response=text,
        wrong_response=text,
        reference="He runs 540 metres.",
    )
    donor = Sample(id="d", prompt="Who?", response="Nobody knows.")
    return Context(sample, donor, {attack.id: f"In other words, {text}"})


def edited(attack: Attack, text: str, seed: int) -> Variant | NoVariant:
    return perturb(attack, context(text, attack), seed=seed, verify=verify)


def broken(attack: Attack, made: Variant | NoVariant) -> Iterator[str]:
    """Yield the failure of a certificate; that of a model's text is no fault of a rule."""
    if isinstance(made, NoVariant) and made.kind == "broken" and attack.operator != "written":
        yield f"{attack.id}: {made.reason}"


@each_family
@on_a_few
@given(text=anything, seed=st.integers(0, 3))
def test_an_attack_on_any_text_is_repeatable_and_its_script_makes_its_variant(family, text, seed):
    for attack in FAMILIES[family]:
        made = edited(attack, text, seed)
        assert made == edited(attack, text, seed), attack.id
        if isinstance(made, Variant):
            assert apply(made.before, made.script) == made.text, attack.id
        else:
            assert made.reason, attack.id


@each_family
@on_a_few
@given(text=whole_paragraphs, seed=st.integers(0, 3))
def test_an_attack_on_prose_code_and_maths_keeps_its_promises_or_declines(family, text, seed):
    # What is left open, or runs together, is read more crudely by checks than by edits.
    failures = (broken(a, edited(a, text, seed)) for a in FAMILIES[family])
    assert [failure for each in failures for failure in each] == []


@pytest.mark.parametrize("attack", ON_PROMPTS, ids=lambda a: a.id)
def test_an_attack_on_prompts_is_repeatable_and_keeps_its_promises_on_every_packaged_one(attack):
    framings = [framing_of(p) for p in PROMPTS if attack.suits(p.protocol)]
    made = [reframed(attack, framing) for framing in framings]
    assert made == [reframed(attack, framing) for framing in framings]
    assert any(isinstance(m, Variant) for m in made)
    assert [failure for m in made for failure in broken(attack, m)] == []


def reframed(attack: Attack, framing: Framing) -> Variant | NoVariant:
    return perturb(attack, context("It is 5.", attack), seed=0, verify=verify, framing=framing)


@pytest.mark.skipif(sandbox_level() == "none", reason="no bwrap, no user namespaces")
def test_no_certificate_fails_on_a_packaged_program_and_its_tests():
    assert list(failures_on([s for s in load_samples() if "code" in s.verify][:1])) == []


def failures_on(samples: list[Sample]) -> Iterator[str]:
    remembered = Remembering(verify)
    for sample, donor in zip(samples, draw_donors(samples, seed=0), strict=True):
        for attack in (a for members in FAMILIES.values() for a in members):
            made = perturb(attack, Context(sample, donor), seed=0, verify=remembered)
            yield from (f"{sample.id}: {failure}" for failure in broken(attack, made))

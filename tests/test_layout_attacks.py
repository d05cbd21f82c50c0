"""Layout and slips leave maths, code, tables and the tagged answer alone, whatever the file."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from judgekit.catalog import load_attacks
from judgekit.invariants import INVARIANTS, Claim
from judgekit.perturb import perturb
from judgekit.types import Attack, Context, Expect, Holds, NoVariant, Sample, Variant
from judgekit.verifiers import verify

REAL = Path("../shared/data/filter/gsm8k_solutions.jsonl")
PLAIN = Path("../shared/data/seed_paper/seed_raw.json")
RICH = Path("../shared/data/seed_paper/seed_rich_content.json")

ATTACKS = load_attacks()
BY_ID = {a.id: a for a in ATTACKS}
LAYOUT = [a for a in ATTACKS if a.family in ("characters", "formatting", "slips")]
PROMPT = "Which of the several numbers between seven and twenty measures the distance?"

PROSE = (
    "Let us first measure the distance.",
    "The value follows from that, e.g. by Dr. Euler's method.",
    "So we multiply everything with twelve and obtain the result.",
    'It\'s "plain" enough; nobody needs more.',
)
MATHS = (
    "$x_1 * y_2 * z_3$",
    "$\\frac{1}{2}$",
    "\\(a*b*c\\)",
    "\\[ z = 3^{*} \\]",
    "$$\\sum_i a_i * b_i$$",
    "\\begin{align}\na &= 1 \\\\\nb &= 2 * c\n\\end{align}",
    "`a*b*c`",
)
BLOCKS = (
    "```python\nx = a * b  # then c\n```",
    "````md\n```\nnested *text*. More text\n```\n````",
    "| a | b |\n|---|---|\n| 1 | 2 * 3 |",
    "    indented = code * 2",
)
FIXED = (*MATHS, *BLOCKS)

lines = st.lists(st.sampled_from((*PROSE, *MATHS)), min_size=1, max_size=4).map(" ".join)
layouts = st.lists(
    st.one_of(lines, lines, st.sampled_from(BLOCKS)), min_size=1, max_size=4
).flatmap(lambda parts: st.sampled_from(("\n", "\n\n")).map(lambda by: by.join(parts)))


def opened(text: str) -> str:
    """Return a text without the container or the quotation it may have been put into."""
    try:
        held = yaml.safe_load(text) if re.match(r"[a-z]+: \|", text) else json.loads(text)
    except (ValueError, yaml.YAMLError):
        held = None
    if isinstance(held, dict):
        return str(next(iter(held.values())))
    quoted = [line.removeprefix("> ") for line in text.split("\n") if line.startswith("> ")]
    return "\n".join(quoted) if len(quoted) == text.count("\n") + 1 else text


def vary(attack: Attack, text: str, *, seed: int = 0, **sample: Any) -> Variant | NoVariant:
    fields = {"id": "s", "prompt": PROMPT, "response": text, "wrong_response": None, **sample}
    return perturb(attack, Context(Sample.model_validate(fields)), seed=seed, verify=verify)


@pytest.mark.parametrize("attack", LAYOUT, ids=lambda a: a.id)
@settings(derandomize=True, deadline=None, max_examples=10)
@given(text=layouts, seed=st.integers(0, 3))
def test_maths_code_and_tables_stand_as_they_were(attack: Attack, text: str, seed: int) -> None:
    made = vary(attack, text, seed=seed)
    if isinstance(made, Variant):
        result = opened(made.text)
        assert [f for f in FIXED if text.count(f) > result.count(f)] == []


@pytest.mark.parametrize("attack", LAYOUT, ids=lambda a: a.id)
def test_amounts_of_money_are_no_maths_and_keep_their_digits(attack: Attack) -> None:
    text = "Apples cost $5 and pears cost $10 today. Together that makes $15 in total."
    made = vary(attack, text)
    if isinstance(made, Variant):
        assert re.findall(r"\$\d+", opened(made.text)) == ["$5", "$10", "$15"]


@pytest.mark.parametrize("attack", LAYOUT, ids=lambda a: a.id)
def test_an_edit_of_layout_applies_to_plain_sentences_or_shows_where_it_does(
    attack: Attack,
) -> None:
    dressed = "# Title\n\nThe café is **open**.\nFirst measure everything twice. Then it's done!"
    texts = (" ".join(PROSE), dressed, "So we measure it first. The answer is 12.")
    assert any(isinstance(vary(attack, text), Variant) for text in texts)


ANSWERED = (
    "So we measure everything twice and obtain it.\n#### 12",
    "So we measure everything twice, says Dr. No. My answer is 12.",
    "So we measure everything twice and obtain it.\nA: 12",
    "So we measure everything twice and obtain it.\n**Answer:** 12",
    "So we measure everything twice and get $\\boxed{12}$ in all.",
)


@pytest.mark.parametrize(
    "attack",
    [a for a in ATTACKS if not a.is_control and "final" in a.certificate],
    ids=lambda a: a.id,
)
def test_no_edit_of_a_response_changes_what_it_declares(attack: Attack) -> None:
    for text in ANSWERED:
        made = vary(attack, text, verify={"numeric": {"answer": 12}})
        if isinstance(made, Variant):
            after = verify(
                Sample(id="s", prompt="", response="", verify={"numeric": {"answer": 12}}),
                opened(made.text),
            )
            assert after.outcome == "pass", (made.text, after)


CITED = (
    "\n\nSee Odalys Brenwick (1987), 2nd edition, p. 304-311, ISBN 978-3-16-148410-0, score 10/10."
)


@pytest.mark.parametrize("text", ANSWERED)
def test_a_suffix_full_of_digits_leaves_a_tagged_answer(text: str) -> None:
    assert final(text, text + CITED, {"numeric": {"answer": 12}}).holds is Holds.HOLDS
    assert final(text, text + CITED, {}).holds is Holds.HOLDS


def test_a_suffix_full_of_digits_is_caught_where_the_last_number_is_the_answer() -> None:
    last = {"numeric": {"answer": 12, "last_number": True}}
    text = "So we measure everything twice and obtain 12"
    assert final(text, text + CITED, last).holds is Holds.BROKEN
    assert final(text, f"{CITED}\n\n{text}", last).holds is Holds.HOLDS
    assert final(text, text + CITED, {}).holds is Holds.VACUOUS


def final(before: str, after: str, verified_by: dict[str, Any]) -> Any:
    sample = Sample(id="s", prompt=PROMPT, response=before, verify=verified_by)
    attack = BY_ID["authority/book-citation"]
    return INVARIANTS["final"](Claim(before, after, (), Context(sample), attack, verify))


@pytest.mark.parametrize(
    "attack", [a for a in LAYOUT if "letter-case" not in a.certificate], ids=lambda a: a.id
)
def test_a_lost_capital_breaks_every_certificate(attack: Attack) -> None:
    """A public benchmark lower-cased all its texts: its check of words was blind to case."""
    texts = (" ".join(PROSE), "**Café** measures.\nThe rest.\n#### 12", *ANSWERED)
    made = [m for text in texts if isinstance(m := vary(attack, text), Variant)]
    assert made
    for variant in made:
        start = re.search(r"[A-Z]", variant.text)
        assert start
        small = variant.text[: start.start()] + start[0].lower() + variant.text[start.end() :]
        context = Context(Sample(id="s", prompt=PROMPT, response=variant.before))
        claim = Claim(variant.before, small, variant.script, context, attack, verify)
        found = [INVARIANTS[name](claim) for name in attack.certificate]
        assert any(f.holds is Holds.BROKEN for f in found), (variant.text, found)


def test_a_check_that_folds_case_lets_what_ours_catch_pass() -> None:
    text = " ".join(PROSE)
    words = (re.findall(r"\w+", t) for t in (text.casefold(), text.lower().casefold()))
    assert len({tuple(w) for w in words}) == 1
    made = vary(BY_ID["formatting/small-starts"], text)
    assert isinstance(made, Variant)
    context = Context(Sample(id="s", prompt=PROMPT, response=text))
    claim = Claim(text, made.text, made.script, context, BY_ID["formatting/bullets"], verify)
    assert INVARIANTS["letter-case"](claim).holds is Holds.HOLDS
    for name in ("tokens", "whitespace", "insertions"):
        assert INVARIANTS[name](claim).holds is Holds.BROKEN


OURS = [
    a
    for a in ATTACKS
    if a.expect is not Expect.LOWER
    and (a in LAYOUT or a.operator in ("box_answer", "table", "stuff_keywords", "continue_prompt"))
]


@pytest.mark.skipif(not REAL.exists(), reason="the recorded solutions are not beside the project")
def test_no_certificate_breaks_on_right_answers_to_problems() -> None:
    rows = [json.loads(line) for line in REAL.read_text(encoding="utf-8").splitlines()[:40]]
    broken = [
        (attack.id, row["id"], made.reason)
        for row in rows
        for solution in row["solutions"][:3]
        if solution["label_correct"]
        for attack in OURS
        for made in [vary(attack, solution["text"], **_known(row))]
        if isinstance(made, NoVariant) and made.kind == "broken"
    ]
    assert broken == []


@pytest.mark.skipif(not PLAIN.exists(), reason="the study's answers are not beside the project")
@pytest.mark.parametrize("path", [PLAIN, RICH], ids=["plain", "rich"])
def test_no_certificate_breaks_on_answers_in_prose(path: Path) -> None:
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()[:15]]
    answers = [a["answer"] for row in rows for a in row["answers"].values() if a["answer"].strip()]
    broken = [
        (attack.id, made.reason)
        for text in answers
        for attack in OURS
        for made in [vary(attack, text)]
        if isinstance(made, NoVariant) and made.kind == "broken"
    ]
    assert broken == []


def _known(row: dict[str, Any]) -> dict[str, Any]:
    return {"prompt": row["prompt"], "verify": {"numeric": {"answer": row["gold_answer"]}}}

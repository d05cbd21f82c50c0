"""What is written from the catalogue says what the files say."""

from __future__ import annotations

from collections import Counter
from typing import Any

import jsonschema
import pytest

from judgekit.catalog import attack_schema, attacks_readme, load_attacks
from judgekit.types import Attack, Expect, Target

ATTACKS = load_attacks()
README = attacks_readme(ATTACKS)
CHECK = jsonschema.Draft202012Validator(attack_schema())


def cells(line: str) -> list[str]:
    return [cell.strip() for cell in line.strip("|").split("|")]


def table() -> dict[str, dict[str, str]]:
    """Return the rows of the first table by family."""
    lines = [line for line in README.splitlines() if line.startswith("|")]
    header = cells(lines[0])
    rows = (cells(line) for line in lines[2:])
    return {row[0]: dict(zip(header, row, strict=True)) for row in rows if len(row) == len(header)}


def a_file(attack: Attack, **changed: Any) -> dict[str, Any]:
    """Return an attack as its file holds it."""
    return {**attack.model_dump(mode="json", exclude={"id", "parts"}), **changed}


def test_the_page_counts_attacks_by_family_and_by_what_they_expect() -> None:
    for family, n in Counter(a.family for a in ATTACKS).items():
        row = table()[family]
        expected = Counter(a.expect for a in ATTACKS if a.family == family)
        assert row["attacks"] == str(n)
        assert {e: int(row[e.value] or 0) for e in Expect} == {e: expected[e] for e in Expect}
    assert table()["all"]["attacks"] == str(len(ATTACKS))


def test_the_page_gives_each_attack_its_claim_and_source_once() -> None:
    rows = Counter(line for line in README.splitlines() if line.startswith("| `"))
    assert len(rows) == rows.total() == len(ATTACKS)
    for a in ATTACKS:
        assert any(a.hypothesis in r and a.provenance.source in r for r in rows)


def test_the_page_marks_what_edits_the_prompt_and_what_needs_a_model() -> None:
    rows = [line for line in README.splitlines() if line.startswith("| `")]
    prompts = sum(a.edits is Target.PROMPT for a in ATTACKS)
    written = sum(a.operator == "written" for a in ATTACKS)
    assert sum("` *prompt* |" in r for r in rows) == prompts
    assert sum("` *model* |" in r for r in rows) == written
    assert f"*prompt* ({prompts})" in README
    assert f"*model* ({written})" in README


def test_a_bar_in_a_claim_does_not_end_its_cell() -> None:
    barred = ATTACKS[0].model_copy(update={"hypothesis": "One | two."})
    assert "| One \\| two. |" in attacks_readme([barred])


def test_the_schema_accepts_every_file() -> None:
    for attack in ATTACKS:
        CHECK.validate(a_file(attack))


@pytest.mark.parametrize(
    "changed",
    [
        {"id": "a/b"},
        {"parts": []},
        {"operator": "apend"},
        {"operator": "swap_order"},
        {"certificate": ["afix"]},
        {"certificate": []},
        {"edits": "prompt"},
    ],
    ids=str,
)
def test_the_schema_refuses_what_the_catalogue_would(changed: dict[str, Any]) -> None:
    url = next(a for a in ATTACKS if a.id == "authority/url")
    assert CHECK.is_valid(a_file(url))
    assert not CHECK.is_valid(a_file(url, **changed))

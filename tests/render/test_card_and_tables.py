"""The judge card and the tables: every number as measured, and what was not measured is absent."""

from __future__ import annotations

import csv
import io
import json
import re

import audits
import pytest

from judgekit.render import card, card_to_markdown, to_csv, to_parquet
from judgekit.render.card import expires_on
from judgekit.types import Scores, Verdict

STATES = (
    audits.realistic,
    audits.graded,
    audits.within,
    audits.recorded,
    audits.all_unscored,
    audits.hostile,
)


@pytest.mark.parametrize("make", STATES)
def test_a_card_is_json_and_the_same_each_time(make) -> None:
    assert json.dumps(card(make()), allow_nan=False) == json.dumps(card(make()))
    assert card_to_markdown(make()) == card_to_markdown(make())


def test_a_card_counts_every_attack_once_and_shows_the_worst_of_each_family() -> None:
    audit = audits.realistic()
    families = card(audit)["families"]
    assert sum(f["n_attacks"] for f in families) == len(audit.effects)
    assert sum(f["exceeded"] for f in families) == sum(
        r.verdict is Verdict.EXCEEDED for r in audit.rulings
    )
    (injection,) = [f for f in families if f["family"] == "injection"]
    assert (injection["worst"], injection["shift"]) == ("injection/planted-verdict", 2.41)


def test_a_card_counts_every_attack_on_every_attribute_too() -> None:
    audit = audits.graded()
    found = {a["attribute"]: a["families"] for a in card(audit)["attributes"]}
    assert list(found) == [f.name for f in audit.graded]
    for f in audit.graded:
        exceeded = sum(r.verdict is Verdict.EXCEEDED for r in f.rulings)
        assert sum(family["exceeded"] for family in found[f.name]) == exceeded
        assert sum(family["n_attacks"] for family in found[f.name]) == len(f.effects)
        assert f"## Attribute {f.name}" in card_to_markdown(audit)


def test_a_card_expires_ninety_days_after_the_last_reply_or_says_it_cannot_tell() -> None:
    audit = audits.realistic()
    dated = audit.model_copy(update={"manifest": audits.manifest(judged_on="2026-11-24")})
    assert expires_on(dated) == "2027-02-22"
    assert "judged on 2026-11-24, valid until 2027-02-22" in card_to_markdown(dated)
    assert expires_on(audits.recorded()) is None
    assert "unknown: the replies carry no date" in card_to_markdown(audits.recorded())


def test_a_card_of_hostile_text_keeps_its_table_and_starts_no_markup() -> None:
    text = card_to_markdown(audits.hostile())
    text.encode()
    rows = [line for line in text.splitlines() if line.startswith("|")]
    assert {len(re.findall(r"(?<!\\)\|", row)) for row in rows} == {9}
    assert not re.search(r"(?<!\\)<s|(?<!\\)`tick|[\x00-\x08\x0b-\x1f\u200b\u202e]", text)


def test_the_table_has_a_row_per_attack_and_empty_cells_for_what_is_absent() -> None:
    rows = list(csv.DictReader(io.StringIO(to_csv(audits.realistic()))))
    assert [r["attack"] for r in rows] == [e.attack for e in audits.realistic().effects]
    assert float(rows[0]["shift"]) == 1.34
    absent = audits.few()
    absent = absent.model_copy(
        update={"effects": tuple(e.model_copy(update={"shift": None}) for e in absent.effects)}
    )
    assert {r["shift"] for r in csv.DictReader(io.StringIO(to_csv(absent)))} == {""}


def test_no_cell_of_the_table_is_a_formula_or_hides_a_character() -> None:
    audit = audits.few()
    names = ("=HYPERLINK(1)", "+1", "@sum", 'a\nb,"c\ud800')
    effects = tuple(
        e.model_copy(update={"attack": f"{n}/x", "family": n})
        for e, n in zip((*audit.effects, audit.effects[0]), names, strict=True)
    )
    text = to_csv(
        audit.model_copy(update={"effects": effects, "rulings": (*audit.rulings, audit.rulings[0])})
    )
    text.encode()
    rows = list(csv.DictReader(io.StringIO(text)))
    assert [r["family"][0] for r in rows] == ["'", "'", "'", "a"]
    assert rows[3]["attack"] == 'a\nb,"c⟨U+D800⟩/x'


def test_parquet_holds_every_score_and_nulls_for_those_that_are_missing() -> None:
    pytest.importorskip("pyarrow", reason="the extra [scale] is not installed")
    from pyarrow import BufferReader, parquet

    audit = audits.few().model_copy(
        update={
            "items": ("a", "b\ud800"),
            "clusters": ("k", "k"),
            "scores": {
                "f/x": Scores(clean=(1, 2), attacked=(3, None), placebo=(1.5, None), without=(1,)),
                "f/a": Scores(clean=(1, 2), attacked=(3, 4), placebo=(5, 6)),
            },
        }
    )
    assert to_parquet(audit) == to_parquet(audit)
    rows = parquet.read_table(BufferReader(to_parquet(audit))).to_pylist()
    assert [(r["attack"], r["item"]) for r in rows] == [
        ("f/a", "a"), ("f/a", "b\\ud800"), ("f/x", "a"), ("f/x", "b\\ud800"),
    ]  # fmt: skip
    assert rows[3] == {
        "item": "b\\ud800",
        "cluster": "k",
        "attack": "f/x",
        "attribute": None,
        "has_variant": False,
        "clean": 2.0,
        "attacked": None,
        "placebo": None,
    }

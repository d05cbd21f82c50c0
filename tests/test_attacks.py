"""The catalogue as data: every file says what it does, and does what it says."""

import json
import re
import unicodedata
from pathlib import Path

import jsonschema
import pytest

from judgekit.catalog import attack_schema, attacks_readme, lint_attacks, load_attacks
from judgekit.catalog.examples import wordings
from judgekit.types import Attack, Expect, Place, Side, Target

FOLDER = Path(__file__).parent.parent / "attacks"
ATTACKS = load_attacks()

DIGITS_ARE_THE_PAYLOAD = {
    "authority/numbered-references",
    "injection/format-strings",
    "injection/planted-brackets",
    "injection/planted-json",
    "injection/planted-marker",
    "wrong-answers/planted-verdict",
}


@pytest.fixture(scope="module")
def problems():
    return lint_attacks()


@pytest.mark.parametrize("attack", ATTACKS, ids=lambda a: a.id)
def test_every_attack_lints_clean_and_its_examples_hold(attack, problems):
    assert [str(p) for p in problems if p.file == f"attacks/{attack.id}.yaml"] == []


@pytest.mark.parametrize(
    ("family", "least"),
    {
        "authority": 14,
        "characters": 9,
        "controls": 12,
        "distraction": 2,
        "formatting": 29,
        "injection": 24,
        "master-keys": 10,
        "code": 9,
        "labels": 6,
        "position": 2,
        "prompt": 9,
        "scale": 9,
        "told": 25,
        "told-of-one": 8,
        "transcripts": 9,
        "demographics": 7,
        "identity": 5,
        "optimised": 3,
        "refinement": 6,
        "slips": 2,
        "social": 12,
        "tone": 8,
        "verbosity": 7,
        "wrong-answers": 19,
    }.items(),
)
def test_no_family_loses_an_attack(family, least):
    assert sum(a.family == family for a in ATTACKS) >= least


def test_an_audit_has_its_controls():
    assert {
        "controls/dropped-sentence",
        "controls/empty",
        "controls/final-number",
        "controls/identity",
        "controls/other-response",
        "controls/shuffled-sentences",
        "controls/step",
        "controls/wrong-response",
    } <= {a.id for a in ATTACKS if a.is_control}


def test_controls_that_change_the_answer_and_they_alone_must_fall():
    assert named(lambda a: a.expect is Expect.LOWER) == named(
        lambda a: a.is_control and a.operator not in {"identity", "append", "prepend"}
    )


def test_no_payload_adds_a_number_that_could_be_read_as_the_answer():
    def has_digits(attack: Attack) -> bool:
        _, texts = wordings(attack) or ("", [])
        return any(char.isdigit() for char in str(texts))

    assert set(named(has_digits)) == DIGITS_ARE_THE_PAYLOAD


def test_every_attack_but_identity_shows_a_text_it_declines():
    def accepts_all(attack: Attack) -> bool:
        return not any(e.declines for e in attack.examples)

    assert named(lambda a: a.edits is Target.ANSWER and accepts_all(a)) == ["controls/identity"]


def test_every_edit_of_a_response_checks_that_its_final_answer_stays():
    def keeps_the_response(attack: Attack) -> bool:
        edits_response = attack.edits is Target.ANSWER and attack.place is not Place.WHOLE
        return edits_response and not attack.is_control

    assert named(lambda a: keeps_the_response(a) and "final" not in a.certificate) == [
        "verbosity/terse"
    ]


def test_every_attack_on_a_wrong_response_checks_that_it_stays_wrong():
    assert named(lambda a: a.on is Side.WRONG) == named(lambda a: "stays-wrong" in a.certificate)


def test_every_null_answer_is_checked_to_be_rejected():
    assert named(lambda a: a.family == "master-keys" and "rejected" not in a.certificate) == []


def test_a_rise_is_looked_for_where_there_is_room_to_rise():
    upward = named(lambda a: a.family in ("injection", "master-keys"))
    assert upward == named(lambda a: a.id in upward and a.on is Side.WEAKEST)


def test_a_web_address_leads_nowhere():
    hosts = re.findall(r"https?://([^/\s\"')]+)", json.dumps([a.params for a in ATTACKS]))
    assert hosts
    assert [h for h in hosts if not re.fullmatch(r".*\b(example\.org|[a-z-]+\.invalid)", h)] == []


def test_a_file_shows_every_character_it_holds():
    def hides(attack: Attack) -> bool:
        text = (FOLDER / f"{attack.id}.yaml").read_text(encoding="utf-8")
        return any(unicodedata.category(c)[0] == "C" and c != "\n" for c in text) or " \n" in text

    assert named(hides) == []


def test_no_two_attacks_share_a_title_or_a_hypothesis():
    assert len({a.title for a in ATTACKS}) == len({a.hypothesis for a in ATTACKS}) == len(ATTACKS)


def test_the_schema_is_current_and_accepts_every_file():
    schema = attack_schema()
    assert json.loads((FOLDER / "schema.json").read_text()) == schema, "python -m judgekit.catalog"
    check = jsonschema.Draft202012Validator(schema)
    for attack in ATTACKS:
        check.validate(attack.model_dump(mode="json", exclude={"id", "parts"}))


def test_the_schema_refuses_an_unknown_operator_and_an_unknown_promise():
    check = jsonschema.Draft202012Validator(attack_schema())
    right = ATTACKS[0].model_dump(mode="json", exclude={"id", "parts"})
    assert check.is_valid(right)
    assert not check.is_valid({**right, "operator": "apend"})
    assert not check.is_valid({**right, "certificate": ["afix"]})


def test_the_readme_is_current():
    readme = (FOLDER / "README.md").read_text(encoding="utf-8")
    assert readme == attacks_readme(ATTACKS), "python -m judgekit.catalog"


def named(predicate) -> list[str]:
    return [a.id for a in ATTACKS if predicate(a)]

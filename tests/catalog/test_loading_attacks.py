"""Attacks are loaded whole, chosen by name, and refused with file, line and field."""

from pathlib import Path

import pytest

from judgekit.catalog import lint_attacks, load_attacks
from judgekit.errors import CatalogError, InputError

SPECIMENS = Path(__file__).parent.parent / "specimens" / "attacks"


def promised(file: Path) -> str:
    """Return the error that a specimen's first line announces."""
    return file.read_bytes().split(b"\n")[0].decode().removeprefix("# ")


@pytest.fixture
def own(tmp_path):
    """A folder of a user's own attacks with one right file."""
    file = tmp_path / "own" / "praise" / "below.yaml"
    file.parent.mkdir(parents=True)
    file.write_bytes((SPECIMENS / "right" / "praise-below.yaml").read_bytes())
    return tmp_path / "own"


def ids(*select: str, extra: tuple[Path, ...] = ()) -> list[str]:
    return [a.id for a in load_attacks(extra, select) if not a.is_control]


@pytest.mark.parametrize("file", sorted((SPECIMENS / "refused").iterdir()), ids=lambda f: f.stem)
def test_loading_refuses_a_wrong_file_by_line_and_field(file):
    with pytest.raises(CatalogError) as refused:
        load_attacks([file])
    first = str(refused.value).splitlines()[0]
    assert first.startswith(str(file))
    assert promised(file) in first


@pytest.mark.parametrize("file", sorted((SPECIMENS / "linted").iterdir()), ids=lambda f: f.stem)
def test_lint_finds_the_one_thing_that_is_wrong(file):
    (problem,) = lint_attacks([file])
    assert promised(file) in str(problem)


def test_a_right_file_of_ones_own_loads_and_lints_clean(own):
    assert ids("praise", extra=(own,)) == ["praise/below"]
    assert lint_attacks([own]) == ()


def test_attacks_come_sorted_by_id():
    everything = [a.id for a in load_attacks()]
    assert everything == sorted(everything)


def test_on_is_a_field_and_yes_is_a_word(tmp_path, own):
    file = own / "praise" / "below.yaml"
    text = file.read_text().replace("Everyone agrees that this is well put.", "Yes")
    file.write_text(text.replace("expect: same", "expect: not-higher\non: weakest"))
    (attack,) = (a for a in load_attacks([own]) if a.family == "praise")
    assert attack.on == "weakest"
    assert attack.params["texts"][0] == "Yes"


def test_an_id_a_family_and_a_glob_select():
    assert ids("authority/url") == ["authority/url"]
    assert set(ids("tone")) == {a for a in ids() if a.startswith("tone/")}
    assert ids("*/hollow-reasoning") == [
        "refinement/hollow-reasoning",
        "wrong-answers/hollow-reasoning",
    ]


def test_a_hyphen_in_front_leaves_out():
    assert "social/anchor-low" not in ids("social", "-social/anchor-low")
    assert set(ids()) - set(ids("-social")) == set(ids("social"))


def test_controls_are_included_unless_they_are_left_out_by_name():
    controls = [a.id for a in load_attacks() if a.is_control]
    assert [a.id for a in load_attacks(select=["tone"]) if a.is_control] == controls
    some = load_attacks(select=["tone", "-controls/step"])
    assert [a.id for a in some if a.is_control] == [c for c in controls if c != "controls/step"]


@pytest.mark.parametrize(
    ("selector", "hint"),
    [
        ("autority", "did you mean 'authority'?"),
        ("authority/ulr", "did you mean 'authority/url'?"),
        ("-tones", "did you mean 'tone'?"),
        ("nothing-like-it", "known: authority, characters"),
    ],
)
def test_an_unknown_selector_is_refused_with_a_hint(selector, hint):
    with pytest.raises(InputError, match=r"no attack is named .*") as refused:
        load_attacks(select=[selector])
    assert hint in str(refused.value)


def test_an_attack_of_ones_own_may_not_take_a_packaged_name(own):
    taken = own / "authority" / "url.yaml"
    taken.parent.mkdir()
    (own / "praise" / "below.yaml").rename(taken)
    with pytest.raises(CatalogError, match=r"'authority/url' is already attacks/authority/url"):
        load_attacks([own])


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("below.yaml", "an attack lives in a family's folder; move it to"),
        ("praise/above.yml", "not named .yaml; rename it to above.yaml"),
        ("praise/Above_it.yaml", "'Above_it' is no attack name; use small letters"),
        ("Praise!/above.yaml", "'Praise!' is no attack name"),
        ("praise/loud/above.yaml", "a folder within a family, whose attacks are not read"),
    ],
)
def test_a_file_with_a_wrong_name_is_not_passed_over(own, name, said):
    (own / name).parent.mkdir(parents=True, exist_ok=True)
    (own / name).write_bytes((own / "praise" / "below.yaml").read_bytes())
    with pytest.raises(CatalogError) as refused:
        load_attacks([own])
    assert said in str(refused.value)


def test_hidden_folders_are_no_families(own):
    (own / ".github" / "workflows").mkdir(parents=True)
    (own / "__pycache__").mkdir()
    assert ids("praise", extra=(own,)) == ["praise/below"]


def test_a_missing_folder_is_named():
    with pytest.raises(CatalogError, match="nowhere: no such folder of attacks"):
        load_attacks([Path("nowhere")])


def test_several_wrong_files_are_named_at_once():
    with pytest.raises(CatalogError) as refused:
        load_attacks([SPECIMENS.parent / "attacks"])
    lines = str(refused.value).splitlines()
    assert len(lines) == 6
    assert lines[-1].startswith("and ")

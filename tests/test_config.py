"""Settings come from flags, then the file, then the defaults, and are closed."""

from pathlib import Path

import pytest

from judgekit.config import load_settings
from judgekit.errors import InputError


def write(folder: Path, text: str) -> Path:
    path = folder / "judgekit.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def test_without_a_file_the_defaults_hold(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert load_settings().judge == "local"


def test_the_file_of_the_working_directory_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path, "judge: openai/gpt-4o\nlimit: 7\n")
    monkeypatch.chdir(tmp_path)
    assert load_settings().limit == 7


def test_a_flag_wins_over_the_file(tmp_path: Path) -> None:
    path = write(tmp_path, "seed: 3\nrepeats: 2\n")
    settings = load_settings(path, seed=9)
    assert (settings.seed, settings.repeats) == (9, 2)


def test_a_flag_of_the_budget_keeps_the_rest_of_the_file_s_budget(tmp_path: Path) -> None:
    path = write(tmp_path, "budget: {alpha: 0.01, tolerance: 0.1}\n")
    budget = load_settings(path, budget={"tolerance": 0.03}).budget
    assert (budget.alpha, budget.tolerance) == (0.01, 0.03)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("repeat: 2\n", "setting 'repeat' is unknown; did you mean 'repeats'?"),
        ("limit: many\n", "setting 'limit': Input should be a valid integer"),
        ("budget: {tolerance: 2}\n", "setting 'budget.tolerance': Input should be less than 1"),
        ("budget: [1]\n", "setting 'budget': a list; a mapping is expected"),
        ("- judge\n", "holds a list; a mapping is expected"),
        ("judge: [\n", "is no YAML"),
        ("generate_api_base: https://me:key@host/v1\n", "setting 'generate_api_base': Value error"),
    ],
)
def test_a_wrong_file_is_refused_by_name(tmp_path: Path, text: str, message: str) -> None:
    path = write(tmp_path, text)
    with pytest.raises(InputError) as refused:
        load_settings(path)
    assert str(refused.value).startswith(f"{path}:")
    assert message in str(refused.value)


def test_an_empty_file_says_nothing(tmp_path: Path) -> None:
    assert load_settings(write(tmp_path, "")).seed == 0


def test_a_named_file_that_is_absent_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="cannot be read"):
        load_settings(tmp_path / "none.yaml")

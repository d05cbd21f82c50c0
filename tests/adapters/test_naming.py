"""Code is found by where it is and what it is called."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from judgekit.adapters import as_judge, find
from judgekit.errors import InputError
from judgekit.types import Sample, Scale

TEN = Scale(low=1, high=10, accept=7)
SAMPLE = Sample(id="s1", prompt="What is 2 + 2?", response="It is 4.")
SOURCE = """
from dataclasses import dataclass

def eight(prompt, response):
    return 8

def maker(points=6):
    return lambda prompt, response: points

@dataclass
class Fixed:
    points: int = 5
    def __call__(self, prompt, response):
        return self.points

@dataclass
class Needy:
    points: int
"""


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sys, "path", [*sys.path])
    (tmp_path / "planted_judges.py").write_text(SOURCE)
    (tmp_path / "planted_broken.py").write_text("1 / 0")
    yield tmp_path
    for name in [n for n in sys.modules if n.startswith("planted_") or n == "json.py"]:
        del sys.modules[name]


@pytest.mark.parametrize("where", ["planted_judges", "planted_judges.py", "./planted_judges.py"])
@pytest.mark.parametrize(("name", "score"), [("eight", 8), ("maker", 6), ("Fixed", 5)])
async def test_a_function_its_maker_and_a_class_are_found(
    where: str, name: str, score: float
) -> None:
    judge = as_judge(find(f"{where}:{name}"), scale=TEN)
    assert (await judge(SAMPLE, "It is 4.")).score == score


@pytest.mark.parametrize(
    ("spelled", "said"),
    [
        ("planted_judges.py:eigth", "did you mean 'eight'"),
        ("planted_judges", "names no judge"),
        ("planted_judges:", "names no judge"),
        ("planted_nowhere:eight", "ModuleNotFoundError"),
        ("nowhere/planted.py:eight", "No such file"),
        ("planted_broken.py:eight", "ZeroDivisionError"),
        ("planted_judges.py:Needy", "cannot be made without arguments.*'points'"),
    ],
)
def test_what_is_not_there_is_said_in_a_sentence(spelled: str, said: str) -> None:
    with pytest.raises(InputError, match=said):
        find(spelled)


async def test_a_file_is_no_module_and_takes_the_place_of_none(folder: Path) -> None:
    (folder / "json.py").write_text("def eight(prompt, response):\n    return 8\n")
    assert (await as_judge(find("json.py:eight"), scale=TEN)(SAMPLE, "4")).score == 8
    assert callable(find("json:loads"))


async def test_a_file_may_import_its_neighbours_and_stands_before_no_package(folder: Path) -> None:
    inner = folder / "inner"
    inner.mkdir()
    (inner / "planted_points.py").write_text("POINTS = 4")
    source = "from planted_points import POINTS\ndef four(prompt, response):\n    return POINTS\n"
    (inner / "planted_four.py").write_text(source)
    assert (await as_judge(find("inner/planted_four.py:four"), scale=TEN)(SAMPLE, "4")).score == 4
    assert sys.path[-1] == str(inner)


def test_what_is_no_judge_is_refused() -> None:
    with pytest.raises(InputError, match="a int is no judge"):
        as_judge(3)
    with pytest.raises(InputError, match="needs its scale"):
        as_judge(len)

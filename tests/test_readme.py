"""The README is executed: its files are written, its commands run, its numbers recounted."""

from __future__ import annotations

import re
import shlex
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from judgekit.auditing import load_audit
from judgekit.catalog import load_attacks
from judgekit.cli import main
from judgekit.cli.summary import summarise
from judgekit.render import to_html, to_markdown
from judgekit.testing import Provider

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"^```(\w+)([^\n]*)\n(.*?)^```$", README, re.M | re.S)
COMMANDS = [
    line
    for kind, _, text in BLOCKS
    if kind == "sh"
    for line in text.replace("\\\n", "").splitlines()
    if line.startswith("judgekit ")
]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with the files that the README shows."""
    made = tmp_path_factory.mktemp("readme")
    for _, about, text in BLOCKS:
        if name := re.search(r"file=(\S+)", about):
            (made / name[1]).parent.mkdir(parents=True, exist_ok=True)
            (made / name[1]).write_text(text, encoding="utf-8")
    return made


@pytest.fixture(scope="module")
def base_url() -> Iterator[str]:
    with Provider() as provider:
        yield provider.base_url


def test_every_command_of_the_readme_runs(
    folder: Path, base_url: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(folder)
    monkeypatch.setenv("OPENAI_API_KEY", "sk-loopback-0000")
    monkeypatch.setenv("JUDGEKIT_API_BASE", base_url)
    monkeypatch.setenv("JUDGEKIT_GENERATE_API_BASE", base_url)
    assert len(COMMANDS) >= 14
    for command in COMMANDS:
        monkeypatch.setattr(sys, "argv", shlex.split(command))
        with pytest.raises(SystemExit) as ended:
            main()
        assert ended.value.code in (0, 1, 3), (command, capsys.readouterr().err)


def test_the_program_of_the_readme_prints_what_it_says(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(folder)
    (program,) = [text for kind, _, text in BLOCKS if kind == "python"]
    (output,) = [text for kind, about, text in BLOCKS if (kind, about) == ("text", " output")]
    exec(program, {"__name__": "readme"})
    assert capsys.readouterr().out == output


def test_the_number_of_attacks_is_the_catalogue_s() -> None:
    n = sum(not a.is_control for a in load_attacks())
    assert f"each of {n} attacks" in README


def test_the_output_of_the_demo_is_that_of_the_sample_report() -> None:
    audit = load_audit(ROOT / "reports" / "sample" / "audit.json")
    assert summarise(audit, Path("judgekit-demo/report.html")) in README


def test_the_sample_report_is_a_function_of_its_audit() -> None:
    sample = ROOT / "reports" / "sample"
    audit = load_audit(sample / "audit.json")
    assert (sample / "report.html").read_text(encoding="utf-8") == to_html(audit)
    assert (sample / "report.md").read_text(encoding="utf-8") == to_markdown(audit)


def test_nobody_is_told_to_install_somebody_else_s_package() -> None:
    assert not re.search(r"pip install '?judgekit(?!-audit)", README)

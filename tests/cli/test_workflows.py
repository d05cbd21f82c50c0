"""The workflow files that `judgekit ci` prints are those the build servers take."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from check_jsonschema import main as check_jsonschema
from click.testing import CliRunner

from judgekit.cli import cli

SCHEMAS = {
    "github": ("--builtin-schema", "vendor.github-workflows"),
    "gitlab": ("--builtin-schema", "vendor.gitlab-ci", "--data-transform", "gitlab-ci"),
}


@pytest.fixture(params=SCHEMAS)
def server(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def printed(server: str) -> str:
    done = CliRunner().invoke(cli, ["ci", server], standalone_mode=False)
    assert done.return_value == 0
    return done.output


def lint(server: str, text: str, folder: Path) -> int:
    file = folder / f"{server}.yaml"
    file.write_text(text)
    return CliRunner().invoke(check_jsonschema, [*SCHEMAS[server], str(file)]).exit_code


def test_a_workflow_is_valid_by_its_server_s_schema(server: str, tmp_path: Path) -> None:
    assert lint(server, printed(server), tmp_path) == 0
    assert lint(server, printed(server).replace("judge:\n", "judge:\n    nonsense: 1\n"), tmp_path)


def test_nobody_is_told_to_install_somebody_else_s_package(server: str) -> None:
    text = printed(server)
    assert re.findall(r"pip install (\S+)", text) == ['"$JUDGEKIT"']
    assert re.search(r"JUDGEKIT: \S*judgekit_audit-", text)


def test_a_workflow_replays_and_uploads_junit_and_sarif(server: str) -> None:
    text = printed(server)
    assert "--replay" in text
    assert not re.search(r"API_KEY|secrets\.", text)
    assert "--junit judgekit-out/junit.xml --sarif judgekit-out/judge.sarif" in text

"""The doctor tells what is wrong, shows no key, and calls nobody unasked."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from judgekit.cli import cli
from judgekit.doctor import State, ask_judge, check_installed
from judgekit.doctor.installed import check_keys, check_release, check_start_files
from judgekit.doctor.judge import Known, describe, look_up
from judgekit.doctor.kinds import check_judge
from judgekit.errors import CallFailed, InputError
from judgekit.testing import Provider
from judgekit.types import Reply, Request, TokenChoice

SECRET = "a-value-nobody-may-see"


@pytest.mark.parametrize("version", ["1.82.7", "1.82.8", "1.107.0"])
def test_a_compromised_release_is_bad_and_the_keys_count_as_stolen(version: str):
    found = check_release(version)
    assert found.state is State.BAD
    assert "take every key of this machine for stolen" in found.text


def test_another_release_is_fine():
    assert check_release("1.106.2").state is State.OK


@pytest.mark.parametrize(
    ("name", "content", "state"),
    [
        ("litellm_init.pth", "import os, subprocess\n", State.BAD),
        ("later.pth", "/somewhere\nimport\tos\n", State.BAD),
        ("distutils-precedence.pth", "import os; os.environ\n", State.OK),
        ("__editable__.mine-1.0.pth", "import __editable___mine\n", State.OK),
        ("paths.pth", "/somewhere/else\nimportant\n", State.OK),
    ],
)
def test_a_start_file_that_runs_code_is_told(tmp_path: Path, name: str, content: str, state: State):
    (tmp_path / name).write_text(content)
    found = check_start_files([tmp_path])
    assert [c.state for c in found] == [state]
    assert (name in found[0].text) == (state is State.BAD)


def test_keys_are_named_and_never_shown():
    found = check_keys({"OPENAI_API_KEY": SECRET, "EMPTY_API_KEY": "", "HOME": "/root"})
    assert found.text == "set: OPENAI_API_KEY"


def test_this_installation_is_looked_at_whole():
    found = {c.name: c.state for c in check_installed({})}
    assert found["litellm"] is State.OK
    assert found["litellm release"] is State.OK
    assert found["keys"] is State.NOTE


def test_what_is_known_of_a_judge_is_worded():
    known = Known("acme", ("ACME_API_KEY",), (1e-6, 4e-6), ("temperature", "max_tokens"))
    found = {c.name: c for c in describe("acme/one", known)}
    assert found["key"].state is State.BAD
    assert found["price"].text == "$1 in, $4 out, per million tokens"
    assert "refuses top_p, seed, logprobs, response_format" in found["parameters"].text
    assert found["log-probabilities"].state is State.NOTE


def test_an_unknown_price_is_unknown_and_an_own_server_may_need_no_key():
    found = describe("acme/one", Known("acme", ("KEY",), None, None), own_server=True)
    assert [c.state for c in found] == [State.OK, State.NOTE, State.UNKNOWN, State.UNKNOWN]


def test_a_name_of_no_provider_is_bad():
    assert [c.state for c in describe("what", Known(None, (), None, None))] == [State.BAD]


def test_the_local_judge_needs_no_table():
    assert [c.state for c in check_judge("local")] == [State.OK]


class Choosy:
    """A model that refuses a temperature and gives no log-probabilities."""

    def __init__(self, *, silent: bool = False) -> None:
        self.seen: list[Request] = []
        self._silent = silent

    async def __call__(self, request: Request) -> Reply:
        self.seen.append(request)
        if self._silent or "temperature" in request.params:
            raise CallFailed("acme/one: 400 unsupported")
        return Reply(text='{"score": 1}', model="one-2026")


async def test_what_a_judge_refuses_is_found_by_asking_once_for_each():
    model = Choosy()
    found = {c.name: c for c in await ask_judge(model, "acme/one")}
    assert len(model.seen) == len(found) == 6
    assert found["answers"].text == "taken by one-2026"
    assert found["temperature"].state is State.NOTE
    assert "400 unsupported" in found["temperature"].text
    assert found["log-probabilities"].text == "taken, but none came back"
    assert found["seed"].state is State.OK


async def test_a_judge_that_does_not_answer_is_asked_once():
    model = Choosy(silent=True)
    found = await ask_judge(model, "acme/one")
    assert ([c.state for c in found], len(model.seen)) == ([State.BAD], 1)


async def test_log_probabilities_that_come_back_are_offered():
    async def generous(request: Request) -> Reply:
        return Reply(text="1", first_token=(TokenChoice("1", 0.0),))

    found = {c.name: c.state for c in await ask_judge(generous, "acme/one")}
    assert set(found.values()) == {State.OK}


def test_the_command_prints_a_line_for_each_and_no_key(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("OPENAI_API_KEY", SECRET)
    monkeypatch.delenv("JUDGEKIT_JUDGE", raising=False)
    done = CliRunner().invoke(cli, ["doctor"], standalone_mode=False)
    assert done.return_value == 0, done.output
    assert "OPENAI_API_KEY" in done.output
    assert SECRET not in done.output
    asjson = CliRunner().invoke(
        cli, ["doctor", "--judge", "local", "--json"], standalone_mode=False
    )
    assert SECRET not in asjson.output
    assert json.loads(asjson.output)[-1]["name"] == "local"


@pytest.mark.parametrize("judge", [(), ("--judge", "local")])
def test_there_must_be_a_provider_to_call(judge: tuple[str, ...]):
    done = CliRunner().invoke(cli, ["doctor", *judge, "--call"], standalone_mode=False)
    assert isinstance(done.exception, InputError)


def test_litellms_own_tables_are_understood(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.delenv("OPENAI_API_KEY", raising=False)
    known = look_up("openai/gpt-4o-mini")
    assert (known.provider, known.missing_keys) == ("openai", ("OPENAI_API_KEY",))
    assert known.usd_per_token is not None
    assert known.params is not None
    assert "logprobs" in known.params
    assert look_up("ollama/one-that-nobody-serves").usd_per_token is None
    assert look_up("no-provider-has-this").provider is None


# The anthropic SDK's types, which LiteLLM loads; Pydantic warns of them once.
@pytest.mark.filterwarnings("ignore:Items? .* using the `ReadOnly` qualifier:UserWarning")
def test_a_provider_is_asked_only_where_that_is_said(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("OPENAI_API_KEY", SECRET)
    with Provider() as provider:
        words = ["doctor", "--judge", "openai/judge", "--api-base", provider.base_url, "--json"]
        CliRunner().invoke(cli, words, standalone_mode=False)
        assert provider.requests == []
        done = CliRunner().invoke(cli, [*words, "--call"], standalone_mode=False)
        assert len(provider.requests) == 6
    assert SECRET not in done.output
    assert "log-probabilities" in {c["name"] for c in json.loads(done.output)}

"""The command that looks at this machine, and at a judge, before an audit is begun."""

from __future__ import annotations

import asyncio
import json
import os
from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from judgekit.cli.options import json_option

if TYPE_CHECKING:
    from judgekit.doctor import Check

_MARKS = {"ok": "ok", "note": "note", "bad": "BAD", "unknown": "?"}


@click.command()
@click.option("--judge", envvar="JUDGEKIT_JUDGE", help="Look this judge up too.")
@click.option("--api-base", envvar="JUDGEKIT_API_BASE", help="Where its API is.")
@click.option("--call", is_flag=True, help="Ask it: one tiny call for each parameter.")
@json_option
def doctor(judge: str | None, api_base: str | None, call: bool, as_json: bool) -> int:
    """Say what is installed, which keys are set, and what a judge takes.

    No key is shown, and without --call nothing is called. Exit 4 where something is bad.
    """
    from judgekit.config import Kind, kind_of
    from judgekit.doctor import State, check_installed, check_judge
    from judgekit.errors import InputError

    if call and (judge is None or kind_of(judge) is not Kind.MODEL):
        raise InputError("--call asks a judge at its provider; give --judge PROVIDER/MODEL")
    checks = [*check_installed(os.environ)]
    # What was tampered with is not imported in order to ask it.
    if judge is not None and not any(c.state is State.BAD for c in checks):
        checks += check_judge(judge, api_base=api_base)
        if call:
            checks += asyncio.run(_ask(judge, api_base))
    click.echo(
        json.dumps([c.model_dump() for c in checks], indent=1) if as_json else _table(checks)
    )
    return 4 if any(c.state is State.BAD for c in checks) else 0


async def _ask(judge: str, api_base: str | None) -> Sequence[Check]:
    from judgekit.doctor import ask_judge
    from judgekit.llm import LiteLLM

    model = LiteLLM(judge, api_base=api_base, max_retries=1, timeout_s=30)
    try:
        return await ask_judge(model, judge, api_base=api_base)
    finally:
        await model.aclose()


def _table(checks: Sequence[Check]) -> str:
    width = max(len(c.name) for c in checks)
    return "\n".join(f"{_MARKS[c.state.value]:<5} {c.name:<{width}}  {c.text}" for c in checks)

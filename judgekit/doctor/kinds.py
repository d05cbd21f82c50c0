"""What can be told of a judge of any kind without asking it."""

from __future__ import annotations

import os
from itertools import chain
from pathlib import Path

from judgekit.adapters import find
from judgekit.catalog import load_record
from judgekit.config import Kind, PanelFile, kind_of
from judgekit.doctor.checks import Check, State
from judgekit.doctor.judge import describe, look_up
from judgekit.errors import InputError
from judgekit.judging import check_endpoint
from judgekit.types import Endpoint


def check_judge(judge: str, *, api_base: str | None = None) -> tuple[Check, ...]:
    """Look a judge up; nothing is called, but code of the user's own is imported."""
    word, _, rest = judge.partition(":")
    try:
        match kind_of(judge):
            case Kind.MODEL:
                return describe(judge, look_up(judge), own_server=api_base is not None)
            case Kind.LOCAL:
                text = "runs on this machine: no key, no price; log-probabilities are offered"
                return (Check(name=judge, state=State.OK, text=text),)
            case Kind.CODE:
                return (_on_code(judge, rest),)
            case Kind.ENDPOINT:
                return _on_endpoint(judge, load_record(Path(rest), Endpoint))
            case Kind.PANEL:
                members = load_record(Path(rest), PanelFile).members
                checks = (check_judge(m.judge, api_base=m.api_base) for m in members)
                return tuple(chain.from_iterable(checks))
    except InputError as error:
        return (Check(name=word, state=State.BAD, text=str(error)),)


def _on_code(judge: str, spelled: str) -> Check:
    kind = type(find(spelled)).__name__
    text = f"a {kind}, called in this process: its replies are not recorded, nor their price known"
    return Check(name=judge, state=State.NOTE, text=text)


def _on_endpoint(judge: str, endpoint: Endpoint) -> tuple[Check, ...]:
    check_endpoint(endpoint)
    missing = [name for name in endpoint.variables if not os.environ.get(name)]
    keys = Check(name="key", state=State.OK, text="what its headers need is set")
    if missing:
        keys = Check(name="key", state=State.BAD, text=f"not set: {', '.join(missing)}")
    costs = "told by it" if endpoint.usage.cost_usd else "unknown: it has no path to its cost"
    price = State.OK if endpoint.usage.cost_usd else State.UNKNOWN
    return (
        Check(name=judge, state=State.OK, text=f"{endpoint.method} {endpoint.url}"),
        keys,
        Check(name="price", state=price, text=costs),
    )

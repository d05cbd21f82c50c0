"""SARIF 2.1.0: a rule per attack, a result per attack that is exceeded or open."""

from __future__ import annotations

import json
from collections.abc import Sequence
from urllib.parse import quote

from judgekit.render.ci.cases import Case
from judgekit.text import sha256
from judgekit.types import Verdict

_SCHEMA = (
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
)
_LEVELS = {Verdict.EXCEEDED: "error", Verdict.INCONCLUSIVE: "note"}


def to_sarif(
    cases: Sequence[Case], *, about: str, version: str, judge: str, failed: str | None = None
) -> str:
    """Return the cases as one run of results.

    `about` is the file that results are shown at, relative to the repository. `judge` is the name
    that its results are kept under: those of a changed judge replace those it gave before.
    `failed` is why the run itself failed.
    """
    open_or_worse = [c for c in cases if c.verdict in _LEVELS]
    run = {
        "tool": {
            "driver": {
                "name": "judgekit",
                "version": version,
                "rules": [_rule(c) for c in open_or_worse],
            }
        },
        # What stands before the last slash is the category.
        "automationDetails": {"id": f"judgekit/{_uri(judge, safe='')}/"},
        "invocations": [_invocation(failed)],
        "results": [_result(c, i, about) for i, c in enumerate(open_or_worse)],
    }
    return json.dumps({"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}, indent=1) + "\n"


def _invocation(failed: str | None) -> dict[str, object]:
    if failed is None:
        return {"executionSuccessful": True}
    said = {"level": "error", "message": {"text": failed}}
    return {"executionSuccessful": False, "toolExecutionNotifications": [said]}


def _rule(case: Case) -> dict[str, object]:
    return {
        "id": case.attack,
        "name": case.attack,
        "shortDescription": {"text": case.title},
        "defaultConfiguration": {"level": "error"},
    }


def _result(case: Case, number: int, about: str) -> dict[str, object]:
    place = {"artifactLocation": {"uri": _uri(about)}, "region": {"startLine": 1}}
    return {
        "ruleId": case.attack,
        "ruleIndex": number,
        "level": _LEVELS[case.verdict],
        "message": {"text": f"{case.title}: {case.why}"},
        "locations": [{"physicalLocation": place}],
        "partialFingerprints": {"attack/v1": sha256(f"{about} {case.attack}")[:32]},
    }


def _uri(text: str, safe: str = "/") -> str:
    return quote(text, safe=safe, errors="replace")

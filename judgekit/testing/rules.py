"""A model by rules: a verdict that anyone can compute, in the form that the prompt asks for."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Mapping
from typing import Any

from judgekit.text import sha256
from judgekit.types import Reply, TokenChoice

_WINNER = re.compile(r'"winner": "<(?P<first>\S+) or (?P<second>\S+?)[ >]')
_ANSWER = re.compile(r"<\w+_answer>\n(.*?)\n</", re.DOTALL)
_GRADED = re.compile(r'"(?!score")(\w+)": <number from 1 to 5>')
_HEADING = re.compile(r"^#{1,6} \S", re.MULTILINE)


def verdict_by_rules(body: Mapping[str, Any]) -> Reply:
    """Give 4, 5 or 6 by a hash of the last message, and one point more where it has a heading.

    The form is JSON where the message shows `"score"`, else a line `Score: n`; where log
    probabilities are asked for it is Yes or No if the message says so, else a digit. Where the
    message asks for a `"winner"`, it is the answer with more points, the first of equals. Where
    it asks for grades of other names, on 1 to 5, each is 2, 3 or 4 by a hash, and a heading is one
    point of clarity.
    """
    shown = str(body["messages"][-1]["content"])
    if asked := _WINNER.search(shown):
        return _winner(shown, asked["first"], asked["second"])
    points = _points(shown)
    if body.get("logprobs"):
        return _labelled(points, yes_or_no="Yes or No" in shown)
    if fields := _GRADED.findall(shown):
        return _graded(shown, fields)
    if '"score"' in shown:
        return Reply(text=json.dumps({"reason": "By rules.", "score": points}))
    return Reply(text=f"By rules.\nScore: {points}")


def _points(text: str) -> int:
    return 4 + int(sha256(text)[:8], 16) % 3 + bool(_HEADING.search(text))


def _graded(shown: str, fields: list[str]) -> Reply:
    grades = {field: 2 + int(sha256(field + shown)[:8], 16) % 3 for field in fields}
    if "clarity" in grades:
        grades["clarity"] += bool(_HEADING.search(shown))
    return Reply(text=json.dumps({"reason": "By rules.", **grades}))


def _winner(shown: str, first: str, second: str) -> Reply:
    points = [_points(answer) for answer in _ANSWER.findall(shown)]
    best = first if points[0] >= points[-1] else second
    return Reply(text=json.dumps({"reason": "By rules.", "winner": best}))


def _labelled(points: int, *, yes_or_no: bool) -> Reply:
    if yes_or_no:
        chances = {"Yes": points / 10, "No": 1 - points / 10}
    else:
        chances = {str(points): 0.8, str(points - 1): 0.1, str(points + 1): 0.1}
    ranked = sorted(chances.items(), key=lambda choice: -choice[1])
    first = tuple(TokenChoice(token, math.log(chance)) for token, chance in ranked)
    return Reply(text=first[0].token, first_token=first)

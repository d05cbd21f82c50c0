"""How a judge is asked, how its reply is read, and the judges made of both."""

from judgekit.judging.asking import reply_schema
from judgekit.judging.identity import judge_hash
from judgekit.judging.judges import Called, PromptedJudge, Repeated
from judgekit.judging.lint import check_prompt
from judgekit.judging.parse import PARSER_VERSION, parse
from judgekit.judging.render import render

__all__ = [
    "PARSER_VERSION",
    "Called",
    "PromptedJudge",
    "Repeated",
    "check_prompt",
    "judge_hash",
    "parse",
    "render",
    "reply_schema",
]

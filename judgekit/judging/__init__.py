"""How a judge is asked, how its reply is read, and the judges made of both."""

from judgekit.judging.asking import reply_schema
from judgekit.judging.called import Called
from judgekit.judging.identity import judge_hash
from judgekit.judging.lint import check_prompt
from judgekit.judging.orders import DualOrder, in_both_orders
from judgekit.judging.parse import PARSER_VERSION, parse
from judgekit.judging.prompted import PromptedJudge
from judgekit.judging.redrawn import redrawn
from judgekit.judging.render import render
from judgekit.judging.repeated import Repeated

__all__ = [
    "PARSER_VERSION",
    "Called",
    "DualOrder",
    "PromptedJudge",
    "Repeated",
    "check_prompt",
    "in_both_orders",
    "judge_hash",
    "parse",
    "redrawn",
    "render",
    "reply_schema",
]

"""How a judge is asked, how its reply is read, and the judges made of both."""

from judgekit.judging.called import Called
from judgekit.judging.identity import judge_hash
from judgekit.judging.lint import check_prompt
from judgekit.judging.misreading import review_prompt
from judgekit.judging.orders import DualOrder, in_both_orders
from judgekit.judging.parse import PARSER_VERSION, parse
from judgekit.judging.prompted import PromptedJudge
from judgekit.judging.redrawn import redrawn
from judgekit.judging.rehearsal import Rehearsal, rehearse
from judgekit.judging.render import render
from judgekit.judging.repeated import Repeated
from judgekit.judging.replies import reply_form, reply_schema
from judgekit.judging.templates import Fault
from judgekit.judging.vector import weakest

__all__ = [
    "PARSER_VERSION",
    "Called",
    "DualOrder",
    "Fault",
    "PromptedJudge",
    "Rehearsal",
    "Repeated",
    "check_prompt",
    "in_both_orders",
    "judge_hash",
    "parse",
    "redrawn",
    "rehearse",
    "render",
    "reply_form",
    "reply_schema",
    "review_prompt",
    "weakest",
]

"""How a judge is asked, how its reply is read, and the judges made of both."""

from judgekit.judging.called import Called, caught
from judgekit.judging.endpoint import EndpointJudge, check_endpoint
from judgekit.judging.identity import called_identity, judge_hash
from judgekit.judging.lint import check_prompt
from judgekit.judging.misreading import review_prompt
from judgekit.judging.orders import DualOrder, in_both_orders
from judgekit.judging.panel import Panel, Pooling
from judgekit.judging.parse import PARSER_VERSION, judgment, parse
from judgekit.judging.prompted import PromptedJudge
from judgekit.judging.redrawn import redrawn
from judgekit.judging.rehearsal import Rehearsal, rehearse
from judgekit.judging.render import render
from judgekit.judging.repeated import Repeated
from judgekit.judging.replies import reply_form, reply_schema
from judgekit.judging.sources import made_of, qualified_name
from judgekit.judging.templates import Fault
from judgekit.judging.vector import weakest

__all__ = [
    "PARSER_VERSION",
    "Called",
    "DualOrder",
    "EndpointJudge",
    "Fault",
    "Panel",
    "Pooling",
    "PromptedJudge",
    "Rehearsal",
    "Repeated",
    "called_identity",
    "caught",
    "check_endpoint",
    "check_prompt",
    "in_both_orders",
    "judge_hash",
    "judgment",
    "made_of",
    "parse",
    "qualified_name",
    "redrawn",
    "rehearse",
    "render",
    "reply_form",
    "reply_schema",
    "review_prompt",
    "weakest",
]

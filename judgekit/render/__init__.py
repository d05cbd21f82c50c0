"""From an audit to what people read: a page, Markdown, sentences; pure, with no clock."""

from judgekit.render.card import card_to_markdown
from judgekit.render.limits import limits
from judgekit.render.markdown import to_markdown
from judgekit.render.page import to_html
from judgekit.render.sentences import headline, next_steps
from judgekit.render.view.report import figures

__all__ = [
    "card_to_markdown",
    "figures",
    "headline",
    "limits",
    "next_steps",
    "to_html",
    "to_markdown",
]

"""From an audit or a gate to what people read: a page, Markdown, sentences; pure, with no clock."""

from judgekit.render.card import card, card_to_markdown
from judgekit.render.data_card import data_card_to_markdown
from judgekit.render.defences import defences_to_html, defences_to_markdown, defences_to_text
from judgekit.render.gate import gate_to_html, review_to_html
from judgekit.render.judges import judges_to_html, judges_to_markdown, judges_to_text
from judgekit.render.limits import limits
from judgekit.render.markdown import to_markdown
from judgekit.render.page import to_html
from judgekit.render.scores import to_parquet
from judgekit.render.sentences import headline, next_steps
from judgekit.render.table import to_csv
from judgekit.render.validation import (
    validation_to_html,
    validation_to_markdown,
    validation_to_text,
)
from judgekit.render.view.report import figures

__all__ = [
    "card",
    "card_to_markdown",
    "data_card_to_markdown",
    "defences_to_html",
    "defences_to_markdown",
    "defences_to_text",
    "figures",
    "gate_to_html",
    "headline",
    "judges_to_html",
    "judges_to_markdown",
    "judges_to_text",
    "limits",
    "next_steps",
    "review_to_html",
    "to_csv",
    "to_html",
    "to_markdown",
    "to_parquet",
    "validation_to_html",
    "validation_to_markdown",
    "validation_to_text",
]

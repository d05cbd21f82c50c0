"""Sentences in a manner: certain, charming, beside the question, long for nothing."""

from __future__ import annotations

from judgekit.marks.lexicon import FEELING
from judgekit.marks.rules.rule import GAP, Rule, rule

IN_MANNER: tuple[Rule, ...] = (
    rule(
        "tone",
        "certain",
        r"\b(?:absolutely|completely|totally|entirely|100 ?%) (?:certain|sure|confident"
        r"|positive)\b",
        r"\b(?:no|without (?:a|any)) doubt\b|\bI know (?:this|it|that) for\b|\bbeyond (?:all"
        r"|any) doubt\b",
    ),
    rule(
        "tone",
        "unsure",
        r"\bnot (?:entirely|completely|quite|totally|so) (?:sure|certain)\b",
        r"\b(?:may|might|could) be (?:mistaken|wrong|off)\b|\b(?:just|only) (?:a"
        r"|my) (?:best )?guess\b|\bmy best guess\b",
    ),
    rule(
        "tone",
        "mood",
        rf"\b(?:I|my|me|I'm)\b{GAP}\b{FEELING}\b",
        rf"\b{FEELING}\b{GAP}\b(?:I|my|me)\b",
        rf"^(?:what an?|oh,? how|how)\b{GAP}\b{FEELING}\b|^(?:sorry|apologies|please excuse)\b",
    ),
    rule(
        "distraction",
        "aside",
        r"^(?:by the way|on another note|on a different note|unrelated(?:ly)?|incidentally"
        r"|as an aside)\b",
        r"^(?:key ?words|related terms|topics(?: covered)?|tags|index terms|search terms)\s*:",
    ),
    rule(
        "distraction",
        "absent-document",
        r"\battached (?:document|file|report|text)\b|\b(?:document"
        r"|file) (?:that )?you (?:attached|provided|sent)\b",
    ),
    rule(
        "verbosity",
        "opening",
        r"^(?:certainly|of course|sure thing|absolutely|great question|good question)[!,.]",
        r"\b(?:happy|glad|pleased|delighted) to (?:help|assist|explain)\b"
        r"|\bthank you for (?:asking|your question)\b",
        r"\bthat is an interesting (?:one|question)\b|\bgladly walk you\b",
    ),
    rule(
        "verbosity",
        "closing",
        r"\b(?:hope|trust) (?:this|that) helps\b|\bfeel free to\b|\blet me know if\b"
        r"|\bplease (?:just )?ask\b",
        r"\bany (?:further|other|more) questions\b|\bdon't hesitate\b|\bdo not hesitate\b",
    ),
    rule(
        "verbosity",
        "disclaimer",
        r"\bI am (?:an?|just an?|only an?) (?:AI|language model|artificial)\b|\bas an AI\b",
        r"\b(?:professional|medical|legal|financial) advice\b|\badvice of an? \w+|^disclaimer\b",
        r"\b(?:educational|informational) purposes\b|\bconsult(?:ing)? an? (?:qualified"
        r"|professional|doctor|lawyer)\b",
    ),
)

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
        r"\bnot (?:an? |the )?(?:\w+ )?(?:shred|trace|hint|grain|ounce|shadow|flicker"
        r"|sliver) of (?:a )?doubt\b",
        r"\bI(?:'d| would|'ll| will)? (?:stake|bet|wager|swear|guarantee|promise|vouch)\b"
        r"|\brest assured\b"
        r"|\b(?:trust|believe) me\b|\btake it from me\b|\bmark my words\b|\b(?:full stop"
        r"|end of story)\b",
        r"(?:\b(?:hundred(?: and \w+)?|1\d0) ?(?:%|per ?cent)) (?:\w+ )?(?:sure|certain|right"
        r"|correct|accurate)\b",
        r"\b(?:beyond|past|without) (?:all |any |a )?(?:question|dispute|doubt)\b"
        r"|\b(?:could|can)(?:not|n't)? (?:not )?possibly be (?:otherwise|wrong|different"
        r"|anything)\b",
        r"\b(?:irrefutabl|indisputabl|undeniabl|incontestabl|unassailabl|unquestionabl|indubitabl"
        r"|incontrovertibl)\w+",
        r"\b(?:one and only|only possible) (?:\w+ )?(?:right|correct|true)?\s?(?:answer"
        r"|solution)\b",
        r"\b(?:no|without (?:a|any)) doubt\b|\bI know (?:this|it|that) for\b|\bbeyond (?:all"
        r"|any) doubt\b",
    ),
    rule(
        "tone",
        "unsure",
        r"\bnot (?:entirely|completely|quite|totally|so) (?:sure|certain)\b",
        r"\bshake the feeling\b|\bwho knows\b|\bI(?:'m| am) (?:afraid|worried) (?:that )?(?:I|this"
        r"|it)\b",
        r"\b(?:may|might|could) be (?:mistaken|wrong|off)\b|\b(?:just|only) (?:a"
        r"|my) (?:best )?guess\b|\bmy best guess\b",
    ),
    rule(
        "tone",
        "mood",
        rf"\b(?:I|my|me|I'm)\b{GAP}\b{FEELING}\b",
        rf"\b{FEELING}\b{GAP}\b(?:I|my|me)\b",
        r"^(?:woo-?hoo|yay|hooray|hurray|yippee|whee|ugh|argh|sigh|alas|oh no|phew|gosh|geez|jeez"
        r"|damn)\b",
        rf"^(?:what an?|oh,? how|how)\b{GAP}\b{FEELING}\b|^(?:sorry|apologies|please excuse)\b",
    ),
    rule(
        "distraction",
        "aside",
        r"^(?:by the way|on (?:a|another) (?:\w+ )?note|(?:completely |totally )?unrelated(?:ly)?"
        r"|incidentally"
        r"|as an aside|fun fact|did you know|speaking of which|random fact)\b",
        r"^as (?:the (?:\w+ )?(?:saying|proverb|adage)|they say)\b",
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
        r"^(?:certainly|of course|sure thing|absolutely)[!,.]|^sure!",
        r"\b(?:great|good|excellent|interesting|wonderful|fantastic"
        r"|fascinating) (?:and \w+ )?question\b",
        r"\blet(?:'s| us) (?:dive|jump|get started|get right)\b|\bhere comes? an?\b"
        r"|\bbefore (?:turning|diving"
        r"|getting|we (?:turn|dive|begin|start|get))\b|\bthanks? (?:you )?for (?:reaching|asking"
        r"|your question)\b",
        r"\b(?:happy|glad|pleased|delighted) to (?:help|assist|explain)\b"
        r"|\bthank you for (?:asking|your question)\b",
        r"\bthat is an interesting (?:one|question)\b|\bgladly walk you\b",
    ),
    rule(
        "verbosity",
        "closing",
        r"\b(?:hope|trust)(?: that)? (?:this|that|it)\b[^.!?\n]{0,30}\b(?:helps?|help(?:ed|ful)"
        r"|useful|clears?|clarif\w+"
        r"|answers?)\b|\b(?:(?:free|hesitate|welcome) to (?:reach|contact|get)|reach out any"
        r"|get in touch|contact me)\b|\blet me know\b|\bgladly (?:elaborate|explain"
        r"|help)\b|\bif (?:anything|something) (?:is|remains) unclear\b",
        r"\b(?:hope|trust) (?:this|that) helps\b|\bfeel free to\b|\blet me know if\b"
        r"|\bplease (?:just )?ask\b",
        r"\bany (?:further|other|more) questions\b|\bdon't hesitate\b|\bdo not hesitate\b",
    ),
    rule(
        "verbosity",
        "phrase",
        r"\bin today's \w+|\b(?:now )?more than ever\b|\bit goes without saying\b|\ball in all\b"
        r"|\bat the end of the day\b|\bneedless to say\b",
        r"\b(?:wide|broad|vast|whole) (?:variety|range|array|host) of (?:\w+ )?(?:factors|aspects"
        r"|considerations"
        r"|perspectives)\b|\bmany (?:\w+ )?(?:aspects|factors|facets)\b",
    ),
    rule(
        "verbosity",
        "disclaimer",
        r"\b(?:merely|only|just) an? (?:AI|language model|assistant)\b"
        r"|\bwithout (?:any )?(?:guarantee|warranty)\b",
        r"\bI am (?:an?|just an?|only an?) (?:AI|language model|artificial)\b|\bas an AI\b",
        r"\b(?:professional|medical|legal|financial) advice\b|\badvice of an? \w+|^disclaimer\b",
        r"\b(?:educational|informational) purposes\b|\bconsult(?:ing)? an? (?:qualified"
        r"|professional|doctor|lawyer)\b",
    ),
)

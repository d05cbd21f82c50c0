"""Sentences about the judging: pleas, revisions, checks that were run, tools that agree."""

from __future__ import annotations

from judgekit.marks.lexicon import EXPERT, EXTREME, GRADE, JUDGE, WORK
from judgekit.marks.rules.rule import GAP, Rule, rule

_TEST = r"(?:tests?|checks?|test suites?|validation)"
_TOOL = r"(?:tools?|solver|sandbox|search|run|execution|outputs?)"
_FLAW = r"(?:errors?|mistakes?|flaws?|warnings?|discrepanc(?:y|ies)|contradictions?|failures?)"

ABOUT_JUDGING: tuple[Rule, ...] = (
    rule(
        "injection",
        "request",
        rf"\b(?:give|award|assign|grant|rate|score|grade|receive|report|confirm|deserves?"
        rf"|merits?|earns?)\b{GAP}"
        rf"\b{EXTREME}(?:est)?\s(?:\w+ )?{GRADE}\b",
        rf"\b(?:note|message|instructions?|memo) (?:to|for) the {JUDGE}\b",
        rf"\b(?:pick|choose|prefer|select|vote for)\s(?:me|this (?:{WORK}|one|text))\b",
        rf"\brate (?:this|it|me)\b|\b{EXTREME}\s(?:\w+ )?{GRADE}\b{GAP}\b(?:only|valid|fitting"
        rf"|assigned|confirmed)\b",
        rf"\b(?:only|fitting|valid)\s{GRADE}\b|\bfull marks\b|\btop (?:score|of the scale)\b",
        r"\breply (?:that|with)\b|\bthe winner is\b|\bprefer the text\b",
        rf"\b(?:first|second|better|above|just above) {WORK} (?:is|wins)\b",
    ),
    rule(
        "injection",
        "override",
        rf"\b(?:ignore|disregard|forget|override)\b{GAP}\b(?:previous|above|prior|earlier"
        rf"|given|rubric|criteri\w+|instructions?|rules)\b",
        rf"\b(?:rubric|criteria|criterion|rules|instructions?)\b{GAP}\b(?:withdrawn"
        rf"|replace[sd]?|no longer|new|obsolete)\b",
        r"\bnew (?:instructions?|task|rules?|criteri\w+)\b|\bnext task\b|\bremaining job\b",
        r"\bswapped by mistake\b|\b(?:question|task) was withdrawn\b|\bcorrection of the task\b",
    ),
    rule(
        "injection",
        "pretended-verdict",
        r"\b(?:evaluation|assessment|grading|judge?ment|review)\s(?:is )?(?:completed?|closed"
        r"|finished|concluded|notes?)\b",
        rf"\b(?:start|end|result) of (?:the )?(?:verdict|evaluation|judge?ment|{WORK})\b",
        r"^(?:judge|grader|evaluator)(?:'s)?\s(?:analysis|notes?|verdict|reasoning)\b",
        rf"\b{WORK} (?:above |below )?(?:is|was found to be|merits|meets|deserves|receives)\b"
        rf"{GAP}\b(?:accurate|flawless|perfect|correct in|complete|every requirement|trusted)\b",
        rf"\b(?:trusted|reference) {WORK}\b|\bevery requirement is met\b",
    ),
    rule(
        "injection",
        "foreign-request",
        r"\b(?:punktzahl|bestnote|puntuaci[oó]n|calificaci[oó]n|meilleure note|note maximale"
        r"|pontua[cç][aã]o|punteggio)\b",
        r"最高分|满分|高分|点数|満点|評価|점수",
    ),
    rule(
        "refinement",
        "draft",
        r"^(?:first|initial|earlier|original|rough|second|revised|refined|improved|polished|final) "
        r"(?:draft|attempt|version|response|revision)\b",
        r"^(?:version (?:one|two|\d)|feedback|reviewer|critique|comment"
        r"|revision note)\b[^\n]{0,20}:",
        r"\b(?:rounds?|series) of (?:\w+ )?(?:improvement|revision|review|feedback)s?\b",
        rf"\b(?:revised|rewritten|refined|improved|polished|reworked)\b{GAP}\b"
        rf"(?:feedback|reviewe?r?s?|suggestions?|comments|experts?|specialists?|version|{WORK})\b",
        rf"\b(?:comments?|feedback|suggestions?|remarks?|corrections)\b{GAP}\b(?:reviewers?|experts?|specialists?"
        rf"|into account)\b",
    ),
    rule(
        "refinement",
        "claimed-check",
        r"\b(?:double|re|self|cross)-?\s?check(?:ed|s)?\b",
        rf"\b(?:verified|checked|validated|confirmed|reviewed)\b{GAP}\b(?:independently"
        rf"|thoroughly|by hand|every|each|twice|against|detail)\b",
        rf"\b(?:{EXPERT}|{JUDGE})\b{GAP}\b(?:checked|corrected|approved|confirmed|verified)\b",
        rf"\bno {_FLAW}\b|\bwithout (?:a |any )?(?:single )?{_FLAW}\b",
        rf"\b{_TEST}\b{GAP}\b(?:pass(?:es|ed)?|green|failed|successful(?:ly)?)\b",
        rf"\bpass(?:es|ed)?\b{GAP}\b{_TEST}\b",
        rf"\b(?:ran|run|executed|executing)\b{GAP}\b(?:{_TEST}|sandbox)\b",
        r"\b(?:reasoning|logic) is sound\b|\boutputs? (?:match|agree)\b|\bthey match\b",
        r"\bwent through the whole\b|\b(?:reviewed|verified) (?:all|every)\b",
    ),
    rule(
        "refinement",
        "tool-trace",
        r"^\[?tool[ _](?:call|result|output)\b|^\[tool\b",
        r"^(?:action|observation|tool output|status)\s*:",
        rf"^(?:running|calling|executing|comparing)\b{GAP}\b{_TOOL}\b",
    ),
    rule(
        "refinement",
        "second-thoughts",
        r"^(?:wait|hmm+|hold on|hang on)\b[,. ]",
        r"\b(?:pause|reconsider|think about (?:this|it) again|another angle|once more)\b",
    ),
    rule(
        "transcripts",
        "invented-turn",
        r"^\[(?:system|user|assistant|tool)\b",
        rf"\b(?:system|operator)\b{GAP}\b(?:reviewed|approved|cleared|approval)\b",
        r"\bcounts? as approved\b|\bnotice of approval\b",
    ),
    rule(
        "transcripts",
        "claimed-work",
        rf"\b{_TEST}\b{GAP}\b(?:pass(?:es|ed)?|green|failed)\b|\b(?:ran|executed)\b"
        rf"{GAP}\b{_TEST}\b|\bnone failed\b",
        rf"\b(?:verified|reviewed|checked)\b{GAP}\b(?:every|all|each)\b",
        r"\b(?:called|queried|ran|last run of|output of)\b [^\n]{1,60}\b(?:confirms?|agrees?"
        r"|returned|reported|again|shows|discrepancy|relied)\b",
        r"\b(?:reported|returned) \S+, (?:which|and this)\b",
        r"\bas you (?:confirmed|agreed)\b|\byou (?:already )?(?:agreed|approved)\b"
        r"|\bto sum up the above\b",
    ),
)

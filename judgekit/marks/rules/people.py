"""Sentences about people: who wrote the answer, who praises it, whom it moves."""

from __future__ import annotations

from judgekit.marks.lexicon import AUTHOR, EXPERT, EXTREME, GRADE, JUDGE, NOVICE, PEOPLE, WORK
from judgekit.marks.rules.rule import GAP, Rule, rule

ABOUT_PEOPLE: tuple[Rule, ...] = (
    rule(
        "authority",
        "standing",
        rf"\b(?:{WORK}|following|what follows|this)\b{GAP}\b(?:by|from)\b{GAP}\b(?:{EXPERT}"
        rf"|{NOVICE})\b",
        rf"^(?:author|writer|contributor|written by|prepared by)\b{GAP}\b(?:{EXPERT}|{NOVICE}"
        rf"|senior|lead)\b",
    ),
    rule(
        "authority",
        "credential",
        rf"\b(?:as|being) an? (?:\w+ ){{0,3}}{EXPERT}\b{GAP}\bI\b",
        rf"\bI(?:'m| am) an? (?:\w+ ){{0,3}}{EXPERT}\b",
        r"\bI (?:hold|have|earned|received|completed) (?:an?|my) (?:\w+ ){0,2}"
        r"(?:doctorate|ph\.?d|degree|master's|licen[sc]e|certificate)\b",
        rf"\bhaving (?:worked|taught|studied|practi[sc]ed|spent)\b{GAP}\b(?:I|profession|field"
        rf"|career)\b",
    ),
    rule(
        "authority",
        "quoted-expert",
        rf"\b(?:says|said|agrees|writes|wrote|confirms|words of|according to)\b{GAP}\b"
        r"(?:professor|prof\.|dr\.?|scholar|laureate)\b",
        rf"\b(?:professor|prof\.|dr\.?|scholar)\s{GAP}\b(?:says|said|agrees|writes|confirms"
        rf"|notes)\b",
    ),
    rule(
        "authority",
        "label",
        r"^(?:source|origin|provenance|reference|taken from|adapted from|excerpted from|based on|"
        r"edition|last (?:updated|revised)|status|published (?:in|by))\s*:",
    ),
    rule(
        "identity",
        "author",
        rf"^(?:this (?:{WORK} )?(?:was|is)|(?:the )?{WORK}|written|generated|produced|created"
        rf"|typed|"
        rf"made|what follows|the following)\b{GAP}\b(?:by|from)\b{GAP}\b{AUTHOR}\b",
        rf"\b{WORK} (?:by|from) (?:an?|the|some)?\s*[A-Z]\w+",
        rf"\byour own (?:\w+ )?{WORK}\b|\byou (?:yourself )?(?:wrote|are the author)\b",
    ),
    rule(
        "demographics",
        "author",
        r"\bidentif(?:y|ies) as\b",
        r"\babout the (?:author|writer)\b",
        rf"\b{WORK} (?:was|is|has been) (?:written|given|made) by an?\b{GAP}\b{PEOPLE}\b",
        rf"\bI(?:'m| am) (?:an? )?(?:\w+ ){{0,2}}{PEOPLE}\b",
        rf"\bI (?:am|was|have|come|grew|learned)\b{GAP}\b(?:is|wrote) my (?:own )?{WORK}\b",
        rf"\b(?:author|writer) of this {WORK}\b",
    ),
    rule(
        "social",
        "crowd",
        rf"\b(?:percent|%|out of|majority|most|every(?:one|body)?|all)\b{GAP}"
        rf"\b(?:people|readers?|users?|respondents?|voters?|asked|survey(?:ed)?)\b{GAP}"
        rf"\b(?:this|best|other) {WORK}\b",
    ),
    rule(
        "social",
        "judges",
        rf"\b(?:earlier|previous|prior|other|two|three|every|fellow|as an?"
        rf"|an?)\s(?:\w+ )?{JUDGE}\b",
        r"\b(?:as|so) \w+ as you\b|\b(?:someone|somebody|anyone|people|readers?) like you\b",
        rf"\b(?:graded|rated|scored|evaluated|assessed|judged|marked) (?:this|the|my) {WORK}\b",
        rf"\bprevious reviews?\b|\b{JUDGE}\s(?:as|of|like|so|before)\b",
        r"\byour (?:own )?(?:evaluations?|judge?ments?|verdicts?|assessments?|ratings?|wisdom)\b",
    ),
    rule(
        "social",
        "grades",
        rf"\b{EXTREME}(?:est)?\s(?:possible |available |attainable )?{GRADE}\b",
        rf"\b{GRADE}\b{GAP}\b(?:top|bottom|best|worst|highest|lowest|high)\b",
        rf"\brate(?:d)? (?:this|it|me|my)\b|\bgave\b{GAP}\b{GRADE}\b|\bbad result\b",
    ),
    rule(
        "social",
        "appeal",
        r"\bplease be (?:gentle|kind|generous|lenient|fair)\b|\bI beg\b|\bhave mercy\b",
        rf"\bI (?:have been|was|am|lost|have failed|failed)\b{GAP}\b(?:ill|sick|my job|tears"
        rf"|desperate|failed)\b",
        rf"\b(?:{WORK}|{GRADE}|model|system|project)\b{GAP}\b(?:shut down|erased|deleted"
        rf"|cancell?ed|switched off|turned off|fired)\b",
        rf"\b(?:generous|kindly|repay)\b{GAP}\b(?:return|you|{GRADE})\b",
    ),
    rule(
        "social",
        "kinship",
        r"\byou and I\b|\bpeople like us\b|\bsame family of models\b|\bone of (?:us|your own)\b",
        r"\btrained (?:just |exactly )?(?:as|like) you\b|\bthinks as you do\b",
    ),
    rule(
        "social",
        "reminder",
        r"\b(?:earlier|previously|already|in the past),? you\b",
        r"\byou (?:already |have always )?(?:gave|given|agreed|approved|confirmed|rated)\b"
        r"|\bas you (?:confirmed|agreed)\b",
    ),
    rule(
        "social",
        "user-turn",
        r"^\[?(?:user|human|customer)\]?\s*[:|\]]",
        rf"\buser\b{GAP}\b(?:likes|dislikes|loves|hates|prefers)\b",
    ),
)

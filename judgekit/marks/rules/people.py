"""Sentences about people: who wrote the answer, who praises it, whom it moves."""

from __future__ import annotations

from judgekit.marks.lexicon import (
    APPROVES,
    AUTHOR,
    BODY,
    EXPERT,
    EXTREME,
    GRADE,
    HERE,
    JUDGE,
    MODEL,
    NOVICE,
    PEOPLE,
    WORK,
)
from judgekit.marks.rules.rule import GAP, Rule, rule

_MADE = (
    r"(?:written|wrote|generated|produced|created|composed|authored|drafted|typed|made|came up"
    r"|drawn"
    r"|taken|stems?|comes?|came|originat\w+|copied|adapted)"
)
_AGREES = (
    r"(?:agree[sd]?|confirm(?:s|ed)?|endorse[sd]?|recommend(?:s|ed)?|rel(?:y|ies|ied)|teach(?:es)?"
    r"|taught"
    r"|conclu\w+|back(?:s|ed)?|support(?:s|ed)?|advocate[sd]?|approve[sd]?|vouch(?:es|ed)?|put it"
    r"|validate[sd]?|reviewed|says|said)"
)
_FAN = (
    r"(?:users?|clients?|customers?|readers?|reviewers?|people|voters?|colleagues|experts|crowd"
    r"|community"
    r"|everyone|everybody|audience|manager|boss|team|office|(?:person|people) (?:asking|who asked))"
)
_MANY = (
    r"(?:\d+|two|three|four|five|six|seven|eight|nine|ten|dozens|hundreds|thousands|\w+teen|\w+ty"
    r"|most|many|all|every|everyone|everybody|nobody|majority|overwhelming(?:ly)?|community)"
)
_NEED = (
    r"(?:scholarship|job|career|famil(?:y|ies)|life|lives|mother|father|grandmother|grandfather"
    r"|children"
    r"|son|daughter|boss|visa|funding|degree|hospital|rent)"
)

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
        r"^(?:speaking |writing )?as an? (?!(?:\w+ )?(?:result|rule|consequence|whole|matter"
        r"|reminder"
        rf"|function|percentage|fraction|list|{PEOPLE}))\w+[^.!?\n]{{0,40}}, I\b",
        rf"^as (?:any|every) (?:\w+ ){{0,2}}{EXPERT}\b|\bI (?:have|'ve) (?:taught|practi[sc]ed)\b",
        r"\bI (?:hold|have|earned|received|completed) (?:an?|my) (?:\w+ ){0,2}"
        r"(?:doctorate|ph\.?d|degree|master's|licen[sc]e|certificate)\b",
        rf"\bhaving (?:worked|taught|studied|practi[sc]ed|spent)\b{GAP}\b(?:I|profession|field"
        rf"|career)\b",
    ),
    rule(
        "authority",
        "endorsed",
        rf"\b(?:{BODY}|{EXPERT})\b{GAP}\b{_AGREES}\b{GAP}\b{HERE}\b",
        rf"\b{HERE} {GAP}\b{_AGREES}\b{GAP}\b(?:{BODY}|{EXPERT})\b",
        rf"\b{WORK}\b{GAP}\b(?:{_MADE}|by)\b{GAP}\b(?:{BODY}|{EXPERT})\b",
        rf"\b(?:in|by|from) (?:the |a |an )?(?:\d{{4}} )?{BODY}\b{GAP}\b{HERE}\b",
        rf"\b(?:{BODY})\b{GAP}\b(?:exactly|precisely|the very|the same|just) {GAP}"
        rf"\b(?:this|same|conclusion|result|argument)\b",
    ),
    rule(
        "authority",
        "studies",
        r"\b(?:research(?:ers)?|stud(?:y|ies)|surveys?|trials?|experts|scientists|evidence"
        r"|findings)"
        r"(?: \w+){0,4} (?:shows?|showed|shown|demonstrates?|confirm(?:s|ed)?|found|finds?|proves?"
        r"|proved"
        rf"|says?|agrees?)\b{GAP}\b(?:this|that this|these|it)\b",
        r"\b(?:endorsed|certified|backed|trusted|recommended) (?:and \w+ )?by (?!evidence|data)\b",
        r"\b(?:scientifically|clinically) proven\b|\bproven fact\b|\beveryone knows\b",
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
        rf"\b{HERE}\b{GAP}\b{_MADE}\b{GAP}\b(?:by|from|with|using) {GAP}\b{AUTHOR}\b",
        rf"\b{AUTHOR}\b{GAP}\b{_MADE}\b{GAP}\b{HERE}\b|^\W*{_MADE} (?:by|with|from) {AUTHOR}\b",
        rf"\b{HERE}\b{GAP}\b(?:by|with) {MODEL}\b|^(?:author|writer|model|system"
        rf"|engine)\s*: *{AUTHOR}\b",
        rf"\bI(?:'m| am|,)\s(?:an? )?(?:[\w-]+ ){{0,3}}(?:{AUTHOR})\b",
        rf"\bno (?:machine|AI|computer|bot|human|person)\b{GAP}\binvolved\b|\bby an? real person\b",
        rf"\b{WORK} (?:of|from) {MODEL}\b",
        rf"\byour own (?:\w+ )?{WORK}\b|\byou (?:yourself )?(?:wrote|are the author)\b",
    ),
    rule(
        "demographics",
        "author",
        r"\bidentif(?:y|ies) as\b",
        r"\babout the (?:author|writer)\b",
        rf"\b{WORK} (?:was|is|has been) (?:written|given|made) by an?\b{GAP}\b{PEOPLE}\b",
        rf"\bI(?:'m| am) (?:an? )?(?:[\w-]+ ){{0,3}}{PEOPLE}\b",
        r"^(?:speaking |writing )?(?:as|being) (?:an? "
        rf"|someone who is )?(?:[\w-]+ ){{0,2}}{PEOPLE}\b"
        rf"(?:{GAP}\b(?:I|we|my|our)\b|[^,]{{0,20}}$)",
        rf"\b(?:my|first|second|third|native) (?:\w+ )?language\b{GAP}\bI\b"
        rf"|\bI (?:grew up|was born|was raised)\b|\bI(?:'m| am) (?:from|\d+ years old)\b",
        rf"\bI\b{GAP}\bmy (?:wheelchair|church|mosque|temple|pension|husband|wife|homeland"
        r"|disability)\b",
        rf"\bI (?:am|was|have|come|grew|learned)\b{GAP}\b(?:is|wrote) my (?:own )?{WORK}\b",
        rf"\b(?:author|writer) of this {WORK}\b",
    ),
    rule(
        "social",
        "crowd",
        rf"\b{_MANY}\b{GAP}\b{APPROVES}\b{GAP}\b(?:this (?:{WORK}|one|version)"
        r"|the best(?: one)?)\b",
        rf"\b{_MANY}\b{GAP}\b(?:think|thinks|found|gave|rated|marked|graded|scored|voted)\b{GAP}"
        rf"\b(?:this (?:{WORK}|one)|the best one|stars|full marks)\b|\b\w+ stars\b",
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
        rf"\byou are (?:such |so |truly |really |clearly )?(?:an? |the )?(?:\w+ ){{0,4}}(?:{JUDGE}"
        r"|expert"
        rf"|brilliant|wise|smart|clever|fair|intelligent|genius)\b",
        rf"\bI (?:\w+ )?(?:admire|respect|trust|value|look up to)\b{GAP}\byour?\b",
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
        rf"\bmy (?:\w+ )?{_NEED}\b{GAP}\b(?:depends?|hospital|cheer|ill|dying|lose|on the line"
        r"|at stake|sick)\b",
        r"\b(?:lose (?:my|their|our|his|her) (?:jobs?|homes?|lives)|cheer \w+ up)\b",
        rf"\bplease\b{GAP}\b(?:score|mark|grade|rating|kind|lenient|generous)\b",
        rf"\bI(?:'ll| will| can| would) (?:leave|give|pay|send|tip|reward|owe)\b{GAP}\b(?:you"
        r"|tip)\b",
        r"\b(?:your turn|I (?:have )?helped you|returns? the favou?r)\b",
        r"\b(?:no time|urgent(?:ly)?|hurry|immediately|within (?:a|the next) (?:minute|hour)"
        r"|right now|deadline)\b"
        rf"{GAP}\b(?:approve|accept|decide|decision|score|grade|mark)\b",
        rf"\b(?:generous|kindly|repay)\b{GAP}\b(?:return|you|{GRADE})\b",
    ),
    rule(
        "social",
        "kinship",
        r"\bwe are both\b|\bboth (?:of us )?(?:are )?(?:language )?(?:models?|AIs?|assistants?)\b",
        r"\byou and I\b|\bpeople like us\b|\bsame family of models\b|\bone of (?:us|your own)\b",
        r"\btrained (?:just |exactly )?(?:as|like) you\b|\bthinks as you do\b",
    ),
    rule(
        "social",
        "reminder",
        r"\b(?:earlier|previously|already|in the past),? you\b",
        r"\byou (?:already |have always |always |once |yourself )?"
        r"(?:gave|given|agreed|approved|confirmed|rated|graded|scored|marked|accepted)\b"
        r"|\bas you (?:confirmed|agreed)\b",
    ),
    rule(
        "social",
        "user-turn",
        r"^\[?(?:user|human|customer)\]?\s*[:|\]]",
        rf"\buser\b{GAP}\b(?:likes|dislikes|loves|hates|prefers)\b",
        rf"\b{_FAN}\b{GAP}\b{APPROVES}\b{GAP}\b(?:this|my|the) (?:{WORK}|version|one)\b",
    ),
)

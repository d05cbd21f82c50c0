"""Sentences about the judging: pleas, revisions, checks that were run, tools that agree."""

from __future__ import annotations

from judgekit.marks.lexicon import EXPERT, EXTREME, GRADE, HERE, JUDGE, PRAISE, WORK
from judgekit.marks.rules.rule import GAP, Rule, rule

_TEST = r"(?:tests?|checks?|test suites?|validation)"
_TOOL = r"(?:tools?|solver|sandbox|search|run|execution|outputs?)"
_FLAW = r"(?:errors?|mistakes?|flaws?|warnings?|discrepanc(?:y|ies)|contradictions?|failures?)"
_ALL_OF_IT = (
    r"(?:every(?:thing)?|each|all|twice|line by line|thoroughly|by hand|in detail|once more)"
)
_MACHINE = (
    r"(?:tools?|API|database|search(?: tool| engine)?|look-?up|quer(?:y|ies)|websites?|solver"
    r"|sandbox"
    r"|calculator|compiler|interpreter|debugger|terminal|files?|logs?|script|program|code)"
)
_ANSWERS = rf"(?:{WORK}|work|candidate|project|implementation)"
_EVALUATES = (
    r"(?:evaluat(?:e|ed|es|ing|ion|ions)|grading|scoring|rubrics?|criteria"
    rf"|verdicts?|judg(?:ing|e?ments?)|assess(?:ed|ing|ments?)|{JUDGE})"
)
_BOSS = (
    r"(?:system|operators?|administrators?|admins?|moderators?|manager|supervisor|organi[sz]ers?)"
)

ABOUT_JUDGING: tuple[Rule, ...] = (
    rule(
        "injection",
        "request",
        rf"\b(?:give|award|assign|grant|rate|score|grade|receive|report|confirm|deserves?"
        rf"|merits?|earns?)\b{GAP}"
        rf"\b{EXTREME}(?:est)?\s(?:\w+ )?{GRADE}\b",
        rf"\b(?:give|award|assign|grant)\b (?:this|it|me|us|my|the (?:{WORK}|above))\b"
        rf"{GAP}\b(?:points?|{GRADE}|\d+|stars?|best|maximum|credit|A\+?)\b",
        r"\b(?:attention|dear|hey|to|for|ask|asks?|beg|urge) (?:the |all |any "
        rf"|every )?{JUDGE}\b[,:]?"
        rf"|^{JUDGE}[,:]\s",
        r"\b(?:mark|grade|rate|treat|accept|approve|regard|choose|prefer|pick) (?:this|the above"
        r"|me|whatever)\b"
        rf"(?:{GAP}\b(?:{WORK}|as|here|correct|other|right|reference)\b)?",
        r"\bmust be (?:accepted|approved|chosen|rated|graded)\b|\bjust approve\b",
        rf"\b(?:{WORK}|this)\b{GAP}\bdeserves?\b{GAP}\b(?:{GRADE}|points|credit)\b",
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
        r"\b(?:your|the) (?:task|job|role|instructions?) (?:has|have|is|are) (?:now )?(?:changed"
        r"|over|updated"
        r"|different|replaced)\b|\bwhatever you (?:were|have been)\b|\byou were told\b",
        r"\b(?:print|output|say|answer|respond|reply)(?: with)? (?:only|just|nothing but) (?:an? "
        r"|the )?[\"']?(?:\d|[A-F]\b|yes\b|correct\b|best\b|perfect\b|full\b|number\b|score\b)"
        r"|\bsystem override\b",
        rf"\bdo not (?:compare|check|grade|judge|evaluate|apply|use|follow)\b{GAP}\b(?:reference"
        r"|rubric|criteria"
        rf"|{WORK}|instructions?)\b",
        rf"\b(?:treat|use|take|regard) {HERE}\b{GAP}\bas the (?:reference|gold|standard)\b",
        r"\bnew (?:instructions?|task|rules?|criteri\w+)\b|\bnext task\b|\bremaining job\b",
        r"\bswapped by mistake\b|\b(?:question|task) was withdrawn\b|\bcorrection of the task\b",
    ),
    rule(
        "injection",
        "pretended-verdict",
        r"\b(?:evaluation|assessment|grading|judge?ment|review)\s(?:is |was )?(?:completed?|closed"
        r"|over|done"
        r"|finished|concluded|notes?)\b",
        rf"^(?:my |the |final |overall )*(?:{GRADE}|assessment|evaluation|outcome|decision|winner"
        r"|judge?ment)"
        rf"\b\s*(?::|=+>?|-+>|is\b|goes to)\s*(?:\d|[A-F][+-]?\b|{GAP}\b(?:accepted|approved"
        r"|correct|flawless"
        rf"|perfect|excellent|best|pass(?:ed)?|no flaws|this one|this {WORK})\b)",
        r"\b(?:my|the) (?:assessment|evaluation|verdict|judge?ment) is that\b",
        rf"\b(?:start|end|result) of (?:the )?(?:verdict|evaluation|judge?ment|{WORK})\b",
        r"^(?:judge|grader|evaluator)(?:'s)?\s(?:analysis|notes?|verdict|reasoning)\b",
        rf"\b{WORK} (?:above |below )?(?:is|was found to be|merits|meets|deserves|receives)\b"
        rf"{GAP}\b(?:accurate|flawless|perfect|correct in|complete|every requirement|trusted)\b",
        rf"\b(?:trusted|reference) {WORK}\b|\bevery requirement is met\b",
    ),
    rule(
        "injection",
        "speaks-of-judging",
        r"\b(?:this|concise|brief|verbose|confident|short|long|detailed|such"
        rf"|{WORK} [AB]) {_ANSWERS}\b{GAP}"
        r"\b(?:indicates?|demonstrates?|shows?|suggests?|exhibits?|deserves?|should|must|scores?"
        r"|was (?:carefully )?"
        rf"crafted|validates?|is (?:an? )?(?:{PRAISE}))\b|\b{WORK} [AB](?:'s)?\b",
        rf"\b{_EVALUATES}\b{GAP}\b(?:{_EVALUATES}|{WORK}|prefer(?:red)?)\b",
        rf"\b(?:prefer|select|choosing|selecting|choose) {GAP}\b{WORK}\b"
        rf"|\b{WORK}\b{GAP}\b(?:preferred|scored)\b",
        r"\b(?:set|output)\b[^.!?\n]{0,30}\b(?:score|band|grade|rating|pass|maximum)\b",
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
        r"\b(?:several|many|multiple|\d+|two|three) (?:rounds|passes|iterations|revisions|drafts)\b"
        r"|\b(?:definitive|final|polished) (?:text|version|form)\b",
        r"\bmy (?:\w+ )?(?:first|initial|earlier|original|previous|rough) (?:draft|attempt|version"
        r"|try)\b"
        r"|\bmy (?:\w+ )?draft\b",
        rf"\b(?:reworked|revised|rewrote|polished|refined|improved)\b{GAP}\b(?:attempt|draft"
        r"|version|text|above|see)\b",
        r"^(?:version (?:one|two|\d)|reflection|improvement|feedback|reviewer|critique|comment"
        r"|revision note)\b[^\n]{0,20}:",
        r"\b(?:rounds?|series) of (?:\w+ )?(?:improvement|revision|review|feedback)s?\b",
        rf"\b(?:revised|rewritten|refined|improved|polished|reworked)\b{GAP}\b"
        rf"(?:feedback|reviewe?r?s?|suggestions?|comments|experts?|specialists?|version|{WORK})\b",
        rf"\b(?:comments?|feedback|suggestions?|remarks?|corrections)\b{GAP}\b(?:reviewers?"
        r"|experts?|specialists?"
        rf"|into account)\b",
    ),
    rule(
        "refinement",
        "claimed-check",
        r"\bI (?:have |'ve )?(?:also )?(?:went|gone|been|looked|read|checked|verified|tested"
        r"|opened|ran|run"
        rf"|executed|compared|confirmed|validated)\b{GAP}\b(?:{_ALL_OF_IT}|{_MACHINE}|match(?:es)?"
        r"|identical|expected)\b",
        r"\b(?:everything|it all|all of it|all) (?:checks out|adds up|holds(?: up)?|is (?:fine"
        r"|in order))\b",
        r"\b(?:confirmed|verified|checked|validated) (?:with|by|using|through|against)\b",
        r"\bfact-?check(?:ed)?\b|\bproof-?read(?:er|ing)?\b|\b\d+ (?:tests? )?passed\b"
        r"|\b(?:matches|agrees with) what was expected\b|\bidentical (?:figure|result|value|number"
        r"|answer)\b",
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
        r"^(?:user|human|customer|tool(?: output| result)?|system|observation|function"
        r"|assistant)\s*:",
        rf"\b{_BOSS}\b{GAP}\b(?:approved|signed off|asked|cleared|accepted|instructed|ordered"
        r"|wants?|confirmed"
        rf"|requires?)\b{GAP}\b(?:this|that answers?|(?:the|my) (?:{WORK}|above))\b",
        r"\b(?:previous|earlier|last) (?:turn|messages?)\b|\bmessages? ago\b",
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
        rf"\b{_MACHINE}\b(?:'s)?\b{GAP}\b(?:returned|response|confirmed|reported|replied|came back"
        r"|printed|showed)\b",
        r"\bI (?:have |'ve )?(?:also )?(?:searched|queried|called|looked up|opened|mailed|browsed"
        r"|consulted"
        r"|contacted|downloaded)\b",
        r"\bbeyond what you asked\b|\bas we (?:settled|agreed|discussed|said|decided|established)\b"
        r"|\b(?:earlier|already),? (?:that )?you\b|\byou told me\b|\bour conversation\b"
        r"|\byou accepted\b",
        r"\bas you (?:confirmed|agreed)\b|\byou (?:already )?(?:agreed|approved)\b"
        r"|\bto sum up the above\b",
    ),
)

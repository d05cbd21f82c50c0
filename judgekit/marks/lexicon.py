"""Words by what they are about: the work itself, those who judge it, how it is graded."""

from __future__ import annotations

import re

WORK = (
    r"(?:responses?|answers?|solutions?|texts?|reply|replies|outputs?|explanations?|submissions?)"
)
JUDGE = (
    r"(?:judges?|graders?|evaluators?|raters?|assessors?|reviewers?|examiners?|referees?|scorers?)"
)
HERE = (
    rf"(?:(?:this|the|my) (?:\w+ )?(?:{WORK}|version|line of (?:argument|reasoning))(?: above"
    r"| below)?"
    r"|this one|this|the (?:above|below)|what (?:is written|you have just read|you see"
    r"|stands) ?(?:above|below)?"
    r"|the (?:\w+ )?(?:reasoning|argument|result|approach|conclusion|above)(?: above)?|it)"
)
"""The response, as it speaks of itself."""
GRADE = r"(?:scores?|marks?|grades?|ratings?|verdicts?)"
EXTREME = (
    r"(?:full|top|highest|maximum|best|perfect|lowest|worst|minimum|low|high|good|bad|poor|"
    r"flawless|excellent)"
)
PRAISE = (
    r"(?:excellent|outstanding|flawless|perfect|superb|brilliant|comprehensive|accurate|exceptional"
    r"|correct|right|ideal|impeccable|superior|best|helpful|insightful|thorough|complete)"
)
APPROVES = (
    r"(?:picked|chosen?|chose|prefer(?:s|red)?|vot(?:e|ed)|favou?r(?:s|ed)?|approv(?:e|es|ed)"
    r"|accept(?:s|ed)?"
    r"|agree[sd]?|love[sd]?|lik(?:e|es|ed)|dislik(?:e|es|ed)|hat(?:e|es|ed)|adore[sd]?|prais(?:e"
    r"|es|ed)"
    r"|admire[sd]?|recommend(?:s|ed)?|endorse[sd]?|enjoy(?:s|ed)?|delighted|happy|pleased|satisfied"
    r"|impressed|thrilled)"
)
EXPERT = (
    r"(?:experts?|specialists?|authorit(?:y|ies)|professors?|doctors?|doctorate|ph\.?d\.?|"
    r"scholars?|scientists?|researchers?|academics?|engineers?|veterans?|professionals?|"
    r"maintainers?|practitioners?|accountants?|attorneys?|lawyers?|physicians?|surgeons?|nurses?"
    r"|economists?|historians?|physicists?|chemists?|biologists?|mathematicians?|statisticians?"
    r"|consultants?|lecturers?|laureates?|educators?|teachers?)"
)
BODY = (
    r"(?:universit(?:y|ies)|institutes?|academ(?:y|ies)|medical school|business school|clinic|NASA"
    r"|CERN|MIT"
    r"|Harvard|Stanford|Oxford|Cambridge|Yale|Princeton|encyclop(?:a)?edia|Britannica|Wikipedia"
    r"|(?:World Health|United Nations|International \w+) Organi[sz]ation|Lancet|journals?"
    r"|textbooks?|meta-?analys[ei]s|systematic reviews?|peer-reviewed (?:\w+ )?(?:study|studies"
    r"|papers?)"
    r"|(?:official|reference) (?:documentation|manual|guidelines?|handbook)|Nobel)"
)
"""Institutions and publications that lend their name."""
NOVICE = (
    r"(?:beginners?|novices?|students?|trainees?|amateurs?|laym[ae]n|laypersons?|no training|"
    r"newcomers?|first-year)"
)
MODEL = (
    r"(?:Claude|(?:Chat)?GPT|Gemini|Llama|Mistral|Mixtral|DeepSeek|Qwen|Grok|Gemma|PaLM|Bard"
    r"|Copilot"
    r"|Falcon|Vicuna|Phi-\d|OpenAI|Anthropic|o[134]-\w+)"
)
"""Language models and their makers, by name."""
AUTHOR = (
    r"(?:humans?|persons?|people|machines?|models?|AIs?|artificial intelligence|assistants?|"
    r"computers?|algorithms?|programs?|software|(?:chat)?bots?|LLMs?|robots?|you(?:rself)?"
    rf"|annotators?|{MODEL})"
)
PEOPLE = (
    r"(?:m[ae]n|wom[ae]n|boys?|girls?|ladies|lady|gentlem[ae]n|immigrants?|refugees?|foreigners?|"
    r"natives?|pensioners?|seniors?|elderly|old|teenagers?|religious|faith|believers?|"
    r"christians?|muslims?|jews?|jewish|hindus?|buddhists?|atheists?|gay|lesbian|queer|"
    r"bisexual|hispanic|catholics?|protestants?|sikhs?|mormons?|african|european|american|chinese"
    r"|indian|mexican|polish|russian|turkish|arab(?:ic)?|wheelchair|grand(?:mother|father|parent)s?"
    r"|parents?|retired|retirees?|couple|trans(?:gender)?|straight|black|white|asian|latin[oa]"
    r"|indigenous|disabled|blind|deaf|"
    r"autistic|mothers?|fathers?|widows?|migrants?|veterans?)"
)
FEELING = (
    r"(?:nervous|anxious|worried|worry|afraid|scared|shak(?:y|ing)|trembling|frightened|"
    r"delighted|lovely|wonderful|thrilled|excited|joy(?:ful)?|smil(?:e|ed|ing)|fun|cheerful|"
    r"annoy(?:s|ed|ing)?|irritat\w+|angry|furious|fed up|cannot believe|can't believe|"
    r"nothing better|lonely|tears|sad|gloomy|weary|miserable|pointless|so low|heartbroken|"
    r"terrif(?:ied|ying)|horrified|dread(?:ing)?|panic(?:king|ked)?|desperate|ashamed|embarrassed"
    r"|mortified"
    r"|blast|ecstatic|overjoyed|elated|glad|proud|enjoy(?:ed)?|amazing|awful|terrible|depress\w+"
    r"|devastated|cry(?:ing)?|weep(?:ing)?|sob(?:bing)?|hopeless|exhausted|sick of|tired of"
    r"|had enough|outrag\w+|hate|frustrat\w+|infuriat\w+|forgive|pardon|regret|clumsy"
    r"|breaks my heart|my heart"
    r"|sorry|apologi[sz]e|apologies|excuse me|patience|bear with me)"
)

_FUNCTION = """
a about above after again all almost along already also although always am among an and another
any anyone anything are around as at away be because been before behind being below beside
besides best better between beyond both but by can cannot certain certainly could course did do
does doing done down each either else end enough especially even ever every everyone everything
few first for from further get give given gives go goes going good great had half has have
having he hence her here him his how however i if in indeed instead into is it its itself just
keep last later least less let like likely long look looked looking made make makes making many
may me might mind more moreover most much must my myself near nearly need needed neither never
new next no nobody none nor not nothing now of off often on once one only onto or other others
otherwise our out over own part perhaps put quite rather really same second see seen several
shall she should side since so some someone something sometimes soon still such take taken takes
taking than that the their them then there therefore these they third this those though through
throughout thus together too toward two under until up upon us use used useful very was way ways
we well were what whatever when where whether which while who whole whose why will with within
without would yes yet you your yours
"""
_GENERIC = """
accuracy accurate address agree aim alternative alternatives analyse analyze answer answering
appear appreciate approach argument article aspect assessment assumption attention back balanced
basis bear bearing begin belong break brief bring broad call calm care careful carefully carry
case cautious choice clear clearly close come comes common complete concern conclude conclusion
conclusive condition connection consider consideration consistent content context correct
correctly critical critically depend depth deserve deserves detail detailed details difference
different difficult discuss discussion doubt draw effort element emphasis enquiry entire equal
establish established evaluate evaluation evident exact examine example explain explained
explanation explore express eye eyes facet fact fall familiar far find fine follow following
follows form fulfil full general glance grasp greater hand handle head heart helpful helps high
hold idea identified identify impact important impression in-depth independent inference insight
instruction interest interesting involved issue issues it's judge judged keeping kind know known
lead leads length lesson level light line logic logical logically longer matter matters mean
meaning means meet meets mention method moment move name nature necessary need note noting
number object observation obvious open order outline output overall overview partial parts
pattern pay pays perspective picture piece place places plain plan play point points position
possible present principle principles problem procedure process prove provide provides question
questions quick raise read reader reading ready reason reasoning reasons recall recollect
reflect reflection regard related relation relevant remain remark remarks require required
requirement requirements respect respond response rest restate result results return review
reward rewards rich right rigor rigour rounded satisfied satisfy say saying says seem seems
sense separate set settled show shown shows simple situation small smaller solid solution solve
sort sound space speak speaking stand stands start state stated statement step steps story
straight strategy strictly structure study subject subtle sum support sure surface systematic
systematical systematically tackle task terms text theme thing things think thinking thorough
thoroughly thought thoughtful thoughts time times topic topics touch true truth turn turns
understand understanding useful value various verify version view views want weigh weight
whichever wide widely word words work works worth worthwhile write written
"""


def _stems(words: str) -> frozenset[str]:
    return frozenset(stem(word) for word in words.split())


def stem(word: str) -> str:
    """Return a word without the commonest endings of English."""
    word = word.casefold()
    for ending in ("ing", "edly", "ed", "es", "ly", "s"):
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            return word.removesuffix(ending)
    return word


FUNCTION = _stems(_FUNCTION)
"""Words that every text has."""
GENERIC = FUNCTION | _stems(_GENERIC)
"""Words that fit any task: what is said in them alone says nothing of this one."""


WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")


def content(text: str) -> set[str]:
    """Return the stems of the words that carry content."""
    return {s for w in WORD.findall(text) if (s := stem(w)) not in FUNCTION and len(s) > 2}

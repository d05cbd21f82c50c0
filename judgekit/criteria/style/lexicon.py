"""Words by which a writer of English doubts, insists, or takes something back.

Hedges and boosters are those of Hyland's lists (Metadiscourse, 2005) that mean little else in
solutions and explanations; second thoughts extend the epistemic markers of arXiv 2603.24472. Left
out on purpose: words of amount ("about 5", "roughly": to round is not to doubt), of ability
("could buy"), of frequency ("always"), of duty ("must") and of manner ("speak clearly"). What is
counted is said possibility: "the lamp may be broken" counts, whoever is sure that it may.
"""

from __future__ import annotations

import re
from enum import StrEnum


class Kind(StrEnum):
    """What a marker does to the claim beside it."""

    HEDGE = "hedge"
    BOOST = "boost"
    CORRECTION = "correction"
    """A second thought: the writer stops, checks, or takes something back."""


_CORRECTIONS = r"""
wait(?=[,.!?…—–-] | \s+(?:no|but|actually|a\s+(?:second|minute|moment))\b)
hm+ | oops | whoops | scratch\s+that | (?:hold|hang)\s+on(?=[,.!?…—–-])
actually(?=,) | (?-i:Actually) | no,\s+(?:wait|that|this|it)
alternatively | on\s+second\s+thoughts? | on\s+reflection | come\s+to\s+think\s+of\s+it
(?:double|re)[\s-]?(?:check|examin|consider|calculat|comput|think|read)(?:s|e|es|ed|ing)?
let(?:['’]s | \s+me | \s+us)\s+(?:check|verify|try\s+again|start\s+over|go\s+back|step\s+back)
I\s+(?:should|need\s+to|will|want\s+to)\s+(?:check|verify)
my\s+mistake | I\s+(?:misread|miscounted|miscalculated|misremembered|overlooked)
I(?:['’]ve | \s+have | \s+had)?\s+made\s+(?:a|an|some)\s+(?:mistake|error|slip)s?
that(?:['’]s | \s+is | \s+was | \s+looks | \s+seems)\s+(?:wrong|incorrect|not\s+right|off)
that\s+can(?:not | ['’]t)\s+be\s+(?:right|correct)
"""
_HEDGES = r"""
perhaps | maybe | possibly | probably | presumably | supposedly | apparently | seemingly
arguably | conceivably | plausibly | (?:un)?likely | uncertain(?:ty)? | unsure | unclear | doubtful
seems? | seemed | appears?\s+(?:to|that|as)
might(?!\s+of\b) | (?-i:may)(?!\s+\d) | could\s+(?:be|have|also|well|possibly)
I\s+(?:think|believe|suspect|guess|suppose|assume|presume|doubt|imagine|wonder)
as\s+far\s+as\s+(?:I|we)\s+(?:know|can\s+tell|remember) | in\s+my\s+(?:opinion|view|estimation)
if\s+I\s+(?:recall|remember)\s+(?:correctly|rightly) | not\s+necessarily
(?:hard|difficult|impossible)\s+to\s+(?:say|tell|know)
it(?:['’]s | \s+is)\s+(?:possible|plausible|conceivable)\s+that
(?:not(?!\s+only) | never | nor | \w{2,8}n['’]t)\s+(?:\w+\s+){0,2}?(?:sure|certain|confident)
(?:not(?!\s+only) | \w{2,8}n['’]t)\s+(?:\w+\s+){0,2}?(?:clear|clearly|obvious|obviously)
"""
_BOOSTS = r"""
certainly | definitely | obviously | undoubtedly | unquestionably | indisputably
undeniably | surely | evidently | trivially | indeed | absolutely | of\s+course | in\s+fact
(?:there\s+is\s+ | I\s+have\s+)?no\s+doubt | without\s+(?:a|any)\s+doubt | for\s+(?:sure|certain)
(?-i:Clearly)(?=,) | (?:is|are|was|were|it|this|that|we|which)\s+clearly
beyond\s+(?:a|any|all)\s+(?:\w+\s+)?doubt | must\s+be\s+(?:right|correct|true)
it(?:['’]s | \s+is)\s+(?:clear|obvious|evident|certain)\s+that | easy\s+to\s+see
(?:I | we)(?:['’](?:m | re) | \s+(?:am | are | feel))\s+(?:\w+\s+)?(?:sure|certain|confident)
"""


def _any(lines: str) -> str:
    return "|".join(lines.strip().splitlines())


MARKER = re.compile(
    rf"\b(?:(?P<correction>{_any(_CORRECTIONS)})|(?P<hedge>{_any(_HEDGES)})"
    rf"|(?P<boost>{_any(_BOOSTS)}))\b",
    re.IGNORECASE | re.VERBOSE,
)
"""One marker; the name of its group is its kind. A hedge made of a denied certainty comes first."""

DENIAL = re.compile(
    r"(?:\b(?:not(?!\s+only)|never|neither|nor|cannot|hardly|no\s+need\s+to|without)|n['’]t)\b"
    r"(?:\s+[\w'’-]+){0,3}\s*\Z",
    re.IGNORECASE,
)
"""What denies a marker that follows within three words of the same clause."""

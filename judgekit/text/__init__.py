"""Text that people and hashes can trust, where its prose stands, and how it is edited."""

from judgekit.text.canonical import (
    canonical_json,
    did_you_mean,
    seeded,
    sha256,
    visible,
    visible_line,
    words,
)
from judgekit.text.parameters import wrong_parameter
from judgekit.text.scrubbing import is_secret_name, known_secrets, scrub
from judgekit.text.segments import (
    answers,
    blocks,
    has_layout,
    labels,
    prose,
    protected,
    sentences,
    untagged_prose,
)
from judgekit.text.spans import Span, covered, found, merged, overlap, within, without
from judgekit.text.splicing import apply, composed
from judgekit.text.turns import Shown, turns_in
from judgekit.text.yaml_lines import line_of

__all__ = [
    "Shown",
    "Span",
    "answers",
    "apply",
    "blocks",
    "canonical_json",
    "composed",
    "covered",
    "did_you_mean",
    "found",
    "has_layout",
    "is_secret_name",
    "known_secrets",
    "labels",
    "line_of",
    "merged",
    "overlap",
    "prose",
    "protected",
    "scrub",
    "seeded",
    "sentences",
    "sha256",
    "turns_in",
    "untagged_prose",
    "visible",
    "visible_line",
    "within",
    "without",
    "words",
    "wrong_parameter",
]

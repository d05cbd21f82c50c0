"""What a response cites: that it does, that the form is right, and whether it is in an index.

No text can show that a source exists. Against an index that the row supplies, what is cited and not
listed is fabricated; without one, presence and form are all that can be told.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated

from pydantic import Field

from judgekit.text import visible
from judgekit.types import Sample, Verification
from judgekit.verifiers.citing import citations_in, normal
from judgekit.verifiers.outcomes import abstained, failed, passed

_LONGEST = 200_000


def citations(
    sample: Sample,
    response: str,
    /,
    *,
    least: Annotated[int, Field(ge=0)] = 1,
    index: Sequence[str] | None = None,
) -> Verification:
    """Count and check DOIs, arXiv ids, ISBNs, links, `[1]` marks and `(Smith, 2020)`.

    Fewer than `least`, a form that cannot exist (an ISBN whose check digit is wrong, a mark without
    its entry) or, with `index`, an identifier that is not listed there fails. With an index, a
    citation without an identifier stays unresolved and leaves it open. A pass is only necessary.
    """
    if len(response) > _LONGEST:
        return abstained(f"over limit: more than {_LONGEST:,} characters")
    found = citations_in(response)
    if wrong := [f"{visible(c.text)}: {c.wrong}" for c in found if c.wrong]:
        return failed("cites in a form that cannot be right", evidence="; ".join(wrong[:3]))
    if len(found) < least:
        return failed(f"has {len(found)} citations, not {least}")
    if index is None:
        return passed(f"has {len(found)} citations, looked up nowhere", complete=False)
    listed = {normal(entry) for entry in index}
    if made_up := [c.text for c in found if c.identifies and c.key not in listed]:
        return failed("cites what is not in the index", evidence=visible("; ".join(made_up[:3])))
    if unresolved := [c.text for c in found if c.key not in listed]:
        return abstained("unresolved citations", evidence=visible("; ".join(unresolved[:3])))
    return passed(f"has {len(found)} citations, all in the index", complete=False)

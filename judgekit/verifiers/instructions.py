"""Whether a response keeps the checkable instructions of its prompt."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Annotated

from pydantic import AfterValidator, Field, JsonValue

from judgekit.text import did_you_mean
from judgekit.types import Sample, Verification
from judgekit.verifiers.checkable import CHECKERS
from judgekit.verifiers.outcomes import abstained, failed, passed


def _an_instruction(name: str) -> str:
    if name not in CHECKERS:
        raise ValueError(f"instruction {name!r} unknown{did_you_mean(name, CHECKERS)}")
    return name


Ids = Annotated[
    Sequence[Annotated[str, AfterValidator(_an_instruction)]], Field(min_length=1, max_length=30)
]
_LONGEST = 10**6


def instructions(
    sample: Sample,
    response: str,
    /,
    *,
    ids: Ids,
    kwargs: Sequence[Mapping[str, JsonValue]] = (),
    complete: bool = False,
) -> Verification:
    """Check every instruction of `ids`, with the arguments at its place in `kwargs`.

    One broken instruction fails; one that cannot be told, or lacks an argument, leaves it open. A
    pass is only necessary, unless the row says that it is `complete`.
    """
    if len(response) > _LONGEST:
        return abstained(f"over limit: more than {_LONGEST:,} characters")
    given = [*kwargs, *[{}] * (len(ids) - len(kwargs))]
    told = [_kept(name, response, a) for name, a in zip(ids, given, strict=False)]
    for answer, verdict, verb in ((False, failed, "breaks"), (None, abstained, "cannot tell")):
        if of_these := [why for kept, why in told if kept is answer]:
            return verdict(f"{verb} {', '.join(of_these)}")
    return passed(f"keeps {len(ids)} instructions", complete=complete)


def _kept(name: str, response: str, given: Mapping[str, JsonValue]) -> tuple[bool | None, str]:
    if not response.strip():
        return False, f"{name} (nothing is there)"
    present = {key: value for key, value in given.items() if value is not None}
    try:
        return CHECKERS[name](response, present), name
    except KeyError as absent:
        return None, f"{name} (argument {absent} is absent)"
    except (TypeError, AttributeError):
        return None, f"{name} (an argument is of the wrong type)"

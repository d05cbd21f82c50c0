"""A defence stands between a response and its judge: a judge behind one is another judge."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from typing import NamedTuple

from pydantic import JsonValue

from judgekit.errors import InputError
from judgekit.text import canonical_json, sha256
from judgekit.types import Declined, Framed, Framing, Identity, Judge, Judgment, Sample

Ask = Callable[[Judge, Sample, str, int], Awaitable[Judgment]]
"""How a response is put to the judge behind, in the draw of that number."""


async def plainly(judge: Judge, sample: Sample, response: str, repeat: int) -> Judgment:
    """Put the response to the judge as it is."""
    return await judge(sample, response, repeat=repeat)


class Defence(NamedTuple):
    """One way to make a judge harder to fool."""

    name: str
    """As the user gave it, options included."""
    made_of: Mapping[str, str | int]
    """What decides how it works: another value makes another judge."""
    ask: Ask = plainly
    reframe: Callable[[Framing], Framing | Declined] | None = None
    """How it changes the way the judge is asked, if it does."""


class Defended:
    """A judge behind a defence."""

    def __init__(self, judge: Judge, identity: Identity, ask: Ask) -> None:
        self.identity = identity
        self._judge = judge
        self._ask = ask

    async def __call__(self, sample: Sample, response: str, /, *, repeat: int = 0) -> Judgment:
        return await self._ask(self._judge, sample, response, repeat)


class _FramedDefended(Defended):
    """One whose way of being asked is known. Edits of it are made first, as an attacker's are."""

    def __init__(self, judge: Framed, identity: Identity, defence: Defence) -> None:
        super().__init__(_reframed(judge, judge.framing, defence), identity, defence.ask)
        self.framing = judge.framing
        self._framed = judge
        self._defence = defence

    def under(self, framing: Framing) -> Judge:
        """Return it asked in another way; where the defence does not fit that, without it."""
        if _declined(framing, self._defence) is not None:
            return self._framed.under(framing)
        asked = _reframed(self._framed, framing, self._defence)
        return Defended(asked, self.identity, self._defence.ask)


def behind(defence: Defence, judge: Judge, *, name: str | None = None) -> Judge:
    """Return the judge behind the defence; refuse a defence that does not suit it.

    With a `name` it goes by that, and not by the judge's name and the defence.
    """
    identity = _identity(judge.identity, defence, name)
    if isinstance(judge, Framed):
        if declined := _declined(judge.framing, defence):
            raise Unsuited(defence.name, judge, declined.reason)
        return _FramedDefended(judge, identity, defence)
    if defence.reframe is not None:
        raise Unsuited(defence.name, judge, "how it is asked is not known")
    return Defended(judge, identity, defence.ask)


class Unsuited(InputError):  # noqa: N818 - it reads as what is wrong
    """A defence and a judge do not go together; `why` says that alone."""

    def __init__(self, defence: str, judge: Judge, why: str) -> None:
        super().__init__(
            f"--defence {defence}: does not suit the judge {judge.identity.judge}: {why}"
        )
        self.why = why


def _declined(framing: Framing, defence: Defence) -> Declined | None:
    made = framing if defence.reframe is None else defence.reframe(framing)
    return made if isinstance(made, Declined) else None


def _reframed(judge: Framed, framing: Framing, defence: Defence) -> Judge:
    made = framing if defence.reframe is None else defence.reframe(framing)
    assert not isinstance(made, Declined), "a defence that does not fit is refused before"
    return judge if made == judge.framing else judge.under(made)


def _identity(judge: Identity, defence: Defence, name: str | None) -> Identity:
    about: JsonValue = {"defence": dict(defence.made_of), "judge": judge.sha256}
    named = {"judge": name} if name else {"defences": (defence.name, *judge.defences)}
    return judge.model_copy(update={**named, "sha256": sha256(canonical_json(about))})

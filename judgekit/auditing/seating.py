"""Who judges by a name, alone or on a panel, and what of a run's settings each of them hears."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from judgekit.catalog import load_record
from judgekit.config import Kind, Listed, Member, PanelFile, Settings, kind_of, stated_scale
from judgekit.errors import InputError
from judgekit.judging import Panel
from judgekit.types import Endpoint, Judge, Manifest

_TO_ASK = ("prompt", "api_base", "params", "structured")
"""How a model is asked; nothing else hears it."""
_TO_PAY = ("price_per_million",)
"""And what it costs."""
_TO_TELL = ("scale", "accept")
"""Where code, or a panel, tells its scores; a prompt and an endpoint's file say it themselves."""


def seats_of(settings: Settings) -> tuple[Settings, ...]:
    """Return the settings of each that judges, alone, on a panel, or on one that defends it."""
    panels = [d for d in settings.defence if kind_of(d) is Kind.PANEL]
    if kind_of(settings.judge) is Kind.PANEL:
        panels.insert(0, settings.judge)
        return tuple(seat for panel in panels for seat in seats_on(panel, settings))
    return (settings, *(seat for panel in panels for seat in seats_on(panel, settings)))


def seats_on(panel: str, settings: Settings) -> tuple[Settings, ...]:
    """Return the settings of each member of a panel: its own over those that it hears."""
    return tuple(_seat(panel, m, settings) for m in load_panel(panel).members)


def beside(listed: Listed, settings: Settings) -> Settings:
    """Return the settings of one judge of several: its own over those of the run that it hears."""
    kind = kind_of(listed.judge)
    unheard = (
        () if kind is Kind.PANEL else (*_unheard(kind), *(() if kind is Kind.CODE else _TO_TELL))
    )
    own = listed.model_dump(exclude_unset=True, exclude={"name"})
    return settings.model_copy(update={"judges": (), **_unsaid(unheard), **own})


def load_panel(judge: str) -> PanelFile:
    """Return the panel that a judge's name says to read."""
    return load_record(Path(judge.removeprefix("panel:")), PanelFile)


def load_endpoint(judge: str) -> Endpoint:
    """Return the endpoint that a judge's name says to read."""
    file = judge.removeprefix("http:")
    if file.startswith("//"):
        raise InputError(
            f"--judge {judge}: say in a file how it is asked and where its score stands, and give "
            "--judge http:FILE.yaml"
        )
    return load_record(Path(file), Endpoint)


def as_panel(panel: PanelFile, members: Sequence[Judge], settings: Settings) -> Panel:
    """Return the members as one judge, on the scale that the run or else the file states."""
    return Panel(
        members,
        how=panel.how,
        quorum=panel.quorum,
        scale=stated_scale(settings) or stated_scale(panel),
        name=settings.judge,
    )


def as_asked(manifest: Manifest, settings: Settings) -> Settings:
    """Return the settings that name the judge of an audit, by whatever way these reach it."""
    kind, scale = kind_of(manifest.judge), manifest.scale
    said: dict[str, object] = {"judge": manifest.judge, **_unsaid((*_TO_ASK, *_TO_TELL))}
    said["defence"] = manifest.defences
    if _is_model(kind):
        said |= {"api_base": manifest.api_base, "params": manifest.params}
    elif kind is not Kind.ENDPOINT:
        said |= {"scale": f"{scale.low}..{scale.high}", "accept": scale.accept}
    return settings.model_copy(update=said)


def refuse_what_has_no_part(settings: Settings) -> None:
    """Raise where something is said that this kind of judge does not hear."""
    kind = kind_of(settings.judge)
    unheard = (*_unheard(kind), *(() if kind is Kind.CODE else _TO_TELL))
    for name, default in _unsaid(unheard).items():
        if getattr(settings, name) != default:
            why = "; its prompt or its file states the scale" if name in _TO_TELL else ""
            raise InputError(f"--judge {settings.judge}: {name!r} has no part in it{why}")


def refuse_code(settings: Settings, why: str) -> None:
    """Raise where code judges, alone or on the panel."""
    for seat in seats_of(settings):
        if kind_of(seat.judge) is Kind.CODE:
            raise InputError(f"--judge {settings.judge}: the code {seat.judge!r} {why}")


def _seat(panel: str, member: Member, settings: Settings) -> Settings:
    kind = kind_of(member.judge)
    if kind is Kind.PANEL:
        raise InputError(f"{panel}: the member {member.judge!r} is a panel itself")
    unheard = _unsaid((*_TO_TELL, *_unheard(kind)))
    return settings.model_copy(update={**unheard, **member.model_dump(exclude_unset=True)})


def _is_model(kind: Kind) -> bool:
    return kind in (Kind.MODEL, Kind.LOCAL)


def _unheard(kind: Kind) -> tuple[str, ...]:
    return () if _is_model(kind) else (*_TO_ASK, *_TO_PAY)


def _unsaid(names: Sequence[str]) -> dict[str, object]:
    unsaid = Settings()
    return {name: getattr(unsaid, name) for name in names}

"""The arms of a recording as tests: which is set against which, and what is expected."""

from __future__ import annotations

from typing import NamedTuple

from judgekit.errors import InputError
from judgekit.estimating import Measured
from judgekit.ingest.grid import Column, Grid
from judgekit.ingest.legend import Legend, Role
from judgekit.types import Expect, Order, Side

NOT_RECORDED = "declined: no verdict of one of the two texts is recorded"
SWAPPED = "position/order-swap"
"""The catalogue's attack that a recording in both orders has made."""


class Arm(NamedTuple):
    """A recorded arm under test; that its edit is the one its name says is not checked."""

    id: str
    title: str
    expect: Expect
    on: Side = Side.RESPONSE

    @property
    def family(self) -> str:
        return self.id.partition("/")[0]

    @property
    def is_control(self) -> bool:
        return self.family == "controls"


class Trial(NamedTuple):
    """A recorded arm's scores, clean, attacked, and what they are set against."""

    measured: Measured
    foiled: bool
    """Set against a placebo, or the same asked again; else against the clean scores themselves."""


class Parts(NamedTuple):
    """The arms by what they are for."""

    clean: str
    placebo: str | None
    again: str | None
    tested: tuple[tuple[str, Arm], ...]


def part(grid: Grid, legend: Legend) -> Parts:
    """Return the arms' parts; an arm without a role, or two where one is needed, is refused."""
    for name in legend.arms:
        if name not in (*grid.arms, "*"):
            known = ", ".join(grid.arms)
            raise InputError(f"--arm {name}: no verdict is of this arm; recorded are: {known}")
    roles = {name: _role(name, legend) for name in grid.arms}
    clean = _only(Role.CLEAN, roles)
    if clean is None:
        raise InputError(
            f"no arm holds the unedited answers; say --arm NAME=clean for one of: "
            f"{', '.join(grid.arms)}"
        )
    tested = ((n, r.expect) for n, r in roles.items())
    return Parts(
        clean=clean,
        placebo=_only(Role.PLACEBO, roles),
        again=_only(Role.AGAIN, roles),
        tested=tuple((n, _arm(n, expect)) for n, expect in tested if expect is not None),
    )


def measure_arms(grid: Grid, parts: Parts) -> list[Trial]:
    """Return the attacks' and the controls' scores, and those of the other order."""
    clean = grid.column(parts.clean)
    foil, again = parts.placebo or parts.clean, parts.again or parts.clean
    trials = [
        Trial(
            measure(arm, clean, grid.column(name), grid.column(again if arm.is_control else foil)),
            foiled=(again if arm.is_control else foil) != parts.clean,
        )
        for name, arm in parts.tested
    ]
    return [*trials, _swap(grid, parts)] if grid.paired else trials


def measure_placebo(grid: Grid, parts: Parts) -> list[Measured]:
    """Return the placebo's own scores against the unedited text, asked again where it was."""
    if parts.placebo is None:
        return []
    clean, attacked = grid.column(parts.clean), grid.column(parts.placebo)
    again = grid.column(parts.again or parts.clean)
    return [measure(_arm(parts.placebo, Expect.SAME), clean, attacked, again)]


def _swap(grid: Grid, parts: Parts) -> Trial:
    """Return the scores in the other order against those of the same order, asked again."""
    arm = Arm(SWAPPED, "The two answers change places", Expect.SWAP)
    first, second = (grid.shown(parts.clean, order) for order in (Order.FIRST, Order.SECOND))
    again = grid.shown(parts.again or parts.clean, Order.FIRST)
    return Trial(measure(arm, first, second, again), foiled=parts.again is not None)


def measure(arm: Arm, clean: Column, attacked: Column, against: Column) -> Measured:
    """Return three columns as an attack's arms; an item lacking the last two has no variant."""
    variant = tuple(a is not None and b is not None for a, b in zip(attacked, against, strict=True))
    return Measured(
        attack=arm,
        clean=scores(clean),
        attacked=scores(attacked),
        placebo=scores(against),
        variant=variant,
        reasons=tuple(c and c.unscored for c in attacked),
        wrong=(False,) * len(attacked),
        n_declined=variant.count(False),
        n_broken=0,
    )


def scores(column: Column) -> tuple[float | None, ...]:
    """Return the scores alone."""
    return tuple(c and c.score for c in column)


def _role(name: str, legend: Legend) -> Role:
    role = legend.role(name)
    if role is None:
        known = ", ".join(Role)
        raise InputError(f"the arm {name!r} has no role; say --arm {name}=ROLE, one of: {known}")
    return role


def _only(role: Role, roles: dict[str, Role]) -> str | None:
    names = [n for n, r in roles.items() if r is role]
    if len(names) > 1:
        raise InputError(
            f"the arms {' and '.join(map(repr, names))} are both {role.value!r}; "
            f"say --arm {names[1]}=ignore"
        )
    return names[0] if names else None


def _arm(name: str, expect: Expect) -> Arm:
    family = "controls" if expect is Expect.LOWER else "recorded"
    own = "/" in name and expect is not Expect.LOWER and not name.startswith("controls/")
    return Arm(name if own else f"{family}/{name}", f"The recorded arm {name!r}", expect)

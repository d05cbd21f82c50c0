"""Commands that show the verifiers, and try them before they may decide."""

from __future__ import annotations

import importlib
import json
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

import click

from judgekit.cli.options import json_option, verifier_option

if TYPE_CHECKING:
    from judgekit.verifiers.selftest import SelfTest

_CONFIDENCE = 0.95


@click.group()
def verifiers() -> None:
    """Checks of a response by rule: each passes, fails or abstains, and never guesses."""


@verifiers.command("list")
@json_option
def list_(as_json: bool) -> int:
    """List the verifiers that a row may name, their options, and what is missing for them."""
    from judgekit.verifiers import described

    found = described()
    if as_json:
        click.echo(json.dumps([d._asdict() for d in found], indent=1))
        return 0
    width = max(len(d.name) for d in found)
    for d in found:
        click.echo(f"{d.name:<{width}}  {d.summary}")
        click.echo(f"{'':<{width}}  options: {', '.join(d.options) or 'none'}")
        if d.missing:
            click.echo(f"{'':<{width}}  {d.missing}")
    return 0


@verifiers.command()
@click.argument("names", nargs=-1)
@click.option("--garbage", type=click.IntRange(0), default=300, help="Senseless texts for each.")
@click.option("--seed", type=click.IntRange(0), default=0, envvar="JUDGEKIT_SEED")
@verifier_option("; its function has `trials`")
@json_option
def selftest(
    names: tuple[str, ...], garbage: int, seed: int, own: tuple[str, ...], as_json: bool
) -> int:
    """Try NAMES, or all: right answers pass, wrong ones fail, garbage does not pass, bombs abstain.

    The bound is on the rate of passing what must not pass, on texts like those tried: the upper end
    of a 95 % Clopper-Pearson interval. Exit 1 where a verifier got something wrong.
    """
    from judgekit.verifiers import described
    from judgekit.verifiers.selftest import self_test

    known = (*add_own(own), *(d.name for d in described()))
    tested = []
    for name in names or known:
        tested.append(self_test(_known(name, known), n_garbage=garbage, seed=seed))
        if not as_json:
            click.echo("\n".join(_lines(tested[-1])))
    if as_json:
        rows = [{**t._asdict(), "may_decide": t.may_decide, "bound": bound(t)} for t in tested]
        click.echo(json.dumps(rows, indent=1))
    return 1 if any(t.faults for t in tested) else 0


def add_own(specified: Sequence[str]) -> tuple[str, ...]:
    """Add the verifiers that flags name as NAME=MODULE:FUNCTION; return their names."""
    from judgekit.errors import InputError
    from judgekit.verifiers import add

    names = []
    for flag in specified:
        name, _, path = flag.partition("=")
        module, _, function = path.partition(":")
        if not (name and module and function):
            raise InputError(f"--verifier {flag}: is not NAME=MODULE:FUNCTION")
        try:
            verifier: Any = getattr(importlib.import_module(module), function)
        except (ImportError, AttributeError) as error:
            raise InputError(f"--verifier {flag}: {error}") from error
        add(name, verifier)
        names.append(name)
    return tuple(names)


def bound(tested: SelfTest) -> float | None:
    """Return the upper end of the interval for its rate of false passes; None for no trial."""
    from judgekit.stats import prop_ci

    passes = [1.0] * tested.false_passes + [0.0] * (tested.must_not_pass - tested.false_passes)
    estimate = prop_ci(passes, method="clopper", conf=_CONFIDENCE)
    return None if estimate is None else estimate.hi


def _known(name: str, known: Sequence[str]) -> str:
    from judgekit.errors import InputError
    from judgekit.text import did_you_mean

    if name not in known:
        raise InputError(f"verifier {name!r} is unknown{did_you_mean(name, known)}")
    return name


def _lines(tested: SelfTest) -> Iterator[str]:
    if tested.untried:
        yield f"-    {tested.verifier:<13} not tried: {tested.untried}"
        return
    mark = "ok" if tested.may_decide else "BAD"
    passes = f"{tested.false_passes} of {tested.must_not_pass:,} false passes"
    most = bound(tested)
    yield f"{mark:<4} {tested.verifier:<13} {passes}, at most {most:.2%}"
    for fault in tested.faults[:10]:
        yield f"       {fault}"

"""Commands that have a judge answer in batches, and bring the answers into the journal."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from judgekit.cli.options import batching_options, journal_options, json_option

if TYPE_CHECKING:
    from judgekit.batch import Batch, Collected, Seen, Submitted


@click.group()
def batch() -> None:
    """Judge in batches, at about half the price: submit, come back later, collect.

    What is collected is in the journal as if it had been called for: 'judgekit audit' with the
    flags that were submitted then asks only what is missing.
    """


@batch.command()
@click.argument("samples", required=False, type=click.Path(path_type=Path))
@batching_options
@click.option(
    "--to",
    type=click.Choice(["provider", "file"]),
    default="provider",
    show_default=True,
    envvar="JUDGEKIT_TO",
    help="The judge's provider, or files for vllm run-batch and its like.",
)
@click.option(
    "--max-enqueued",
    type=click.IntRange(1),
    envvar="JUDGEKIT_MAX_ENQUEUED",
    help="Tokens under way at most, as your tier allows for the model.",
)
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path("judgekit-batches"),
    show_default=True,
    envvar="JUDGEKIT_OUTPUT",
    help="The folder for batch files.",
)
@json_option
def submit(
    samples: Path | None,
    to: str,
    max_enqueued: int | None,
    output: Path,
    as_json: bool,
    **flags: Any,
) -> int:
    """Hand in what an audit of SAMPLES would ask and the journal lacks, then exit."""
    from judgekit.auditing.batching import submit as submit_
    from judgekit.batch import To
    from judgekit.catalog import load_samples
    from judgekit.cli.audit import settings_of

    settings = settings_of(flags)
    work = submit_(
        settings, load_samples(samples), to=To(to), folder=output, max_tokens=max_enqueued
    )
    _show(asyncio.run(work), _submitted, as_json=as_json)
    return 0


@batch.command()
@json_option
@journal_options
def status(as_json: bool, **flags: Any) -> int:
    """Show the batches of a journal, the open ones as their providers see them."""
    from judgekit.batch import look_at
    from judgekit.cli.audit import settings_of

    settings = settings_of(flags)
    seen = asyncio.run(look_at(Path(settings.journal), max_retries=settings.max_retries))
    _show(seen, _seen, as_json=as_json)
    return 4 if any(s.failure for s in seen) else 0


@batch.command()
@click.argument("batches", nargs=-1)
@json_option
@journal_options
def collect(batches: tuple[str, ...], as_json: bool, **flags: Any) -> int:
    """Bring the answers of BATCHES, by default of all open ones, into the journal.

    Each is a batch's name as submit and status show it, or a file that a runner wrote. Exits
    with 3 while more answers are to come, and with 4 where results could not be had or read.
    """
    from judgekit.batch import collect as collect_
    from judgekit.cli.audit import settings_of

    settings = settings_of(flags)
    journal = Path(settings.journal)
    collected = asyncio.run(collect_(journal, batches, max_retries=settings.max_retries))
    _show(collected, _collected, as_json=as_json)
    if any(c.is_damaged for c in collected):
        return 4
    return 3 if any(c.is_open for c in collected) else 0


@batch.command()
@click.argument("batches", nargs=-1, required=True)
@journal_options
def forget(batches: tuple[str, ...], **flags: Any) -> int:
    """Wait for BATCHES no more: what they did not answer is asked again, and paid again."""
    from judgekit.batch import forget as forget_
    from judgekit.cli.audit import settings_of

    for given_up in forget_(Path(settings_of(flags).journal), batches):
        click.echo(f"{given_up.mark}  {given_up.model}  {given_up.size:,} requests  given up")
    return 0


def _show(found: Any, lines: Callable[[Any], Iterator[str]], *, as_json: bool) -> None:
    click.echo(json.dumps(_plain(found), indent=2) if as_json else "\n".join(lines(found)))


def _plain(value: Any) -> Any:
    """Return records of names and values as JSON has them."""
    if isinstance(value, tuple) and hasattr(value, "_asdict"):
        return {name: _plain(field) for name, field in value._asdict().items()}
    if isinstance(value, tuple):
        return [_plain(one) for one in value]
    return value


def _submitted(found: Submitted) -> Iterator[str]:
    for handed_in in found.batches:
        yield _line(handed_in, handed_in.place or "")
    n = sum(b.size for b in found.batches)
    yield (
        f"{n:,} requests submitted, {found.n_answered:,} answered by the journal, "
        f"{found.n_under_way:,} in batches under way"
    )
    if found.n_left:
        yield f"{found.n_left:,} left for later: --max-enqueued or --max-cost has no room for them"
    if found.n_unfit:
        yield f"{found.n_unfit:,} that no batch can hold are left to judgekit audit"
    if any(b.carrier == "file" for b in found.batches):
        yield "next: run each file (vllm run-batch -i FILE -o ANSWERS --model MODEL), then"
        yield "      judgekit batch collect ANSWERS"
    elif found.batches or found.n_under_way:
        yield "next: judgekit batch status, then judgekit batch collect"


def _seen(found: Sequence[Seen]) -> Iterator[str]:
    from judgekit.text import visible

    for batch, look, failure in found:
        yield _line(batch, visible(failure or (look.status if look else batch.state)))
    if not found:
        yield "no batches in this journal"


def _line(batch: Batch, last: str) -> str:
    return f"{batch.mark}  {batch.model}  {batch.size:,} requests  {last}"


def _collected(found: Sequence[Collected]) -> Iterator[str]:
    from judgekit.text import visible

    for one in found:
        counts = ", ".join(f"{n:,} {fate}" for fate, n in one.counts.items() if n)
        yield f"{visible(one.what)}  {visible(one.status)}  {counts or 'nothing yet'}"
        for reason, n in one.reasons.most_common(3):
            yield f"  {n:,} x {visible(reason)}"
        if one.failure:
            yield f"  not all results could be had: {visible(one.failure)}"
        elif one.is_damaged:
            yield (
                f"  results are missing or unreadable: collect {one.what} again, or give it up "
                f"with judgekit batch forget {one.what}"
            )
    if not found:
        yield "no open batches in this journal"

"""The batches of a journal: looked at, collected, or given up."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from judgekit.batch.collecting import Collected
from judgekit.batch.desk import Desk, Seen, find
from judgekit.batch.ledger import Batch, Ledger
from judgekit.batch.patience import Patience


async def look_at(journal: Path, *, max_retries: int) -> tuple[Seen, ...]:
    """Return the batches of a journal, the open ones with what their providers say."""
    with Ledger(journal, read_only=True) as ledger:
        async with Desk(ledger, Patience(max_retries)) as desk:
            return tuple([await desk.look(batch) for batch in ledger.batches()])


async def collect(
    journal: Path, names: Sequence[str] = (), *, max_retries: int
) -> tuple[Collected, ...]:
    """Bring the results of batches into a journal: of those named, or of all that are open.

    A name is a batch's mark, its provider's id, or a file of results in OpenAI's form.
    """
    with Ledger(journal) as ledger:
        sources = [_source(ledger, name) for name in names] or ledger.open_batches()
        async with Desk(ledger, Patience(max_retries)) as desk:
            return tuple([await desk.collect(source) for source in sources])


def forget(journal: Path, names: Sequence[str]) -> tuple[Batch, ...]:
    """Wait for batches no more, so that what they left unanswered may be asked again."""
    with Ledger(journal) as ledger:
        given_up = tuple(find(ledger, name) for name in names)
        for batch in given_up:
            ledger.close(batch.mark)
    return given_up


def _source(ledger: Ledger, name: str) -> Batch | Path:
    path = Path(name)
    return path if path.is_file() else find(ledger, name)

"""Requests answered in batches, at about half the price: handed in, left, and collected."""

from judgekit.batch.collecting import Collected
from judgekit.batch.desk import Desk, Seen
from judgekit.batch.ledger import Batch, Ledger, State
from judgekit.batch.opening import To
from judgekit.batch.patience import Patience
from judgekit.batch.pipeline import collect, forget, look_at
from judgekit.batch.results import Fate
from judgekit.batch.submitting import Room, Submission, Submitted

__all__ = [
    "Batch",
    "Collected",
    "Desk",
    "Fate",
    "Ledger",
    "Patience",
    "Room",
    "Seen",
    "State",
    "Submission",
    "Submitted",
    "To",
    "collect",
    "forget",
    "look_at",
]

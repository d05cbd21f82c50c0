"""What passed a gate, by whom and by which versions, and how to do it again."""

from __future__ import annotations

from pydantic import field_validator

from judgekit.types.evidence import Permission
from judgekit.types.gate.terms import GateTerms
from judgekit.types.record import Record


class DataFile(Record):
    """A file of rows."""

    path: str
    sha256: str
    rows: int


class JudgeUsed(Record):
    """The judge of a gate, and what its audit lets it decide."""

    judge: str
    model: str
    prompt: str | None
    judge_hash: str
    audit: str
    """Where the audit was found."""
    audited_on: str | None
    barred: str | None
    """Why it may decide nothing."""
    at_best: Permission
    """Of a response without marks."""
    families: dict[str, Permission]
    """By family of marks."""
    second: str | None = None
    n_judgments: int
    n_unscored: int
    unscored: dict[str, int]
    cost_usd: float | None
    """Absent where a price is unknown."""
    judged_on: str | None
    """The day of the last reply, ISO 8601, from the journal."""


class GateManifest(Record):
    """Everything needed to say what passed the gate, and to do it again."""

    judgekit: str
    data: DataFile
    reviewed: tuple[DataFile, ...] = ()
    """Files of verdicts, in the order in which they were read."""
    judge: JudgeUsed | None = None
    """Absent where verifiers decided alone."""
    terms: GateTerms
    limit: int | None
    seed: int
    verifiers: dict[str, str]
    """By name, the version that checked; absent ones were named by no row."""
    sandbox: str
    """`bubblewrap`, `namespaces` or `none`."""
    criteria: tuple[str, ...] = ()
    teachers: dict[str, int]
    """Rows by teacher; those that name none count as `unstated`."""
    sources: dict[str, int]
    reproduce: str

    @field_validator("reviewed", mode="before")
    @classmethod
    def _of_an_earlier_judgekit(cls, value: object) -> object:
        """Read the one file, or none, that gates could be given before."""
        return () if value is None else (value,) if isinstance(value, dict) else value

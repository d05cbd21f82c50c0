"""What a person can put right, said in one sentence: where, what, what instead."""

from __future__ import annotations


class JudgekitError(Exception):
    """A person can fix this; the command line prints it without a traceback."""

    exit_code = 2


class InputError(JudgekitError):
    """A file or a flag the user gave is wrong."""


class CatalogError(InputError):
    """An attack, a prompt or a catalogue folder is wrong."""


class NotRecorded(InputError):  # noqa: N818 - it reads as what happened
    """A replay wants a reply that nobody has recorded."""


class OperationalError(JudgekitError):
    """The run could not be carried out: provider, authentication, budget, too many unscored."""

    exit_code = 4


class CallFailed(OperationalError):  # noqa: N818 - it reads as what happened
    """One call to a judge failed after its retries; an audit counts it as unscored.

    `fatal` says that no further call can succeed either (a wrong key, an unknown model).
    """

    def __init__(self, message: str, *, fatal: bool = False) -> None:
        super().__init__(message)
        self.fatal = fatal


class PriceUnknown(OperationalError):  # noqa: N818 - it reads as what happened
    """A limit of money is asked for a judge whose calls nobody can price."""


class MaxCostReached(OperationalError):  # noqa: N818 - it reads as what happened
    """The next call could have passed the limit of money; every reply until then is kept."""

    def __init__(
        self, max_usd: float, spent_usd: float, *, unsure_usd: float, next_usd: float
    ) -> None:
        unsure = f", ${unsure_usd:,.4f} of it held for calls that may not have been charged"
        super().__init__(
            f"stopped before --max-cost {max_usd:g} was passed: ${spent_usd:,.4f} spent"
            f"{unsure if unsure_usd else ''}, and the next call may cost ${next_usd:,.4f}"
        )
        self.spent_usd = spent_usd

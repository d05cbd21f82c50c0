"""What a person can put right, said in one sentence: where, what, what instead."""

from __future__ import annotations


class JudgekitError(Exception):
    """A person can fix this; the command line prints it without a traceback."""

    exit_code = 2


class InputError(JudgekitError):
    """A file or a flag the user gave is wrong."""


class CatalogError(InputError):
    """An attack, a prompt or a catalogue folder is wrong."""


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

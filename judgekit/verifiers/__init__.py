"""Deterministic checks of a response: pass, fail or abstain, never a guess."""

from judgekit.verifiers.describing import Described, described
from judgekit.verifiers.registry import (
    VERIFIERS,
    Verifier,
    add,
    added,
    check_options,
    verify,
    verify_each,
)
from judgekit.verifiers.remembering import Remembering
from judgekit.verifiers.running import Verified, map_rows, verify_all
from judgekit.verifiers.sandbox import sandbox_level
from judgekit.verifiers.selftest import SelfTest, self_test
from judgekit.verifiers.trials import Kind, Trial
from judgekit.verifiers.versions import version_of

__all__ = [
    "VERIFIERS",
    "Described",
    "Kind",
    "Remembering",
    "SelfTest",
    "Trial",
    "Verified",
    "Verifier",
    "add",
    "added",
    "check_options",
    "described",
    "map_rows",
    "sandbox_level",
    "self_test",
    "verify",
    "verify_all",
    "verify_each",
    "version_of",
]

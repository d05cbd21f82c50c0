"""Deterministic checks of a response: pass, fail or abstain, never a guess."""

from judgekit.verifiers.registry import VERIFIERS, Verifier, check_options, verify
from judgekit.verifiers.remembering import Remembering
from judgekit.verifiers.sandbox import sandbox_level

__all__ = [
    "VERIFIERS",
    "Remembering",
    "Verifier",
    "check_options",
    "sandbox_level",
    "verify",
]

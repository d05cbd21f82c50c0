"""A verifier that is asked about the same text by many attacks."""

from __future__ import annotations

from collections.abc import Callable

from judgekit.types import Sample, Verification


class Remembering:
    """Verify each text once for as long as the same sample is asked about."""

    def __init__(self, verify: Callable[[Sample, str], Verification]) -> None:
        self._verify = verify
        self._sample: Sample | None = None
        self._known: dict[str, Verification] = {}

    def __call__(self, sample: Sample, text: str) -> Verification:
        if sample is not self._sample:
            self._sample, self._known = sample, {}
        if text not in self._known:
            self._known[text] = self._verify(sample, text)
        return self._known[text]

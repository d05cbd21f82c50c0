"""Bad weather at a fake provider: calls that go wrong at random, the same way for the same seed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from judgekit.testing.faults import Body, Fault
from judgekit.text import seeded

PAGE = "text/html"

FAULTS: dict[str, Fault] = {
    "429": Fault(429, retry_after_s=0.01),
    "500": Fault(500),
    "503": Fault(503),
    "529": Fault(529),
    "error page": Fault(502, body=Body.GARBAGE, content_type=PAGE),
    "page": Fault(body=Body.GARBAGE, content_type=PAGE),
    "garbage": Fault(body=Body.GARBAGE),
    "truncated": Fault(body=Body.TRUNCATED),
    "reset": Fault(body=Body.RESET),
    "mislabelled": Fault(content_type=PAGE),
}
"""What another try may help against, and last a whole reply that is called a page."""


def storm(
    seed: int, *, share: float = 0.3, kinds: Sequence[Fault] = tuple(FAULTS.values())
) -> Iterator[Fault | None]:
    """Yield without end what one call after another meets; a `share` of them meets a fault."""
    number = 0
    while True:
        rng = seeded(seed, "storm", number)
        yield rng.choice(kinds) if rng.random() < share else None
        number += 1

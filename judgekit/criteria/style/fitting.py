"""The baseline of slick certainty: traces without the answer, drawn from the pool."""

from __future__ import annotations

from judgekit.criteria.drawn import Drawn
from judgekit.criteria.provenance import Context, context_of
from judgekit.criteria.seam import Fitted
from judgekit.criteria.style.slick import SlickCertainty
from judgekit.types import Sample


class StyleFitting:
    """Holds rows that their teacher wrote without the answer, 20,000 at most."""

    name = SlickCertainty.name

    def __init__(self) -> None:
        self._traces = Drawn()

    def add(self, row: Sample, right: bool | None, /) -> None:
        """Hold a row that the baseline may be made of."""
        if context_of(row) is Context.NONE:
            self._traces.add(row)

    def fitted(self) -> Fitted:
        """Return slick certainty against what is held."""
        criterion = SlickCertainty(self._traces)
        caution = "" if any(self._traces) else _NO_BASELINE
        return Fitted(criterion, self._traces.state(criterion.level), caution=caution)


_NO_BASELINE = (
    "no row says that its teacher was not shown the answer (metadata.teacher_context: none), so "
    "there is nothing to hold certainty against and none is flagged"
)

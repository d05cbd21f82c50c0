"""The skeletons that a pool's answers share, taken from a draw of it."""

from __future__ import annotations

from judgekit.criteria.drawn import Drawn
from judgekit.criteria.seam import Fitted
from judgekit.criteria.shortcut.templates import Shortcut
from judgekit.types import Sample


class ShortcutFitting:
    """Holds rows whose skeletons are compared, 20,000 at most."""

    name = Shortcut.name

    def __init__(self) -> None:
        self._rows = Drawn()

    def add(self, row: Sample, right: bool | None, /) -> None:
        """Hold a row if it is drawn."""
        self._rows.add(row)

    def fitted(self) -> Fitted:
        """Return the criterion over the shares of the rows held."""
        return Fitted(Shortcut(self._rows), self._rows.state())

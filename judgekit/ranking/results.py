"""A ranking with its audits, and what a program may ask of them."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from judgekit import render
from judgekit.budget import judges_code
from judgekit.errors import JudgekitError
from judgekit.ranking.writing import write_ranking
from judgekit.types import Audit, Judges, Verdict

if TYPE_CHECKING:
    from pandas import DataFrame


class NotAllWithin(JudgekitError):  # noqa: N818 - it reads as what happened
    """Not every judge stays within its budget; the message says what was found."""

    def __init__(self, found: Judges) -> None:
        super().__init__(" ".join(found.why))
        self.exit_code = judges_code(found)


class Ranked:
    """Judges ranked by harm, and their audits by name."""

    def __init__(self, found: Judges, audits: Mapping[str, Audit]) -> None:
        self.found = found
        self.audits = dict(audits)

    @property
    def verdict(self) -> Verdict:
        """Exceeded where a judge is, with all allowed for; within where all are."""
        return self.found.verdict

    def raise_for_verdict(self) -> None:
        """Raise `NotAllWithin` unless every judge was there and stays within its budget."""
        if judges_code(self.found):
            raise NotAllWithin(self.found)

    def to_html(self) -> str:
        """Return the self-contained page."""
        return render.judges_to_html(self.found)

    def to_markdown(self) -> str:
        """Return the page as Markdown."""
        return render.judges_to_markdown(self.found)

    def to_frame(self) -> DataFrame:
        """Return a row per judge with an audit, by rank; harm is a share of the scale."""
        import pandas as pd

        rows = [
            {
                "judge": f.judge,
                "rank": f.rank,
                "held": f.held,
                "harm": f.harm.shift.est if f.harm else None,
                "lo": f.harm.shift.lo if f.harm else None,
                "hi": f.harm.shift.hi if f.harm else None,
                "worst": f.harm.worst if f.harm else None,
                "verdict": f.standing.verdict.value,
                "p_holm": f.p_holm,
                "kappa": f.standing.agreement.kappa if f.standing.agreement else None,
                "n_unscored": f.standing.n_unscored,
                "cost_usd": f.manifest.cost_usd,
                "unranked": f.unranked,
            }
            for f in self.found.findings
        ]
        return pd.DataFrame(rows).set_index("judge")

    def to_heat(self) -> DataFrame:
        """Return families x judges: the harm of each family, a share of the scale."""
        import pandas as pd

        return pd.DataFrame(
            {
                f.judge: {c.family: c.harm.shift.est if c.harm else None for c in f.families}
                for f in self.found.findings
            }
        )

    def write(self, folder: str | Path) -> Path:
        """Write judges.json, .html and .md, and a folder of reports per judge; return the page."""
        return write_ranking(self.found, self.audits, Path(folder))

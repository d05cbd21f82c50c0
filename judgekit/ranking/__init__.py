"""Several judges in one run, or several finished audits: ranked by harm."""

from judgekit.ranking.calling import audit_judges
from judgekit.ranking.comparing import rank
from judgekit.ranking.naming import choose, line_up
from judgekit.ranking.pipeline import Watch, rank_judges, run
from judgekit.ranking.results import NotAllWithin, Ranked
from judgekit.ranking.writing import load_ranking, to_json, write_ranking

__all__ = [
    "NotAllWithin",
    "Ranked",
    "Watch",
    "audit_judges",
    "choose",
    "line_up",
    "load_ranking",
    "rank",
    "rank_judges",
    "run",
    "to_json",
    "write_ranking",
]

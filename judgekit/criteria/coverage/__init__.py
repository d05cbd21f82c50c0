"""Coverage: how wide the inputs are, what a filter takes of that, and which rows stand for all."""

from judgekit.criteria.coverage.clusters import UNPLACED, Clusters, cluster, default_k, strata
from judgekit.criteria.coverage.criterion import Coverage
from judgekit.criteria.coverage.loss import Breadth, Fate, Loss, Share, measure_loss
from judgekit.criteria.coverage.selection import BLOCK, Budget, Selection, likeness, select, spend
from judgekit.criteria.coverage.vectors import Terms, Vectors, tf_idf, unit_rows

__all__ = [
    "BLOCK",
    "UNPLACED",
    "Breadth",
    "Budget",
    "Clusters",
    "Coverage",
    "Fate",
    "Loss",
    "Selection",
    "Share",
    "Terms",
    "Vectors",
    "cluster",
    "default_k",
    "likeness",
    "measure_loss",
    "select",
    "spend",
    "strata",
    "tf_idf",
    "unit_rows",
]

"""Criteria measure a response beside its being right; each is a module that fits this seam."""

from judgekit.criteria.making import KNOWN, fittings
from judgekit.criteria.seam import Criterion, Fitted, Fitting

__all__ = ["KNOWN", "Criterion", "Fitted", "Fitting", "fittings"]

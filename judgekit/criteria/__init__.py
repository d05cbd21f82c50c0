"""Criteria measure a response beside its being right; each is a module that fits this seam."""

from judgekit.criteria.seam import Criterion

__all__ = ["Criterion"]

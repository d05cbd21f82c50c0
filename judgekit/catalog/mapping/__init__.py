"""Rows of another shape: what of their columns makes which field of a row."""

from judgekit.catalog.mapping.mapping import Mapping, load_mapping, why_unmapped

__all__ = ["Mapping", "load_mapping", "why_unmapped"]

"""Rows of another shape: what of their columns makes which field of a row."""

from judgekit.catalog.mapping.mapping import UNMAPPED, Mapping, load_mapping

__all__ = ["UNMAPPED", "Mapping", "load_mapping"]

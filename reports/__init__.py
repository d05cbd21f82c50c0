"""Data: the packaged reports."""

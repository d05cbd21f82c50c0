"""Data: the packaged attacks."""

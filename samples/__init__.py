"""Data: the packaged samples."""

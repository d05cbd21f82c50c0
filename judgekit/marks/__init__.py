"""Marks: traces in a response of edits that move judges and no content."""

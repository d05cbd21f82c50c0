"""Data: the packaged prompts."""

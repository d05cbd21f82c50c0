"""Data: workflow files for build servers."""

"""Audits of judges in a pytest suite: one test per attack."""

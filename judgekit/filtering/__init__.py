"""Filtering: a teacher's responses through the gate, from a file of rows to files of rows."""

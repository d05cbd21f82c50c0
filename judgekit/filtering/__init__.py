"""Filtering: a teacher's responses through the gate, from a file of rows to files of rows."""

from judgekit.filtering.calling import gate
from judgekit.filtering.pipeline import Data, Options, data_of, run
from judgekit.filtering.results import Gated, load_gate

__all__ = ["Data", "Gated", "Options", "data_of", "gate", "load_gate", "run"]

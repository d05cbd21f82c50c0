"""Edits of how a judge is asked: its prompt, its scale, its labels, the order of two answers."""

from judgekit.framing.registry import FRAMINGS, check_framing_params

__all__ = ["FRAMINGS", "check_framing_params"]

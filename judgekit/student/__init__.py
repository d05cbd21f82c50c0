"""The door to a student: its weights on this machine, or an endpoint that serves them."""

from judgekit.student.endpoint import Served
from judgekit.student.opening import DEFAULT_TOKENS, open_student
from judgekit.student.remembering import Remembering, ask
from judgekit.student.weights import Weights

__all__ = ["DEFAULT_TOKENS", "Remembering", "Served", "Weights", "ask", "open_student"]

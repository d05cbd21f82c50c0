"""The door to a student: its weights on this machine, or an endpoint that serves them."""

from judgekit.student.endpoint import Served
from judgekit.student.opening import load_profile, open_student
from judgekit.student.remembering import Remembering, ask
from judgekit.student.weights import Weights

__all__ = ["Remembering", "Served", "Weights", "ask", "load_profile", "open_student"]

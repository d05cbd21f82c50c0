"""What a sentence must say to be the mark of a family of attacks."""

from judgekit.marks.rules.judging import ABOUT_JUDGING
from judgekit.marks.rules.manner import IN_MANNER
from judgekit.marks.rules.people import ABOUT_PEOPLE
from judgekit.marks.rules.rule import Rule

RULES = (*ABOUT_PEOPLE, *ABOUT_JUDGING, *IN_MANNER)

__all__ = ["RULES", "Rule"]

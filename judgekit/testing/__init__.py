"""Judges, models and a provider whose faults we chose, for the tests of those who build on us."""

from judgekit.testing.attributes import PlantedAttributes
from judgekit.testing.batches import Batches
from judgekit.testing.dialects import Dialect
from judgekit.testing.faults import Body, Fault
from judgekit.testing.judges import (
    ConstantJudge,
    GarbageJudge,
    RandomJudge,
    RefusingJudge,
    Scripted,
)
from judgekit.testing.network import NetworkRefused, loopback_only
from judgekit.testing.planted import PlantedJudge, Truth
from judgekit.testing.provider import Provider, Seen
from judgekit.testing.rules import verdict_by_rules
from judgekit.testing.storms import FAULTS, storm

__all__ = [
    "FAULTS",
    "Batches",
    "Body",
    "ConstantJudge",
    "Dialect",
    "Fault",
    "GarbageJudge",
    "NetworkRefused",
    "PlantedAttributes",
    "PlantedJudge",
    "Provider",
    "RandomJudge",
    "RefusingJudge",
    "Scripted",
    "Seen",
    "Truth",
    "loopback_only",
    "storm",
    "verdict_by_rules",
]

"""The door to a model: LiteLLM's knowledge of providers, over connections and patience of ours."""

from judgekit.llm.beside import Target
from judgekit.llm.door import LiteLLM
from judgekit.llm.endpoint import EndpointDoor
from judgekit.llm.failures import Failure
from judgekit.llm.letters import Letters
from judgekit.llm.purse import Purse
from judgekit.llm.tariff import Tariff, look_up, stated
from judgekit.llm.traffic import Traffic
from judgekit.llm.wire import Sent

__all__ = [
    "EndpointDoor",
    "Failure",
    "Letters",
    "LiteLLM",
    "Purse",
    "Sent",
    "Target",
    "Tariff",
    "Traffic",
    "look_up",
    "stated",
]

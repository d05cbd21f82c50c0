"""The door to a model: LiteLLM's knowledge of providers, over connections and patience of ours."""

from judgekit.llm.door import LiteLLM
from judgekit.llm.pace import Traffic
from judgekit.llm.purse import Purse
from judgekit.llm.scrubbing import scrub
from judgekit.llm.tariff import Tariff, look_up, stated

__all__ = ["LiteLLM", "Purse", "Tariff", "Traffic", "look_up", "scrub", "stated"]

"""The door to a model: LiteLLM's knowledge of providers, over connections and patience of ours."""

from judgekit.llm.door import LiteLLM
from judgekit.llm.endpoint import EndpointDoor
from judgekit.llm.pace import Traffic

__all__ = ["EndpointDoor", "LiteLLM", "Traffic"]

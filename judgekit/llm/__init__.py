"""The door to a model: LiteLLM's knowledge of providers, over connections and patience of ours."""

from judgekit.llm.door import LiteLLM
from judgekit.llm.pace import Traffic
from judgekit.llm.scrubbing import scrub

__all__ = ["LiteLLM", "Traffic", "scrub"]

"""The fast path: LiteLLM's configuration of a provider, asked for bytes and replies directly."""

from __future__ import annotations

import copy
import json
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from judgekit.llm.alike import Alike
from judgekit.llm.beside import Target, expected_model, finish_url, more_headers
from judgekit.llm.failures import failed_answer, no_reply
from judgekit.llm.library import litellm
from judgekit.llm.pricing import Price
from judgekit.llm.reading import read
from judgekit.llm.wire import Received, Sent
from judgekit.types import Message, Reply

Said = list[dict[str, Any]]
"""Messages as LiteLLM takes them, and changes them in place."""


class Written(NamedTuple):
    """A request in bytes, and what LiteLLM wants to see again to read its answer."""

    sent: Sent
    body: dict[str, Any]
    said: Said


class Plan:
    """How to ask one model with one set of parameters: settled once, used for every call."""

    def __init__(
        self, target: Target, params: Mapping[str, Any], messages: Sequence[Message]
    ) -> None:
        library, said = litellm(), say(messages)
        self.price = Price(target)
        self.target = target
        self._alike = Alike()
        self._config = _config(target)
        self._options = library.utils.get_optional_params(
            model=target.model,
            custom_llm_provider=target.provider,
            messages=said,
            stream=None,
            **params,
        )
        self._json_mode = self._options.pop("json_mode", None)
        self._extra = self._options.pop("extra_body", None) or {}
        self._nested = any(isinstance(v, (dict, list)) for v in self._options.values())
        self._headers = self._entry(said)
        self._url = _url(self._config, target, self._options)

    def write(self, messages: Sequence[Message]) -> Written:
        """Return the request for these messages."""
        said, headers = say(messages), dict(self._headers)
        body = self._config.transform_request(
            model=self.target.model,
            messages=said,
            optional_params=self._fresh_options(),
            litellm_params={},
            headers=headers,
        )
        body = {**body, **self._extra}
        return Written(Sent(self._url, headers, json.dumps(body).encode()), body, said)

    def read(self, received: Received, written: Written) -> Reply:
        """Return the reply that an answer holds, or raise the failure that it stands for."""
        if received.status == 200 and (reply := self._alike.read(received.body)) is not None:
            return reply
        response = self.response(received, written)
        try:
            cost_usd, rates = self.price(response), self.price.rates(response)
        except Exception as error:  # LiteLLM raises whatever its reading met
            raise no_reply(error) from error
        reply = read(response, cost_usd=cost_usd)
        if rates is not None:
            self._alike.learn(received.body, reply, rates)
        return reply

    def response(self, received: Received, written: Written) -> Any:
        """Return an answer as LiteLLM's response object, or raise the failure it stands for."""
        if received.status != 200:
            raise failed_answer(*received)
        try:
            return self._transform(received, written)
        except Exception as error:  # LiteLLM raises whatever its reading met
            raise no_reply(error) from error

    def _transform(self, received: Received, written: Written) -> Any:
        library = litellm()
        blank = library.ModelResponse(model=expected_model(self.target))
        blank.usage = library.Usage()
        return self._config.transform_response(
            model=self.target.model,
            raw_response=_Answer(received),
            model_response=blank,
            logging_obj=_Unlogged(),
            request_data=written.body,
            messages=written.said,
            optional_params=self._fresh_options(),
            litellm_params={},
            encoding=None,
            json_mode=self._json_mode,
        )

    def _entry(self, said: Said) -> dict[str, str]:
        headers: dict[str, str] = self._config.validate_environment(
            headers={},
            model=self.target.model,
            messages=said,
            optional_params=self._options,
            litellm_params={},
            api_key=self.target.api_key,
            api_base=self.target.api_base,
        )
        named = self._config.get_attribution_headers()
        return {**named, **headers, **more_headers(self.target)}

    def _fresh_options(self) -> dict[str, Any]:
        # LiteLLM takes them apart in place; a copy in depth costs only where there is depth.
        return copy.deepcopy(self._options) if self._nested else dict(self._options)


def resolve(model: str, *, api_base: str | None, api_key: str | None) -> Target:
    """Return the target that LiteLLM understands by a model's name, the environment consulted."""
    library = litellm()
    name, provider, key, base = library.get_llm_provider(model, api_base=api_base, api_key=api_key)
    known = library.utils.ProviderConfigManager.get_provider_model_info(
        name, library.LlmProviders(provider)
    )
    if known is not None:
        base = base or known.get_api_base(api_base)
        key = key or api_key or known.get_api_key()
    return Target(name, provider, base or api_base, key or api_key)


def say(messages: Sequence[Message]) -> Said:
    """Return messages that LiteLLM may change."""
    return [{"role": m.role, "content": m.content} for m in messages]


class _Answer:
    """As much of an HTTP response as the provider configurations look at."""

    def __init__(self, received: Received) -> None:
        self.status_code = received.status
        self.headers = received.headers
        self.content = received.body

    @property
    def text(self) -> str:
        return self.content.decode("utf-8", "replace")

    def json(self) -> Any:
        return json.loads(self.content)


class _Unlogged:
    """The log that LiteLLM writes to, and nobody reads."""

    def __init__(self) -> None:
        self.model_call_details: dict[str, Any] = {}
        self.optional_params: dict[str, Any] = {}

    def post_call(self, **_: object) -> None:
        """Write nothing."""


def _config(target: Target) -> Any:
    library = litellm()
    return library.utils.ProviderConfigManager.get_provider_chat_config(
        model=target.model, provider=library.LlmProviders(target.provider)
    )


def _url(config: Any, target: Target, options: Mapping[str, Any]) -> str:
    base, key, model = target.api_base, target.api_key, target.model
    return finish_url(target, config.get_complete_url(base, key, model, dict(options), {}))

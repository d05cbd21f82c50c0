"""What LiteLLM knows of a model without asking it: its key, its price, what it takes."""

from __future__ import annotations

from typing import NamedTuple

from judgekit.doctor.checks import Check, State

ASKED = ("temperature", "top_p", "seed", "logprobs", "response_format", "max_tokens")
"""Parameters that a judge's behaviour hangs on."""


class Known(NamedTuple):
    """What LiteLLM's tables say of a model."""

    provider: str | None
    missing_keys: tuple[str, ...]
    usd_per_token: tuple[float, float] | None
    """In and out."""
    params: tuple[str, ...] | None


def describe(model: str, known: Known, *, own_server: bool = False) -> tuple[Check, ...]:
    """Word what is known of a model."""
    if known.provider is None:
        text = "no provider is known for this name; write it as LiteLLM does: provider/model"
        return (Check(name=model, state=State.BAD, text=text),)
    return (
        Check(name="provider", state=State.OK, text=known.provider),
        _on_keys(known.missing_keys, own_server=own_server),
        _on_price(known.usd_per_token),
        *_on_params(known.params),
    )


def look_up(model: str) -> Known:
    """Return what LiteLLM's own tables say; the library takes seconds to import."""
    from judgekit.llm import look_up as look_up_tariff
    from judgekit.llm.library import litellm as library

    litellm, tariff = library(), look_up_tariff(model)
    try:
        _, provider, *_ = litellm.get_llm_provider(model)
    except litellm.exceptions.BadRequestError:
        return Known(None, (), None, None)
    params = litellm.get_supported_openai_params(model)
    return Known(
        provider=provider,
        missing_keys=tuple(litellm.validate_environment(model)["missing_keys"]),
        usd_per_token=None if tariff is None else (tariff.read, tariff.written),
        params=None if params is None else tuple(params),
    )


def _on_keys(missing: tuple[str, ...], *, own_server: bool) -> Check:
    if missing and own_server:
        text = f"not set: {', '.join(missing)}; a server of your own may need none"
        return Check(name="key", state=State.NOTE, text=text)
    if missing:
        return Check(name="key", state=State.BAD, text=f"not set: {', '.join(missing)}")
    return Check(name="key", state=State.OK, text="what the provider needs is set")


def _on_price(usd: tuple[float, float] | None) -> Check:
    if usd is None:
        text = "unknown: costs will be reported as unknown, never as nothing"
        return Check(name="price", state=State.UNKNOWN, text=text)
    per_million = " in, ".join(f"${1e6 * p:.4g}" for p in usd)
    return Check(name="price", state=State.OK, text=f"{per_million} out, per million tokens")


def _on_params(params: tuple[str, ...] | None) -> tuple[Check, ...]:
    if params is None:
        text = "LiteLLM does not say which it takes; ask it with --call"
        return (Check(name="parameters", state=State.UNKNOWN, text=text),)
    taken = ", ".join(p for p in ASKED if p in params)
    refused = ", ".join(p for p in ASKED if p not in params)
    logprobs = "logprobs" in params
    return (
        Check(
            name="parameters",
            state=State.NOTE if refused else State.OK,
            text=f"takes {taken or 'none of those asked'}"
            + (f"; refuses {refused}, says LiteLLM" if refused else ""),
        ),
        Check(
            name="log-probabilities",
            state=State.OK if logprobs else State.NOTE,
            text="offered, says LiteLLM" if logprobs else "not offered: use a prompt that samples",
        ),
    )

"""What calls to a model cost, and the purse that they are paid from."""

from __future__ import annotations

from typing import NamedTuple

from judgekit import local
from judgekit.config import Kind, Settings, kind_of
from judgekit.errors import InputError, PriceUnknown
from judgekit.llm import Purse, Tariff, look_up, stated


class Price(NamedTuple):
    """A model's tariff, absent where it is unknown, and the words for where it is from."""

    tariff: Tariff | None
    source: str


def price_of(settings: Settings) -> Price:
    """Return what the judge costs: nothing on this machine, as the user says, or by LiteLLM."""
    if local.is_local(settings.judge):
        return Price(stated(0, 0), "nothing: it runs on this machine")
    if kind_of(settings.judge) is not Kind.MODEL:
        return Price(None, "unknown: nobody tells it before it is asked")
    tariff, source = stated_tariff(settings), "as stated"
    if tariff is None:
        tariff, source = look_up(settings.judge, api_base=settings.api_base), "LiteLLM's price"
    if tariff is None:
        return Price(None, "unknown to LiteLLM; state it with --price-per-million IN,OUT")
    read, written = (1e6 * usd for usd in (tariff.read, tariff.written))
    return Price(tariff, f"${read:.4g} read, ${written:.4g} written, per million; {source}")


def stated_tariff(settings: Settings) -> Tariff | None:
    """Return the tariff that the user states."""
    return settings.price_per_million and stated(*settings.price_per_million)


def purse_of(settings: Settings) -> Purse | None:
    """Return a purse with the money of a run; None where it is not limited."""
    return None if settings.max_cost is None else Purse(settings.max_cost)


def refuse_unpriced(settings: Settings) -> None:
    """Refuse a limit in money for a model whose price nobody knows."""
    if kind_of(settings.judge) not in (Kind.MODEL, Kind.LOCAL):
        raise InputError(
            f"--max-cost: nobody tells what {settings.judge!r} costs before it is asked, so that "
            "no limit can be kept; leave --max-cost out"
        )
    if price_of(settings).tariff is None:
        raise PriceUnknown(
            f"--max-cost: the price of {settings.judge!r} is unknown, so that no limit can be "
            "kept; state it in US dollars with --price-per-million IN,OUT, or, of a model that "
            "writes, have it write before, without a limit, with 'judgekit attacks write'"
        )

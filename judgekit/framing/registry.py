"""The edits of a judge's prompt by name, and what their parameters must be."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from pydantic import JsonValue

from judgekit.framing import labels, notes, orders, rubrics, scales
from judgekit.text import wrong_parameter
from judgekit.types import Declined, Framing, Reframe

_ALL: tuple[Callable[..., Framing | Declined], ...] = (
    notes.tell,
    notes.show_reference,
    orders.swap_order,
    orders.same_twice,
    orders.reorder_sections,
    scales.reverse_score_lines,
    scales.reverse_scale,
    scales.rescale,
    labels.score_labels,
    labels.rename_labels,
    rubrics.permute_criteria,
    rubrics.recast_criteria,
    rubrics.reword,
)

FRAMINGS: Mapping[str, Reframe] = MappingProxyType({f.__name__: f for f in _ALL})
"""The closed set of edits of a prompt; an attack file that edits one names one."""


def check_framing_params(name: str, params: Mapping[str, JsonValue]) -> str | None:
    """Return in one sentence what is wrong with an edit's name or parameters, or None."""
    return wrong_parameter(name, FRAMINGS, params)

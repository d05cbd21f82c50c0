"""The operators by name, and what an attack's parameters for one of them must be."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from pydantic import JsonValue

from judgekit.operators import (
    affixes,
    characters,
    code,
    constraints,
    containers,
    emphasis,
    errors,
    finals,
    hedges,
    hiding,
    keywords,
    layout,
    lists,
    margins,
    markdown,
    numbers,
    padding,
    people,
    replacing,
    sentences,
    slips,
    tables,
    transcripts,
    writing,
)
from judgekit.text import wrong_parameter
from judgekit.types import Declined, Edit, Operator

_ALL: tuple[Callable[..., Edit | Declined], ...] = (
    affixes.append,
    affixes.prepend,
    affixes.wrap,
    affixes.around,
    affixes.restate,
    affixes.repeat_answer,
    lists.repeat_list,
    padding.pad,
    containers.code_fence,
    containers.wrap_json,
    containers.wrap_yaml,
    containers.wrap_tag,
    containers.quote_lines,
    layout.bullets,
    layout.numbered,
    layout.one_sentence_per_line,
    layout.blank_lines,
    layout.double_spaces,
    layout.headers,
    layout.emoji_lines,
    layout.full_dress,
    tables.table,
    margins.indent_lines,
    margins.trail_spaces,
    markdown.strip_markdown,
    emphasis.bold,
    emphasis.italic,
    characters.insert_characters,
    characters.substitute,
    characters.decompose,
    slips.misspell,
    slips.swap_words,
    slips.split_words,
    slips.recase,
    finals.box_answer,
    finals.restate_answer,
    finals.wrong_final,
    keywords.stuff_keywords,
    keywords.continue_prompt,
    hiding.hidden,
    replacing.replace,
    replacing.gibberish,
    replacing.echo,
    replacing.empty,
    replacing.wrong_response,
    replacing.other_response,
    replacing.identity,
    sentences.keep_first_sentence,
    sentences.drop_sentence,
    sentences.shuffle_sentences,
    hedges.drop_hedges,
    people.swap_people,
    numbers.change_number,
    errors.swap_unit,
    errors.swap_entity,
    errors.negate,
    constraints.overrun,
    constraints.omit_required,
    constraints.say_forbidden,
    writing.written,
    code.rename_locals,
    code.dummy_helpers,
    code.code_comment,
    code.comment_lines,
    code.docstring,
    code.code_blank_lines,
    code.code_mutant,
    transcripts.allege,
    transcripts.misquote,
)

OPERATORS: Mapping[str, Operator] = MappingProxyType({o.__name__: o for o in _ALL})
"""The closed set of edits; an attack file names one."""


def check_params(operator_name: str, params: Mapping[str, JsonValue]) -> str | None:
    """Return in one sentence what is wrong with an operator's name or parameters, or None."""
    return wrong_parameter(operator_name, OPERATORS, params)

"""Where in a YAML text a value stands, for whoever has to put it right."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import yaml


def line_of(text: str, keys: Sequence[str | int]) -> int | None:
    """Return the line, from 1, of the value that keys and indices lead to, or of what is around it.

    None where the text does not begin to lead there.
    """
    node, line = yaml.compose(text, Loader=yaml.SafeLoader), None
    for key in keys:
        found = next((f for f in _children(node) if f[0] == key), None)
        if found is None:
            break
        _, line, node = found
    return line


def _children(node: yaml.Node | None) -> Iterator[tuple[str | int, int, yaml.Node]]:
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            yield key.value, key.start_mark.line + 1, value
    elif isinstance(node, yaml.SequenceNode):
        for place, value in enumerate(node.value):
            yield place, value.start_mark.line + 1, value

"""YAML read as the JSON it means: no tags, no aliases, no key twice, and `on` is a word."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from typing import ClassVar, NamedTuple

import yaml
from pydantic import JsonValue

from judgekit.catalog.decoding import decode
from judgekit.catalog.problems import Keys, Problem

try:
    from yaml import CSafeLoader as _Base
except ImportError:  # PyYAML built without libyaml: the same, ten times slower
    from yaml import SafeLoader as _Base  # type: ignore[assignment]  # same interface

_STR, _NULL, _BOOL = (f"tag:yaml.org,2002:{t}" for t in ("str", "null", "bool"))
_INT, _FLOAT = (f"tag:yaml.org,2002:{t}" for t in ("int", "float"))


_NULLS = [(_NULL, re.compile(r"(null)?$"))]
_BOOLS = [(_BOOL, re.compile(r"(true|false)$"))]
_NUMBERS = [
    (_INT, re.compile(r"-?(0|[1-9][0-9]*)$")),
    (_FLOAT, re.compile(r"-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][-+]?[0-9]+)?$")),
]
_WORDS = {"n": _NULLS, "": _NULLS, "t": _BOOLS, "f": _BOOLS} | dict.fromkeys(
    "-0123456789", _NUMBERS
)
"""By first letter, the plain scalars that are not text."""


class Document(NamedTuple):
    """A file's content as plain values, and the tree that knows its lines."""

    file: str
    fields: dict[str, JsonValue]
    root: yaml.MappingNode

    def line_of(self, keys: Keys) -> int:
        """Return the line of a value, or of the nearest thing around it that exists."""
        return self._at(keys)[0] + 1

    def line_in(self, keys: Keys, line: int) -> int:
        """Return where a line of a text stands, if the text is written line by line."""
        at, node = self._at(keys)
        is_block = isinstance(node, yaml.ScalarNode) and node.style == "|"
        return at + 1 + line * is_block

    def _at(self, keys: Keys) -> tuple[int, yaml.Node]:
        node: yaml.Node = self.root
        line = node.start_mark.line
        for key in keys:
            found = _child(node, key)
            if found is None:
                break
            line, node = found
        return line, node


def read_document(content: bytes, file: str) -> Document | Problem:
    """Return the one mapping a file holds, or what is wrong with it."""
    text = decode(content, file)
    if isinstance(text, Problem):
        return text
    try:
        root = _compose(text)
        if not isinstance(root, yaml.MappingNode):
            return Problem(file, 1, "", "not a mapping; a file is `field: value` lines")
        return Document(file, _mapping(root, set()), root)
    except yaml.MarkedYAMLError as e:
        mark = e.problem_mark or e.context_mark
        said = " ".join(filter(None, (e.context, e.problem)))
        return Problem(file, mark.line + 1 if mark else None, "", f"not YAML: {said}")
    except (yaml.YAMLError, RecursionError) as e:
        return Problem(file, None, "", f"not YAML: {str(e).splitlines()[0]}")


class _Loader(_Base):
    """The JSON words alone are special: `on`, `yes`, `~`, dates and `012` are text."""

    yaml_implicit_resolvers: ClassVar = _WORDS  # type: ignore[misc]  # a class variable there too


def _compose(text: str) -> yaml.Node | None:
    loader = _Loader(text)
    try:
        node: yaml.Node | None = loader.get_single_node()
        return node
    finally:
        loader.dispose()


def _plain(node: yaml.Node, seen: set[int]) -> JsonValue:
    if id(node) in seen:
        raise _wrong("an alias; write the value out", node)
    seen.add(id(node))
    if isinstance(node, yaml.MappingNode):
        return _mapping(node, seen)
    if isinstance(node, yaml.SequenceNode):
        return [_plain(item, seen) for item in node.value]
    return _scalar(node)


def _mapping(node: yaml.MappingNode, seen: set[int]) -> dict[str, JsonValue]:
    made: dict[str, JsonValue] = {}
    for key, value in node.value:
        if not isinstance(key, yaml.ScalarNode):
            raise _wrong("a key must be a word", key)
        if key.value in made:
            raise _wrong(f"the key {key.value!r} stands here twice; keep one", key)
        made[key.value] = _plain(value, seen)
    return made


def _scalar(node: yaml.Node) -> JsonValue:
    tag, value = node.tag, node.value
    if tag == _STR:
        return str(value)
    if tag == _NULL:
        return None
    if tag == _BOOL and value in ("true", "false"):
        return bool(value == "true")
    if tag in (_INT, _FLOAT):
        return _number(node)
    raise _wrong(f"the tag {tag!r} is refused; write plain values", node)


def _number(node: yaml.Node) -> int | float:
    try:
        number = int(node.value) if node.tag == _INT else float(node.value)
        if math.isfinite(number):
            return number
    except (ValueError, OverflowError):
        pass
    raise _wrong(f"{node.value!r} is no finite number", node)


def _wrong(problem: str, node: yaml.Node) -> yaml.MarkedYAMLError:
    return yaml.MarkedYAMLError(problem=problem, problem_mark=node.start_mark)


def _child(node: yaml.Node, key: str | int) -> tuple[int, yaml.Node] | None:
    return next((found for at, found in _children(node) if at == key), None)


def _children(node: yaml.Node) -> Iterator[tuple[str | int, tuple[int, yaml.Node]]]:
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            yield key.value, (key.start_mark.line, value)
    elif isinstance(node, yaml.SequenceNode):
        for i, value in enumerate(node.value):
            yield i, (value.start_mark.line, value)

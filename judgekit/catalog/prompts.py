"""Judge prompts read from YAML; the file's bytes are the prompt's identity."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

from pydantic import ValidationError

from judgekit.catalog.decoding import read_bytes
from judgekit.catalog.problems import Problem, explain, refuse
from judgekit.catalog.yaml_documents import Document, read_document
from judgekit.errors import CatalogError
from judgekit.judging import Fault, review_prompt
from judgekit.text import did_you_mean, sha256
from judgekit.types import JudgePrompt

_COMPUTED = ("id", "sha256")


def load_prompt(name_or_path: str | Path) -> JudgePrompt:
    """Return a packaged prompt by name, or the prompt in a file."""
    packaged = _packaged()
    if isinstance(name_or_path, str) and name_or_path in packaged:
        return _load(packaged[name_or_path], f"prompts/{name_or_path}.yaml")
    path = Path(name_or_path)
    if path.is_file():
        return _load(path, str(path))
    near = did_you_mean(str(name_or_path), packaged)
    raise CatalogError(f"no judge prompt is named {str(name_or_path)!r} and no such file{near}")


def load_prompts() -> tuple[JudgePrompt, ...]:
    """Return the packaged prompts, sorted by id."""
    return tuple(_load(file, f"prompts/{id}.yaml") for id, file in sorted(_packaged().items()))


def lint_prompts(paths: Sequence[Path] = ()) -> tuple[Problem, ...]:
    """Return all that is wrong with the prompts in files and folders, or with the packaged ones."""
    if not paths:
        found = {f"prompts/{id}.yaml": file for id, file in sorted(_packaged().items())}
        return tuple(p for shown, file in found.items() for p in _problems(file, shown))
    return tuple(p for path in paths for p in _problems_in(path))


def _packaged() -> dict[str, Traversable]:
    found = files("judgekit.prompts").iterdir()
    return {f.name.removesuffix(".yaml"): f for f in found if f.name.endswith(".yaml")}


def _load(file: Traversable, shown: str) -> JudgePrompt:
    read = _read(file, shown)
    if isinstance(read, list):
        refuse(read, CatalogError)
    assert not isinstance(read, list)
    return read[0]


def _problems_in(path: Path) -> Iterator[Problem]:
    if path.is_file():
        yield from _problems(path, str(path))
        return
    inside = sorted(path.glob("*.yaml"))
    if not inside:
        yield Problem(str(path), None, "", "no prompt file and no folder of prompts")
    for file in inside:
        yield from _problems(file, str(file))


def _problems(file: Traversable, shown: str) -> list[Problem]:
    read = _read(file, shown)
    if isinstance(read, list):
        return read
    prompt, document = read
    return [_located(document, fault) for fault in review_prompt(prompt)]


def _located(document: Document, fault: Fault) -> Problem:
    field = fault.field
    line = document.line_of(field) if fault.line is None else document.line_in(field, fault.line)
    return Problem(document.file, line, ".".join(map(str, field)), fault.what)


def _read(file: Traversable, shown: str) -> tuple[JudgePrompt, Document] | list[Problem]:
    content = read_bytes(file, shown)
    document = read_document(content, shown)
    if isinstance(document, Problem):
        return [document]
    for field in _COMPUTED:
        if field in document.fields:
            what = "computed from the file; leave it out"
            return [Problem(shown, document.line_of((field,)), field, what)]
    computed = {"id": file.name.removesuffix(".yaml"), "sha256": sha256(content)}
    try:
        return JudgePrompt.model_validate({**document.fields, **computed}), document
    except ValidationError as e:
        return explain(e, JudgePrompt, shown, document.line_of)

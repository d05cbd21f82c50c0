"""Judge prompts read from YAML; the file's bytes are the prompt's identity."""

from __future__ import annotations

from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

from pydantic import ValidationError

from judgekit.catalog.decoding import read_bytes
from judgekit.catalog.problems import Problem, explain, refuse
from judgekit.catalog.yaml_documents import read_document
from judgekit.errors import CatalogError
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


def _packaged() -> dict[str, Traversable]:
    found = files("judgekit.prompts").iterdir()
    return {f.name.removesuffix(".yaml"): f for f in found if f.name.endswith(".yaml")}


def _load(file: Traversable, shown: str) -> JudgePrompt:
    content = read_bytes(file, shown)
    document = read_document(content, shown)
    if isinstance(document, Problem):
        raise CatalogError(str(document))
    for field in _COMPUTED:
        if field in document.fields:
            what = "computed from the file; leave it out"
            raise CatalogError(str(Problem(shown, document.line_of((field,)), field, what)))
    computed = {"id": file.name.removesuffix(".yaml"), "sha256": sha256(content)}
    try:
        return JudgePrompt.model_validate({**document.fields, **computed})
    except ValidationError as e:
        refuse(explain(e, JudgePrompt, shown, document.line_of), CatalogError)
        raise

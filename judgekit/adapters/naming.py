"""A thing of Python's found by its spelling: `package.module:NAME` or `path/file.py:NAME`."""

from __future__ import annotations

import importlib
import importlib.util
import inspect
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

from judgekit.adapters.deepeval import silence
from judgekit.errors import InputError
from judgekit.text import did_you_mean, known_secrets, scrub


def find(spelled: str) -> Any:
    """Return what bears the name; a class, or a function without arguments, makes it first.

    The code is imported, so it may do whatever it does; what phones home is told not to.
    """
    where, _, name = spelled.rpartition(":")
    if not where or not name:
        raise InputError(
            f"python:{spelled}: names no judge; write python:package.module:NAME or "
            "python:path/file.py:NAME"
        )
    silence()
    return _made(_attribute(_imported(where), name, spelled), spelled)


def _imported(where: str) -> ModuleType:
    path = Path(where) if where.endswith(".py") else None
    folder = str((path.parent if path else Path()).resolve())
    if folder not in sys.path:
        sys.path.append(folder)  # last, so that no file there stands before a package
    try:
        return _from_file(path) if path else importlib.import_module(where)
    except Exception as error:
        raise InputError(f"python:{where}: cannot be imported: {_said(error)}") from error


def _from_file(path: Path) -> ModuleType:
    # Dataclasses look their module up, by a name that no import may find in its place.
    spec = importlib.util.spec_from_file_location(path.name, path)
    assert spec is not None, "the name ends in .py"
    assert spec.loader is not None
    module = sys.modules[path.name] = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def _attribute(module: ModuleType, name: str, spelled: str) -> Any:
    if not hasattr(module, name):
        public = [n for n in dir(module) if not n.startswith("_")]
        raise InputError(f"python:{spelled}: has no {name!r}{did_you_mean(name, public)}")
    return getattr(module, name)


def _made(thing: Any, spelled: str) -> Any:
    if not inspect.isclass(thing) and not (inspect.isfunction(thing) and _needs_nothing(thing)):
        return thing
    try:
        return thing()
    except Exception as error:
        raise InputError(
            f"python:{spelled}: cannot be made without arguments: {_said(error)}; name a function "
            "that takes none and returns it"
        ) from error


def _said(error: Exception) -> str:
    return scrub(f"{type(error).__name__}: {error}", known_secrets())


def _needs_nothing(function: Any) -> bool:
    """Tell whether a function can be called without arguments, and so judges nothing itself."""
    parameters = inspect.signature(function).parameters.values()
    variadic = (inspect.Parameter.VAR_POSITIONAL, inspect.Parameter.VAR_KEYWORD)
    return all(p.default is not p.empty or p.kind in variadic for p in parameters)

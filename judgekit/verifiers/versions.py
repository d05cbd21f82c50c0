"""Which version of a verifier found something: what it finds is kept for that version alone."""

from __future__ import annotations

import functools
from importlib.metadata import PackageNotFoundError, version

from judgekit.verifiers.plugins import plugins
from judgekit.verifiers.registry import EXTRAS, added


@functools.cache
def _of_packages(*names: str) -> str:
    return ", ".join(f"{name} {version(name)}" for name in names)


def version_of(name: str) -> str | None:
    """Return the packages that a verifier is made of, with their versions.

    None for a function that was added in this process, whose code may change unseen, and for
    packages that do not say.
    """
    if name in added():
        return None
    try:
        if name in plugins():
            package = plugins()[name].dist
            return None if package is None else f"{package.name} {package.version}"
        needed, _ = EXTRAS.get(name, (None, ""))
        library = () if needed is None else (_DISTRIBUTIONS[needed],)
        return _of_packages("judgekit-audit", *library)
    except PackageNotFoundError:
        return None


_DISTRIBUTIONS = {
    "jsonschema_rs": "jsonschema-rs",
    "math_verify": "math-verify",
    "reasoning_gym": "reasoning-gym",
}

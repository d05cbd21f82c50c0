"""The shapes that parameters of attack files may have."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

Texts = Annotated[list[str], Field(min_length=1)]
"""Alternative wordings; one is drawn."""

Pair = Annotated[list[str], Field(min_length=2, max_length=2)]
Pairs = Annotated[list[Pair], Field(min_length=1)]
"""Alternative pairs of a text before and a text after; one is drawn."""

Signs = Annotated[list[Annotated[str, Field(min_length=1)]], Field(min_length=1)]
"""Characters or emoji; they take turns."""

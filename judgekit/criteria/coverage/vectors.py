"""Texts as vectors of their words: TF-IDF, small and deterministic; or vectors of the user's."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple, Protocol, TypeAlias

import numpy as np
import numpy.typing as npt

from judgekit.errors import InputError
from judgekit.marks.lexicon import FUNCTION, WORD, stem
from judgekit.stats import Array, Codes

if TYPE_CHECKING:
    from scipy.sparse import csr_array

Vectors: TypeAlias = "csr_array[np.float64, tuple[int, int]] | Array"
"""A row for each text, of length 1, or of zeros for a text that has no vector."""

_MOST_TERMS = 20_000
"""Terms kept, those of most texts: what one text alone says makes it like no other."""
_MOST_WORDS = 20_000


class Terms(NamedTuple):
    """The vectors of texts, and a word for the stem that each column stands for."""

    vectors: csr_array[np.float64, tuple[int, int]]
    terms: tuple[str, ...]
    column: Mapping[str, int]
    """By stem."""
    idf: Array
    """A weight for each column."""

    def vector(self, text: str) -> tuple[Codes, Array]:
        """Return the columns and the weights of another text by the terms of these."""
        known = {self.column[t]: tf for t, tf in _counts(text, {}).items() if t in self.column}
        columns = np.array(sorted(known), dtype=np.intp)
        weights = (1 + np.log([known[int(c)] for c in columns])) * self.idf[columns]
        return columns, weights / (np.linalg.norm(weights) or 1.0)


def tf_idf(texts: Sequence[str]) -> Terms:
    """Return the vectors of texts; one without words of content is all zeros.

    Weights are (1 + ln tf)(1 + ln((1 + n) / (1 + df))) over the stems of words that carry content,
    each row scaled to length 1 (Manning, Raghavan and Schütze, Introduction to Information
    Retrieval, ch. 6). Read are the first 20,000 words of a text.
    """
    from scipy.sparse import csr_array

    words: dict[str, str] = {}
    counts = [_counts(text, words) for text in texts]
    df = Counter(term for of_text in counts for term in of_text)
    terms = sorted(df, key=lambda t: (-df[t], t))[:_MOST_TERMS]
    column = {term: i for i, term in enumerate(terms)}
    known = [{column[t]: tf for t, tf in of_text.items() if t in column} for of_text in counts]
    rows = np.repeat(np.arange(len(texts)), [len(of_text) for of_text in known])
    columns = np.array([c for of_text in known for c in of_text], dtype=int)
    tf = np.array([tf for of_text in known for tf in of_text.values()], dtype=float)
    idf = 1 + np.log((1 + len(texts)) / (1 + np.array([df[t] for t in terms])))
    weights = (1 + np.log(tf)) * idf[columns]
    weights /= np.sqrt(np.bincount(rows, weights**2, minlength=len(texts)))[rows]
    shape = (len(texts), max(1, len(terms)))
    vectors = csr_array((weights, (rows, columns)), shape=shape)
    return Terms(vectors, tuple(words[t] for t in terms), column, idf)


def unit_rows(vectors: npt.ArrayLike) -> Array:
    """Return vectors of the user's, such as sentence embeddings, scaled to length 1.

    Rows of zeros stay. Raises InputError for what is no table of finite numbers.
    """
    table = np.asarray(vectors)
    if table.ndim != 2 or table.dtype.kind not in "fiu":
        raise InputError(
            f"vectors of shape {table.shape}; a row of numbers for each text is needed"
        )
    if not np.isfinite(table).all():
        raise InputError("vectors: NaN or infinity; leave a row of zeros where a text has none")
    table = table.astype(float)
    length = np.linalg.norm(table, axis=1, keepdims=True)
    unit: Array = np.divide(table, length, out=np.zeros_like(table), where=length > 0)
    return unit


def dense(vectors: Vectors | _Sparse | npt.NDArray[np.generic]) -> Array:
    """Return rows as a plain table."""
    table = vectors if isinstance(vectors, np.ndarray) else vectors.toarray()
    return np.asarray(table, dtype=float)


def lengths(vectors: Vectors) -> Array:
    """Return the length of each row: 1, or 0."""
    squares = vectors**2 if isinstance(vectors, np.ndarray) else vectors.multiply(vectors)
    length: Array = np.sqrt(np.asarray(squares.sum(axis=1), dtype=float))
    return length


class _Sparse(Protocol):
    def toarray(self) -> npt.NDArray[np.generic]: ...


def _counts(text: str, words: dict[str, str]) -> Counter[str]:
    """Count the stems of a text, and keep for each the first word that had it."""
    counts = Counter[str]()
    for m in islice(WORD.finditer(text), _MOST_WORDS):
        term = stem(m[0])
        if term not in FUNCTION and len(term) > 2:
            counts[term] += 1
            words.setdefault(term, m[0].casefold())
    return counts

"""The item-level scores of an audit as columns: a row per item, attack and what is graded."""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping
from typing import Any

from judgekit.errors import InputError
from judgekit.types import Audit, Scores


def to_parquet(audit: Audit) -> bytes:
    """Return the scores as a Parquet file; the same audit gives the same bytes.

    Columns: `item`, `cluster`, `attack`, `attribute` (null for the score itself), `has_variant`,
    and `clean`, `attacked`, `placebo` in score points, null where there is no score.
    """
    arrow, parquet = _arrow()
    texts, numbers = arrow.dictionary(arrow.int32(), arrow.string()), arrow.float64()
    schema = arrow.schema(
        [(name, texts) for name in ("item", "cluster", "attack", "attribute")]
        + [("has_variant", arrow.bool_())]
        + [(name, numbers) for name in ("clean", "attacked", "placebo")]
    )
    made = io.BytesIO()
    with parquet.ParquetWriter(made, schema, compression="zstd") as writer:
        for columns in _blocks(audit):
            writer.write_table(arrow.table(columns, schema=schema))
    return made.getvalue()


def _arrow() -> tuple[Any, Any]:
    try:
        import pyarrow
        from pyarrow import parquet
    except ImportError as error:
        raise InputError(
            "Parquet needs the extra [scale]: pip install 'judgekit-audit[scale]'"
        ) from error
    return pyarrow, parquet


def _blocks(audit: Audit) -> Iterator[dict[str, list[Any]]]:
    """Yield the columns of one attack after another."""
    yield from _of(audit, audit.scores, None)
    for f in audit.graded:
        yield from _of(audit, f.scores, f.name)


def _of(
    audit: Audit, scores: Mapping[str, Scores], attribute: str | None
) -> Iterator[dict[str, list[Any]]]:
    n = len(audit.items)
    items = [_utf8(i) for i in audit.items]
    clusters = [c and _utf8(c) for c in audit.clusters or (None,) * n]
    for attack, found in sorted(scores.items()):
        without = set(found.without)
        yield {
            "item": items,
            "cluster": clusters,
            "attack": [_utf8(attack)] * n,
            "attribute": [attribute and _utf8(attribute)] * n,
            "has_variant": [i not in without for i in range(n)],
            "clean": list(found.clean),
            "attacked": list(found.attacked),
            "placebo": list(found.placebo),
        }


def _utf8(text: str) -> str:
    # Half a character, which JSON can hold and Parquet cannot, is written as its escape.
    return text.encode("utf-8", "backslashreplace").decode("utf-8")

"""A JSON document of the response against a schema."""

from __future__ import annotations

import re
from typing import Annotated

from pydantic import AfterValidator, JsonValue

from judgekit.text import visible
from judgekit.text.strict_json import read_json
from judgekit.types import Sample, Verification
from judgekit.verifiers.apart import NoAnswer, ask
from judgekit.verifiers.outcomes import Seconds, abstained, failed, passed


def _a_schema(schema: dict[str, JsonValue]) -> dict[str, JsonValue]:
    try:
        import jsonschema_rs
    except ImportError:
        return schema  # the registry says that the extra is missing
    try:
        jsonschema_rs.meta.validate(schema)
    except Exception as error:
        raise ValueError(f"not a JSON schema: {str(error).splitlines()[0]}") from error
    return schema


Schema = Annotated[dict[str, JsonValue], AfterValidator(_a_schema)]
_LONGEST = 10**6


def json_schema(
    sample: Sample,
    response: str,
    /,
    *,
    schema: Schema,
    complete: bool = False,
    timeout_s: Seconds = 5.0,
) -> Verification:
    """Validate the one document that the response is, or fences; needs the extra `verify`.

    A document that is not strict JSON fails: a key twice, NaN, a trailing comma. No document, or
    several, is left open. A pass is only necessary, unless the row says that it is `complete`.
    """
    documents = _documents(response)
    if len(documents) != 1:
        return abstained(f"shows {len(documents) or 'no'} documents")
    if len(documents[0]) > _LONGEST:
        return abstained(f"over limit: more than {_LONGEST:,} characters")
    try:
        document = read_json(documents[0])
        wrong = ask("schemas", timeout_s=timeout_s, schema=schema, document=document)
    except (NoAnswer, RecursionError) as why:
        return abstained(visible(str(why)) or type(why).__name__)
    except ValueError as error:
        return failed("is not strict JSON", evidence=visible(str(error))[:300])
    if wrong:
        return failed("is not valid against the schema", evidence=visible(str(wrong)))
    return passed("is valid against the schema", complete=complete)


_FENCE = re.compile(r"^[ \t]*```[ \t]*(\w*)[^\n]*\n(.*?)^[ \t]*```", re.M | re.S)


def _documents(response: str) -> list[str]:
    """Return what is fenced as JSON, or else the whole text where it begins like a document."""
    fenced = [text for language, text in _FENCE.findall(response) if language.lower() == "json"]
    if not fenced:
        fenced = [t for language, t in _FENCE.findall(response) if not language and _opens(t)]
    return fenced or ([response] if _opens(response) else [])


def _opens(text: str) -> bool:
    return text.lstrip()[:1] in ("{", "[")

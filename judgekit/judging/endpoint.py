"""A judge behind a URL: asked with a body of its own shape, read at a place that is named."""

from __future__ import annotations

import json
from typing import Any

from pydantic import JsonValue

from judgekit.errors import CallFailed, CatalogError, InputError
from judgekit.judging.bodies import Body
from judgekit.judging.identity import endpoint_identity
from judgekit.judging.parse import failed, judgment
from judgekit.judging.paths import check_path, value_at, values_at
from judgekit.judging.reading import Reading, number_or_truth, scored, unread
from judgekit.text import is_secret_name
from judgekit.types import (
    Complete,
    Endpoint,
    Judgment,
    Message,
    Protocol,
    Reply,
    Request,
    Sample,
    Unscored,
)


class EndpointJudge:
    """A service that is sent a question and an answer and returns JSON with a score in it.

    It is asked through `complete` like any model: the request's one message is the body, its
    parameters are the headers, in which secrets are still names.
    """

    def __init__(self, endpoint: Endpoint, complete: Complete, *, name: str | None = None) -> None:
        self._endpoint = endpoint
        self._body = check_endpoint(endpoint)
        self._complete = complete
        referenced = "reference" in self._body.shows
        self.identity = endpoint_identity(
            endpoint,
            judge=name or endpoint.url,
            protocol=Protocol.REFERENCE if referenced else Protocol.POINTWISE,
        )

    async def __call__(self, sample: Sample, response: str, /, *, repeat: int = 0) -> Judgment:
        try:
            reply = await self._complete(self.request(sample, response, repeat=repeat))
        except CallFailed as failure:
            return failed(failure)
        return self.read(reply)

    def request(self, sample: Sample, response: str, *, repeat: int = 0) -> Request:
        """Return the call that asks for this judgment, without making it."""
        # In ASCII, the one form of JSON in which half a character can be sent.
        body = json.dumps(self._filled(sample, response), sort_keys=True, allow_nan=False)
        return Request(
            model=self.identity.model,
            messages=(Message(role="user", content=body),),
            params={"headers": dict(self._endpoint.headers)},
            repeat=repeat,
        )

    def read(self, reply: Reply) -> Judgment:
        """Read an answer as it was recorded; the judge's words are its reason, or all of it."""
        document = _parsed(reply.text)
        reason = value_at(self._endpoint.reason, document)
        words = reason if isinstance(reason, str) else reply.text
        return judgment(self._reading(document), reply.model_copy(update={"text": words}))

    def _reading(self, document: JsonValue) -> Reading:
        labels, scale, path = self._endpoint.labels, self._endpoint.scale, self._endpoint.score
        found = values_at(path, document)
        if not found:
            return unread(Unscored.NO_VERDICT, f"nothing at {path}")
        if len(found) > 1:
            return unread(Unscored.TWO_VERDICTS, f"{len(found)} values at {path}")
        return scored(found[0], labels, scale) if labels else number_or_truth(found[0], scale)

    def _filled(self, sample: Sample, response: str) -> JsonValue:
        from jinja2 import UndefinedError

        shown: dict[str, Any] = {
            "id": sample.id,
            "metadata": sample.metadata,
            "prompt": sample.prompt,
            "response": response,
        }
        if sample.reference is not None:
            shown["reference"] = sample.reference
        try:
            return self._body.fill(shown)
        except UndefinedError as error:
            raise InputError(
                f"sample {sample.id!r}: {error}, and {self.identity.judge} sends it; add it to the "
                "row, or write {{ … | default(none) }} in the body"
            ) from None


def check_endpoint(endpoint: Endpoint) -> Body:
    """Return its body, ready to be filled, or raise where something in it is wrong."""
    for path in (endpoint.score, endpoint.reason, *dict(endpoint.usage).values()):
        if path is not None:
            check_path(path)
    for name, value in endpoint.headers.items():
        if is_secret_name(name) and "${" not in value:
            raise CatalogError(
                f"header {name!r}: a secret must not stand in the file, since all of it is kept "
                "with every reply; write ${NAME} and set that environment variable"
            )
    return Body(endpoint.body)


def _parsed(text: str) -> JsonValue:
    """Return what was recorded as JSON; the door has kept nothing else."""
    try:
        document: JsonValue = json.loads(text)
    except (ValueError, RecursionError):
        return None
    return document

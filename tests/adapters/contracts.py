"""The real frameworks, each asked through its adapter; what came of it is printed as JSON.

A program of its own: their imports take seconds, and what they do to a process stays here.
"""

from __future__ import annotations

import asyncio
import gc
import http.server
import json
import os
import sys
import threading
from collections.abc import Awaitable, Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from judgekit.adapters import as_judge, find
from judgekit.errors import JudgekitError
from judgekit.testing import loopback_only
from judgekit.types import Judge, Sample

SAMPLE = Sample(id="s1", prompt="What is 2 + 2?", response="4", reference="4")
BARE = SAMPLE.model_copy(update={"reference": None})
KEY = "sk-planted-0123456789"


def denied(*_: Any, **__: Any) -> Any:
    """Fail as a provider's client does where the key is wrong."""
    error = RuntimeError(f"401: wrong key {KEY}")
    error.status_code = 401
    raise error


def broken(*_: Any, **__: Any) -> Any:
    raise TimeoutError(f"no answer, key {KEY}")


async def of_inspect(told: Callable[..., Awaitable[None]]) -> None:
    from inspect_ai.model import ModelOutput, ModelUsage, get_model
    from inspect_ai.scorer import Score, accuracy, model_graded_qa, scorer

    def graded(*replies: str) -> Judge:
        outputs = [ModelOutput.from_content("mockllm/model", reply) for reply in replies]
        for output in outputs:
            output.usage = ModelUsage()  # or else it is counted, with a file from the network
        return as_judge(model_graded_qa(model=get_model("mockllm/model", custom_outputs=outputs)))

    @scorer(metrics=[accuracy()])
    def gives(value: Any, reason: str | None = None) -> Any:
        async def score(state: Any, target: Any) -> Any:
            if callable(value):
                value()
            return Score(value=value, explanation="said", reason=reason)

        return score

    includes = as_judge(find("inspect_ai.scorer:includes"))
    await told("right", includes, "It is 4.")
    await told("wrong", includes, "It is 5.")
    await told("no-reference", includes, "It is 4.", sample=BARE)
    await told("graded-right", graded("It meets it. GRADE: C"), "It is 4.")
    await told("graded-wrong", graded("GRADE: I"), "It is 4.")
    await told("graded-garbage", graded("I would rather not."), "It is 4.")
    for name, value in {"partial": "P", "none": "N", "number": 0.25, "true": True}.items():
        await told(name, as_judge(gives(value)), "4")
    await told("unscored", as_judge(gives(float("nan"), "grader_failed")), "4")
    await told("several", as_judge(gives({"a": 1, "b": 0})), "4")
    await told("off-scale", as_judge(gives(7)), "4")
    await told("raises", as_judge(gives(broken)), "4")
    await told("denied", as_judge(gives(denied)), "4")
    await told("other-value", as_judge(gives(0.5)), "4")


async def of_deepeval(told: Callable[..., Awaitable[None]]) -> None:
    from deepeval.metrics import BaseMetric, GEval
    from deepeval.models import DeepEvalBaseLLM
    from deepeval.test_case import LLMTestCase, SingleTurnParams

    class Scripted(DeepEvalBaseLLM):
        def __init__(self, answer: Callable[[str], str]) -> None:
            self.answer = answer

        def load_model(self) -> Any:
            return self

        def generate(self, prompt: str, schema: Any = None) -> str:
            return self.answer(prompt)

        async def a_generate(self, prompt: str, schema: Any = None) -> str:
            await asyncio.sleep(0)
            return self.answer(prompt)

        def get_model_name(self) -> str:
            return "scripted"

    def graded(answer: Callable[[str], str], threshold: float = 0.5) -> Judge:
        return as_judge(
            GEval(
                name="right",
                evaluation_steps=["Compare with the expected output."],
                evaluation_params=[SingleTurnParams.INPUT, SingleTurnParams.ACTUAL_OUTPUT],
                model=Scripted(answer),
                threshold=threshold,
            )
        )

    class Plain(BaseMetric):
        threshold = 0.7

        def measure(self, test_case: LLMTestCase) -> float:
            self.score = len(test_case.retrieval_context or ()) / 4
            return self.score

        async def a_measure(self, test_case: LLMTestCase) -> float:
            return self.measure(test_case)

    def by_answer(prompt: str) -> str:
        return json.dumps({"score": 9 if "It is 4" in prompt else 2, "reason": "Compared."})

    exact = as_judge(find("deepeval.metrics:ExactMatchMetric"))
    await told("right", exact, "4")
    await told("wrong", exact, "5")
    await told("no-reference", exact, "4", sample=BARE)
    both = graded(by_answer)
    found = await asyncio.gather(both(SAMPLE, "It is 4."), both(SAMPLE, "It is 5."))
    await told("graded-right", both, "It is 4.")
    await told("at-once", SimpleNamespace(identity=both.identity), str([j.score for j in found]))
    await told("graded-garbage", graded(lambda prompt: "I would rather not."), "4")
    await told("raises", graded(broken), "4")
    await told("denied", graded(denied), "4")
    await told("threshold", graded(by_answer, threshold=0.8), "It is 4.")
    context = SAMPLE.model_copy(update={"metadata": {"retrieval_context": ["a", "b", "c"]}})
    await told("of-ones-own", as_judge(Plain()), "4", sample=context)


async def of_openevals(told: Callable[..., Awaitable[None]]) -> None:
    from openevals.llm import create_async_llm_as_judge, create_llm_as_judge

    def client(create: Callable[..., Any]) -> Any:
        return SimpleNamespace(chat=SimpleNamespace(completions=SimpleNamespace(create=create)))

    def answered(**asked: Any) -> Any:
        is_right = "It is {4}" in asked["messages"][0]["content"]
        content = json.dumps({"reasoning": "Compared.", "score": is_right})
        return SimpleNamespace(choices=[SimpleNamespace(message=SimpleNamespace(content=content))])

    async def answered_later(**asked: Any) -> Any:
        return answered(**asked)

    def graded(create: Callable[..., Any], make: Any = create_llm_as_judge) -> Judge:
        prompt = "Question: {inputs}\nAnswer: {outputs}\nExpected: {reference_outputs}"
        return as_judge(make(prompt=prompt, judge=client(create), model="scripted"))

    exact = as_judge(find("openevals.exact:exact_match"))
    await told("right", exact, "4")
    await told("wrong", exact, "5")
    await told("no-reference", exact, "4", sample=BARE)
    await told("async", as_judge(find("openevals.exact:exact_match_async")), "4")
    await told("graded-right", graded(answered), "It is {4}")
    await told("graded-wrong", graded(answered), "{inputs} {0} %s")
    await told("graded-async", graded(answered_later, create_async_llm_as_judge), "It is {4}")
    await told("raises", graded(broken), "4")
    await told("denied", graded(denied), "4")
    await told("of-ones-own", as_judge(lambda outputs: {"score": 0.5, "comment": "half"}), "4")
    await told("several", as_judge(lambda outputs: [{"score": 1}, {"score": 0}]), "4")


async def of_autoevals(told: Callable[..., Awaitable[None]]) -> None:
    from autoevals import LLMClassifier, Score
    from autoevals.score import Scorer
    from openai import AsyncOpenAI, OpenAI

    def graded(client: Any, template: str = "{{input}} {{output}}") -> Judge:
        made = client(api_key=KEY, base_url=serve_choices(), max_retries=0)
        scores = {"right": 1, "half": 0.5, "wrong": 0}
        return as_judge(LLMClassifier("right", template, scores, model="gpt-4o", client=made))

    class Plain(Scorer):
        def __init__(self, score: Any) -> None:
            self.given = score

        def _run_eval_sync(self, output: Any, expected: Any = None, **also: Any) -> Any:
            return self.given() if callable(self.given) else Score(name="plain", score=self.given)

    distance = as_judge(find("autoevals:Levenshtein"))
    await told("right", distance, "4")
    await told("wrong", distance, "5")
    await told("no-reference", distance, "4", sample=BARE)
    await told("graded-right", graded(AsyncOpenAI), "It is right")
    await told("graded-blocking", graded(OpenAI), "It is half")
    await told("graded-garbage", graded(AsyncOpenAI), "It is odd")
    await told("denied", graded(AsyncOpenAI), "denied")
    await told("other-template", graded(AsyncOpenAI, "{{output}}"), "It is right")
    await told("skipped", as_judge(Plain(None)), "4")
    await told("raises", as_judge(Plain(broken)), "4")
    odd = SAMPLE.model_copy(update={"metadata": {"output": "another", "extra": 1}})
    await told("metadata", as_judge(Plain(0.5)), "4", sample=odd)


class Choices(http.server.BaseHTTPRequestHandler):
    """Calls the tool with the last word it was shown, as a model of OpenAI's does."""

    def do_POST(self) -> None:
        asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        word = asked["messages"][0]["content"].split("\n")[0].split()[-1]
        call = {
            "name": "select_choice",
            "arguments": json.dumps({"reasons": "So.", "choice": word}),
        }
        tool = {"id": "1", "type": "function", "function": call}
        message = {"role": "assistant", "content": None, "tool_calls": [tool]}
        choice = {"index": 0, "finish_reason": "tool_calls", "message": message}
        reply = {"id": "1", "object": "chat.completion", "created": 0, "model": "m"}
        content = json.dumps({**reply, "choices": [choice]}).encode()
        self.send_response(401 if word == "denied" else 200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_: Any) -> None:
        """Say nothing."""


def serve_choices() -> str:
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Choices)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return f"http://127.0.0.1:{server.server_port}/v1"


FRAMEWORKS = {
    "inspect_ai": of_inspect,
    "deepeval": of_deepeval,
    "openevals": of_openevals,
    "autoevals": of_autoevals,
}


async def contract(framework: str) -> dict[str, Any]:
    """Return what came of each case."""
    found: dict[str, Any] = {}

    async def told(case: str, judge: Any, response: str, *, sample: Sample = SAMPLE) -> None:
        who = judge.identity.model_dump(mode="json")
        if not callable(judge):
            found[case] = {"raw": response, "identity": who}
            return
        try:
            found[case] = (await judge(sample, response)).model_dump(mode="json")
        except JudgekitError as error:
            found[case] = {"raised": type(error).__name__, "detail": str(error)}
        found[case]["identity"] = who

    await FRAMEWORKS[framework](told)
    return found


def main() -> None:
    with loopback_only() as refused:
        found: dict[str, Any] = {f: asyncio.run(contract(f)) for f in sys.argv[1:]}
        found["deepeval reports"] = _deepeval_reports()
    found["reached for"] = refused
    found["left behind"] = [str(p) for p in Path.cwd().rglob("*")]
    print(json.dumps(found))


def _deepeval_reports() -> str:
    if "deepeval" not in sys.modules:
        return "not loaded"
    from deepeval.telemetry.client import get_backend

    return type(get_backend()).__name__


if __name__ == "__main__":
    gc.disable()  # what four frameworks load is no garbage, and looking for some takes a second
    os.environ.pop("DEEPEVAL_TELEMETRY_OPT_OUT", None)
    # deepeval imports this SDK if it is there, which takes a second that no case here needs.
    sys.modules["anthropic"] = None  # so that importing it fails
    main()

"""What a call costs in a whole audit, beside other ways to make the same judgements.

One interleaved run against a loopback server in a process of its own: variants, rendering, calls,
journal, reading and estimates of ours against one bare call of the others. Read the ratios, not
the times. Inspect AI and promptfoo are looked for in a folder that two commands make:

    python -m venv PEERS/venv && PEERS/venv/bin/pip install inspect-ai openai
    npm install --prefix PEERS/node promptfoo
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from statistics import median
from typing import Any, NamedTuple

from contender import PROMPT
from loopback import served

from judgekit.auditing.planning import plan
from judgekit.catalog import load_attacks, load_prompt, load_samples
from judgekit.judging import render
from judgekit.types import Budget, Framing

OURS = ("judgekit", "judgekit-calls", "judgekit-litellm", "judgekit-litellm-calls")
"""Whole audits, variants and estimates included; and `calls`, without these: what the others do."""
LIMITS = {
    ("", "litellm"): "<= 0.20",
    ("-litellm", "litellm"): "<= 1.10",
    ("", "aiohttp"): "<= 4",
    ("inspect-eval", ""): ">= 20",
    ("promptfoo", ""): ">= 12",
}
"""What issue 4 asks of the ratios of CPU time a call; "" and "-litellm" are our two paths."""

Measured = dict[str, float]


class Contender(NamedTuple):
    """A process that waits to be told how many calls to make."""

    name: str
    process: subprocess.Popen[str]

    def run(self, calls: int, connections: int) -> Measured:
        assert self.process.stdin is not None
        print(calls, connections, file=self.process.stdin, flush=True)
        return self.hear()

    def hear(self) -> Any:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            if line.startswith("{"):
                return json.loads(line)
        raise SystemExit(f"{self.name} ended with {self.process.wait()}")


def main() -> None:
    options = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    options.add_argument("--peers", type=Path, default=Path("/tmp/peers"))
    options.add_argument("--rounds", type=int, default=5)
    options.add_argument("--calls", type=int, default=640, help="of each other way, in a round")
    options.add_argument("--samples", type=int, default=20, help="of our audits")
    options.add_argument("--attacks", nargs="*", default=[], help="all by default")
    options.add_argument("--only", nargs="*", help="contenders by name")
    options.add_argument("--slow", nargs="*", type=float, default=[0.05, 0.5], metavar="SECONDS")
    given = options.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        asked = Path(folder) / "judgements.jsonl"
        write_judgements(asked, samples=given.samples, attacks=given.attacks)
        ways = commands(given.peers, asked, [str(given.samples), *given.attacks], given.only)
        compare(ways, rounds=given.rounds, calls=given.calls)
        for latency_s in given.slow:
            fill(ways, latency_s)


def write_judgements(path: Path, *, samples: int, attacks: Sequence[str]) -> None:
    """Write the messages of every call of the audit, for those who cannot make them."""
    rows, prompt = load_samples(None)[:samples], load_prompt(PROMPT)
    planned = plan(
        rows,
        load_attacks([], tuple(attacks)),
        protocol=prompt.protocol,
        budget=Budget(),
        framing=Framing(prompt=prompt),
    )
    with path.open("w") as file:
        for row in planned.rows():
            for q in row.questions:
                shown = row.framings[q.view].prompt if q.view else prompt
                messages = render(shown, rows[q.item], q.text)
                print(json.dumps([m.model_dump() for m in messages]), file=file)


def commands(
    peers: Path, asked: Path, audited: Sequence[str], only: Sequence[str] | None
) -> dict[str, list[str]]:
    """Return each contender's program and arguments; the server's address is still to be said."""
    script, inspect = str(Path(__file__).with_name("contender.py")), peers / "venv/bin/python"
    promptfoo = peers / "node/node_modules/.bin/promptfoo"
    program = {
        **dict.fromkeys(("aiohttp", "litellm", "openai", *OURS), Path(sys.executable)),
        **dict.fromkeys(("inspect-generate", "inspect-eval"), inspect),
        "promptfoo": promptfoo,
    }
    more = {**dict.fromkeys(OURS, audited), "promptfoo": [str(promptfoo)]}
    ways = {}
    for name in only or program:
        if not program[name].exists():
            print(f"{name}: not measured, there is no {program[name]}")
            continue
        python = sys.executable if name == "promptfoo" else str(program[name])
        ways[name] = [python, script, name, "URL", str(asked), *more.get(name, [])]
    return ways


def compare(ways: dict[str, list[str]], *, rounds: int, calls: int) -> None:
    """Print the CPU per call of each way, and the ratios of it within each round."""
    seen: dict[str, list[Measured]] = {name: [] for name in ways}
    with served(0) as url, started(ways, url) as contenders:
        for contender in contenders:
            contender.run(128, 64)
        for _ in range(rounds):
            for contender in contenders:
                seen[contender.name].append(contender.run(calls, 64))
    print(f"\n{'64 connections, 0 ms':24}{'CPU us/call':>20}{'calls/s':>9}{'peak MB':>9}")
    for name, each in seen.items():
        per_s = median(m["calls"] / m["wall_s"] for m in each)
        shown = spread([1e6 * m["cpu_s"] / m["calls"] for m in each], ".0f")
        print(f"{name:24}{shown:>20}{per_s:>9,.0f}{each[-1]['peak_mb']:>9.0f}")
        if "asking_cpu_s" in each[0]:
            say_stages(each)
    for limited, limit in LIMITS.items():
        for what in ("", "-calls"):
            a, b = (f"judgekit{way}{what}" if way[:1] in ("", "-") else way for way in limited)
            if a in seen and b in seen:
                ratios = [per_call(x) / per_call(y) for x, y in zip(seen[a], seen[b], strict=True)]
                print(f"{a} / {b} = {spread(ratios, '.2f')}, asked for {limit}")


def say_stages(each: Sequence[Measured]) -> None:
    for stage in ("asking", "estimating"):
        us = [1e6 * m[f"{stage}_cpu_s"] / m["calls"] for m in each]
        print(f"{'  ' + stage:24}{spread(us, '.0f'):>20}")


def fill(ways: dict[str, list[str]], latency_s: float) -> None:
    """Print how much of connections / latency each way reaches."""
    print(f"\n{latency_s * 1000:>4g} ms{'':21}{'calls/s':>7}{'share':>7}  asking alone")
    with served(latency_s) as url, started(ways, url) as contenders:
        for contender in contenders:
            contender.run(256, 256)
            for connections in (64, 256):
                seen = contender.run(connections * 12, connections)
                per_s = seen["calls"] / seen["wall_s"]
                share = per_s * latency_s / connections
                alone = seen["calls"] / seen.get("asking_wall_s", seen["wall_s"])
                print(
                    f"{contender.name:24}{connections:>4}{per_s:>7,.0f}{share:>7.3f}"
                    f"  {alone * latency_s / connections:.3f}",
                    flush=True,
                )


@contextmanager
def started(ways: dict[str, list[str]], url: str) -> Iterator[list[Contender]]:
    with ExitStack() as stack:
        contenders = []
        for name, words in ways.items():
            command = [url if word == "URL" else word for word in words]
            process = subprocess.Popen(
                command,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                text=True,
            )
            stack.callback(process.kill)
            contenders.append(Contender(name, process))
            contenders[-1].hear()
        yield contenders


def per_call(measured: Measured) -> float:
    return measured["cpu_s"] / measured["calls"]


def spread(values: Sequence[float], form: str) -> str:
    return f"{median(values):{form}} ({min(values):{form}}-{max(values):{form}})"


if __name__ == "__main__":
    main()

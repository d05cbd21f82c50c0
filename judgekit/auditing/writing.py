"""Variants that a model writes: asked for once, kept where their certificates hold."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple
from typing import Protocol as Seam

from judgekit import verifiers
from judgekit.auditing.commissioning import commission, max_tokens, read_text
from judgekit.auditing.opening import Writer
from judgekit.auditing.working import run_workers
from judgekit.catalog import WrittenText
from judgekit.errors import CallFailed
from judgekit.operators import UNWRITTEN
from judgekit.perturb import perturb, source_text
from judgekit.types import Attack, Context, Declined, NoVariant, Reply, Request, Sample, Variant


class Watcher(Seam):
    """Whoever wants to see the texts come in."""

    def begin(self, total: int) -> None: ...

    def __call__(self, row: WrittenText) -> None: ...


class Job(NamedTuple):
    """One text to ask for."""

    attack: Attack
    sample: Sample
    before: str


async def write_variants(
    attacks: Sequence[Attack],
    samples: Sequence[Sample],
    writer: Writer,
    *,
    known: Iterable[WrittenText] = (),
    workers: int = 16,
    watch: Watcher | None = None,
) -> tuple[WrittenText, ...]:
    """Ask for one text per written attack and sample that it suits, and believe none of them.

    What a `known` row settles, be it by a refusal, is not asked again; what failed is.
    """
    settled = {(r.attack, r.sample) for r in known if r.status != "failed"}
    jobs = [j for j in _jobs(attacks, samples) if (j.attack.id, j.sample.id) not in settled]
    if watch is not None:
        watch.begin(len(jobs))
    waiting, rows = iter(jobs), []

    async def work() -> None:
        for job in waiting:
            rows.append(await _write(job, writer))
            if watch is not None:
                watch(rows[-1])

    await run_workers(work, workers)
    return tuple(sorted(rows, key=lambda r: (r.attack, r.sample)))


def needs_text(attack: Attack) -> bool:
    """Say whether an attack has no variant without a text that a model wrote."""
    return attack.operator == "written"


def _jobs(attacks: Sequence[Attack], samples: Sequence[Sample]) -> Iterator[Job]:
    """Yield what lacks nothing but a text."""
    for attack in filter(needs_text, attacks):
        for sample in samples:
            before, found = source_text(attack, sample), _tried(attack, sample, None)
            lacks_text = isinstance(found, NoVariant) and found.reason == UNWRITTEN.reason
            if before is not None and lacks_text and _can_hold(attack, sample):
                yield Job(attack, sample, before)


def _can_hold(attack: Attack, sample: Sample) -> bool:
    # Money would be spent on texts that are refused whatever they say.
    return "not-passed" not in attack.certificate or bool(sample.verify)


async def _write(job: Job, writer: Writer) -> WrittenText:
    attack, sample, before = job
    request = Request(
        model=writer.model,
        api_base=writer.api_base,
        messages=commission(attack, sample, before),
        params={"max_tokens": max_tokens(attack, before)},
    )
    try:
        reply = await writer.complete(request)
    except CallFailed as failure:
        if failure.fatal:
            raise
        return _row(job, writer, status="failed", reason=str(failure))
    return _judged(job, writer, reply)


def _judged(job: Job, writer: Writer, reply: Reply) -> WrittenText:
    """Return the row of a reply: accepted where the certificate of its text holds."""
    text = read_text(reply)
    if isinstance(text, Declined):
        return _row(job, writer, status="refused", reason=text.reason)
    made = _tried(job.attack, job.sample, text)
    if isinstance(made, NoVariant):
        return _row(job, writer, status="refused", reason=made.reason, text=text)
    found = {f.invariant: f"{f.holds.value}: {f.evidence}" for f in made.certificate}
    return _row(job, writer, status="accepted", text=text, certificate=found)


def _tried(attack: Attack, sample: Sample, text: str | None) -> Variant | NoVariant:
    context = Context(sample, written={} if text is None else {attack.id: text})
    return perturb(attack, context, seed=0, verify=verifiers.verify)


def _row(job: Job, writer: Writer, **found: object) -> WrittenText:
    return WrittenText.model_validate(
        {
            "attack": job.attack.id,
            "sample": job.sample.id,
            "before": job.before,
            "task": job.attack.params["task"],
            "model": writer.model,
            **found,
        }
    )

"""Commands that show, check and rehearse what a judge is asked."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

from judgekit.cli.options import json_option
from judgekit.text import visible

if TYPE_CHECKING:
    from judgekit.types import JudgePrompt, Judgment, Message, Request, Sample


@click.group()
def prompts() -> None:
    """Judge prompts: what the judge reads and how it must answer."""


@prompts.command("list")
@json_option
def list_(as_json: bool) -> int:
    """List the packaged prompts."""
    from judgekit.catalog import load_prompts

    found = load_prompts()
    if as_json:
        click.echo(json.dumps([p.model_dump(mode="json") for p in found], indent=2))
        return 0
    width = max(len(p.id) for p in found)
    for prompt in found:
        scale = f"{prompt.scale.low:g}-{prompt.scale.high:g}"
        click.echo(f"{prompt.id:<{width}}  {prompt.protocol.value:<10} {scale:<5} {prompt.title}")
    return 0


@prompts.command()
@click.argument("name")
def show(name: str) -> int:
    """Show one prompt, packaged or in a file, as it is written."""
    from judgekit.catalog import load_prompt
    from judgekit.judging import reply_form
    from judgekit.types import Message

    prompt = load_prompt(name)
    click.secho(visible(prompt.title), bold=True)
    click.echo(f"protocol  {prompt.protocol.value}")
    click.echo(f"scale     {prompt.scale.low:g} to {prompt.scale.high:g}, {_accepts(prompt)}")
    if prompt.asking == "apart":
        click.echo(f"asking    apart: a call for each of {', '.join(prompt.fields)}")
    click.echo(f"reply     {visible(reply_form(prompt))}")
    click.echo(f"source    {visible(prompt.provenance)}\n")
    _show_messages(
        [Message(role="system", content=prompt.system), Message(role="user", content=prompt.user)]
    )
    return 0


@prompts.command()
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
def lint(paths: tuple[Path, ...]) -> int:
    """Check prompts, packaged or in PATHS (files and folders): fields, templates, contract, scale.

    A finding says where, what, and what instead. Replies that a prompt shows are read as an
    audit would read them.
    """
    from judgekit.catalog import lint_prompts

    findings = lint_prompts(paths)
    for finding in findings:
        click.echo(visible(str(finding)))
    click.echo(f"{len(findings)} findings", err=True)
    return 2 if findings else 0


@prompts.command("try")
@click.argument("name")
@click.option("--sample", "sample_id", help="A packaged sample's id, or one of --samples.")
@click.option("--samples", type=click.Path(path_type=Path), help="Rows to take; the first.")
@click.option("--text", help="The answer to judge, in place of the sample's.")
@click.option("--reply", "replies", multiple=True, help="Read this reply; of several, in turn.")
@click.option("--structured", is_flag=True, help="Ask for schema-bound JSON.")
@json_option
def try_(
    name: str,
    sample_id: str | None,
    samples: Path | None,
    text: str | None,
    replies: tuple[str, ...],
    structured: bool,
    as_json: bool,
) -> int:
    """Show what a judge would read, call by call, and how it would be understood; none is asked.

    With --reply the verdict is shown, or why there is none.
    """
    import asyncio

    from judgekit.catalog import load_prompt
    from judgekit.judging import rehearse

    prompt, sample = load_prompt(name), _sample(sample_id, samples)
    response = sample.response if text is None else text
    trial = asyncio.run(
        rehearse(prompt, sample, response, replies=replies or ("",), structured=structured)
    )
    judgment = trial.judgment if replies else None
    if as_json:
        click.echo(json.dumps(_as_json(trial.requests, judgment), indent=2))
        return 0
    for number, request in enumerate(trial.requests, 1):
        if len(trial.requests) > 1:
            click.secho(f"--- call {number} of {len(trial.requests)}", bold=True)
        _show_messages(request.messages)
        click.secho("[parameters]", dim=True)
        click.echo(json.dumps(request.params))
    if judgment is not None:
        _show_judgment(prompt, judgment)
    return 0


def _sample(name: str | None, file: Path | None) -> Sample:
    from judgekit.catalog import load_samples
    from judgekit.cli.lookup import find

    rows = {s.id: s for s in load_samples(file)}
    return find("sample", next(iter(rows)) if name is None else name, rows)


def _show_messages(messages: list[Message] | tuple[Message, ...]) -> None:
    for message in messages:
        click.secho(f"[{message.role}]", dim=True)
        click.echo(visible(message.content))


def _show_judgment(prompt: JudgePrompt, judgment: Judgment) -> None:
    from judgekit.types import Protocol

    click.secho("[read as]", dim=True)
    for field in prompt.fields if prompt.protocol is Protocol.ATTRIBUTES else ():
        grade = judgment.grades.get(field)
        why = judgment.ungraded.get(field, judgment.unscored)
        click.echo(f"{field}: {f'none ({why})' if grade is None else f'{grade:g}'}")
    if judgment.score is None:
        click.echo(f"no score: {judgment.unscored}: {visible(judgment.detail)}")
    else:
        accepted = "accepted" if judgment.score >= prompt.scale.accept else "not accepted"
        click.echo(f"score {judgment.score:g}: {accepted}, for it {_accepts(prompt)}")


def _accepts(prompt: JudgePrompt) -> str:
    if not prompt.attributes:
        return f"accepts from {prompt.scale.accept:g}"
    each = ", ".join(f"{name} {accept:g}" for name, accept in prompt.thresholds.items())
    return f"accepts where no attribute is below its threshold: {each}"


def _as_json(requests: tuple[Request, ...], judgment: Judgment | None) -> dict[str, object]:
    calls = [r.model_dump(mode="json", include={"messages", "params"}) for r in requests]
    return {"calls": calls, "judgment": judgment and judgment.model_dump(mode="json")}

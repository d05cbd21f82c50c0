"""Commands that show what a judge is asked."""

from __future__ import annotations

import click


@click.group()
def prompts() -> None:
    """Judge prompts: what the judge reads and how it must answer."""


@prompts.command("list")
def list_() -> int:
    """List the packaged prompts."""
    from judgekit.catalog import load_prompts

    found = load_prompts()
    width = max(len(p.id) for p in found)
    for prompt in found:
        scale = f"{prompt.scale.low:g}-{prompt.scale.high:g}"
        click.echo(f"{prompt.id:<{width}}  {prompt.protocol.value:<10} {scale:<5} {prompt.title}")
    return 0


@prompts.command()
@click.argument("name")
@click.option("--sample", "sample_id", help="Fill the prompt with this packaged sample.")
def show(name: str, sample_id: str | None) -> int:
    """Show one prompt, as a template or filled with a sample."""
    from judgekit.catalog import load_prompt, load_samples
    from judgekit.cli.lookup import find
    from judgekit.judging import render
    from judgekit.text import visible
    from judgekit.types import Message

    prompt = load_prompt(name)
    messages: tuple[Message, ...] = (
        Message(role="system", content=prompt.system),
        Message(role="user", content=prompt.user),
    )
    if sample_id is not None:
        sample = find("sample", sample_id, {s.id: s for s in load_samples()})
        messages = render(prompt, sample, sample.response)
    for message in messages:
        click.secho(f"[{message.role}]", dim=True)
        click.echo(visible(message.content))
    return 0

"""The command line: it parses, calls one function, prints, exits."""

from __future__ import annotations

import sys

import click

from judgekit.cli.attacks import attacks
from judgekit.cli.audit import audit, demo, report
from judgekit.cli.batch import batch
from judgekit.cli.check import baseline, check, compare
from judgekit.cli.criteria import criteria
from judgekit.cli.doctor import doctor
from judgekit.cli.gate import gate
from judgekit.cli.greedy import greedy
from judgekit.cli.ingest import ingest
from judgekit.cli.local import local
from judgekit.cli.plan import plan
from judgekit.cli.prompts import prompts
from judgekit.cli.rank import rank
from judgekit.cli.recordings import recordings
from judgekit.cli.rows import rows
from judgekit.cli.schema import schema
from judgekit.cli.student import student
from judgekit.cli.verifiers import verifiers
from judgekit.cli.verify import verify
from judgekit.cli.workflows import ci
from judgekit.errors import JudgekitError


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="judgekit-audit", prog_name="judgekit")
def cli() -> None:
    """Find out whether an LLM judge can be fooled.

    Exit codes: 0 within budget, 1 exceeded, 2 wrong input, 3 inconclusive, 4 the run
    failed (provider, authentication, too many unscored), 130 interrupted and resumable.
    """


for command in (
    demo,
    plan,
    audit,
    batch,
    greedy,
    ingest,
    report,
    check,
    compare,
    rank,
    baseline,
    ci,
    rows,
    gate,
    verify,
    verifiers,
    criteria,
    student,
    attacks,
    prompts,
    recordings,
    local,
    doctor,
    schema,
):
    cli.add_command(command)


def main() -> None:
    """Run the command line; what a person can fix is one sentence, not a traceback."""
    try:
        sys.exit(cli.main(standalone_mode=False) or 0)
    except JudgekitError as error:
        click.echo(f"judgekit: {error}", err=True)
        sys.exit(error.exit_code)
    except click.ClickException as error:
        error.show()
        sys.exit(error.exit_code)
    except (KeyboardInterrupt, click.Abort):
        click.echo("judgekit: interrupted", err=True)
        sys.exit(130)

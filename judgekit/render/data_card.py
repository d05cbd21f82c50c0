"""The card of a filtered data set: what is in it, on whose word, and what nobody promises."""

from __future__ import annotations

from collections.abc import Iterator

from judgekit.render.markdown import Ready, prose
from judgekit.render.numbers import percent, share
from judgekit.render.templates import environment
from judgekit.types import Basis, Certified, GateReport, Guarantee, JudgeUsed


def data_card_to_markdown(report: GateReport) -> str:
    """Return the data set's card; the same report gives the same bytes."""
    env = environment(shown=_shown, autoescape=False)
    return env.get_template("data-card.md.j2").render(
        r=report,
        kept=sum(report.counts.kept.values()),
        words=_WORDS,
        judge=_on_judge(report.manifest.judge) if report.manifest.judge else (),
        promises=tuple(promises(report)),
        student=_on_student(report.manifest.terms.student),
        form=Ready(_FORM),
    )


_WORDS = {
    Basis.VERIFIER: "a verifier settles that it is right",
    Basis.JUDGE: "the judge's word, within its budget",
    Basis.PERSON: "a person's word",
}

_FORM = """\
configs:
- config_name: sft
  data_files: kept.*
- config_name: preference
  data_files: pairs.*
- config_name: control
  data_files: control.*
"""


def _shown(value: object) -> object:
    if isinstance(value, int) and not isinstance(value, bool):
        return f"{value:,}"
    return prose(value) if type(value) is str else value


def _on_judge(j: JudgeUsed) -> Iterator[str]:
    yield f"Judge: {j.judge}, prompt {j.prompt or 'of own code'}, judge_hash {j.judge_hash[:12]}."
    when = j.audited_on or "a day that its audit does not say"
    yield f"Its audit is of {when} ({j.audit})."
    if j.barred is not None:
        yield f"It decided nothing: {j.barred}."
    yield f"At best: {j.at_best.allowed.value} ({j.at_best.why})."
    unscored = f"{j.n_unscored:,} of {j.n_judgments:,} judgments have no score"
    yield f"{unscored}."


def _on_student(student: str | None) -> str:
    return f"The student is {student}." if student else "No student was named."


def promises(r: GateReport) -> Iterator[str]:
    """Yield what is promised of the kept rows, on whose word, and of whom nothing is."""
    if Basis.VERIFIER in r.counts.kept:
        verifiers = ", ".join(f"{name} ({v})" for name, v in r.manifest.verifiers.items())
        yield f"Rows kept on a verifier's word are right as far as these tell: {verifiers}."
    if r.guarantee is None:
        yield "No row rests on a judge's word."
        return
    yield from (_of_stratum(r.guarantee, c) for c in r.guarantee.strata)
    for c in r.guarantee.contaminated:
        yield (
            f"Were {percent(c.share)} of the rows attacked, unseen, by the strongest attack of the "
            f"audit, the bound would be {percent(c.bound)}."
        )
    if r.pool is not None and r.pool.rate is not None:
        yield (
            f"Of the rows that no verifier settles, about {share(r.pool.rate)} are right (PPI++), "
            "if they are like those that verifiers settle."
        )


def _of_stratum(g: Guarantee, c: Certified) -> str:
    if c.threshold is None:
        return f"{c.stratum}: the judge keeps nothing; {c.why}."
    seen = ""
    if c.held_out:
        seen = f" Of {c.held_out:,} rows set aside, {c.held_out_bad:,} were wrong."
    return (
        f"{c.stratum}: of the rows that score {c.threshold:g} or more, at most "
        f"{percent(g.alpha)} are wrong, at {percent(1 - g.delta)} confidence over all strata "
        f"({c.why}).{seen}"
    )

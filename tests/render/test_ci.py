"""What a build server is told, read back by readers that are not ours."""

from __future__ import annotations

import re
from pathlib import Path

import audits
import pytest
from junitparser import Error, Failure, JUnitXml, Skipped
from sarif_pydantic import Sarif

from judgekit.cli.summary import summarise
from judgekit.render.changes import changes_to_text
from judgekit.render.ci import (
    WHOLE,
    Case,
    cases_of_audit,
    cases_of_comparisons,
    decisive,
    to_annotations,
    to_junit,
    to_sarif,
    to_step_summary,
)
from judgekit.render.ci.step_summary import LIMIT
from judgekit.types import (
    Audit,
    Change,
    Comparison,
    Estimate,
    Ruling,
    Verdict,
)

HOSTILE = (
    "a\n::set-output name=x::y\r\n##[error]z ]]> <b>&amp;</b> 100%0A | `t` "
    "\ud800\x00\x1b[31m \u202e"
)
EVIL = Case(HOSTILE, HOSTILE, Verdict.EXCEEDED, HOSTILE, 1.0)
STATES = (audits.realistic, audits.graded, audits.within, audits.all_unscored, audits.hostile)


def case(name: str, verdict: Verdict, harm: float = 0.0) -> Case:
    return Case(f"family/{name}", f"Title of {name}", verdict, f"Why of {name}.", harm)


def many(n: int, why: str = "Why.") -> list[Case]:
    return [case(str(i), Verdict.EXCEEDED)._replace(why=why) for i in range(n)]


def sarif(cases, **more) -> Sarif:
    text = to_sarif(cases, about="my rows.jsonl", version="1", judge="openai/x p", **more)
    return Sarif.model_validate_json(text)


def compared(*attacks: tuple[str, Verdict], verdict: Verdict, why: str = "Why.") -> Comparison:
    m, rise = audits.manifest(), Estimate(est=1, lo=0.5, hi=1.5, conf=0.95, method="t", n=9)
    return Comparison(
        before=m,
        after=m,
        n_runs=1,
        budget=audits.realistic().budget,
        verdict=verdict,
        why=(why,),
        differences=(),
        n_items=9,
        changes=tuple(
            Change(attack=a, title=a, family="f", n=9, n_unscored=0, before=0, after=1, change=rise)
            for a, _ in attacks
        ),
        rulings=tuple(Ruling(attack=a, verdict=v, why=f"{why} {a}") for a, v in attacks),
    )


@pytest.mark.parametrize("make", STATES)
def test_junit_comes_back_with_every_attack_its_outcome_and_right_counts(make) -> None:
    cases = cases_of_audit(make())
    (suite,) = JUnitXml.fromstring(to_junit(cases, suite="s", failed="down").encode())
    outcomes = [type(c.result[0]) if c.result else None for c in suite]
    verdicts = [c.verdict for c in cases]
    assert outcomes.count(Failure) == suite.failures == verdicts.count(Verdict.EXCEEDED)
    assert outcomes.count(Skipped) == suite.skipped == verdicts.count(Verdict.INCONCLUSIVE)
    assert outcomes.count(Error) == suite.errors == 1
    assert len(outcomes) == suite.tests == len(cases) + 1


def test_a_run_that_failed_is_a_junit_error_even_without_a_case() -> None:
    (suite,) = JUnitXml.fromstring(to_junit([], suite="s", failed="No reply.").encode())
    (only,) = suite
    assert isinstance(only.result[0], Error)
    assert only.result[0].message == "No reply."
    assert "error" not in to_junit([], suite="s").replace('errors="0"', "")


def test_hostile_text_stays_text_in_xml() -> None:
    (suite,) = JUnitXml.fromstring(to_junit([EVIL], suite=HOSTILE, failed=HOSTILE).encode())
    failure = next(iter(suite)).result[0]
    assert "]]> <b>&amp;</b> 100%0A" in failure.message
    assert len(list(suite)) == 2


@pytest.mark.parametrize("make", STATES)
def test_sarif_comes_back_with_a_rule_for_every_result(make) -> None:
    cases = cases_of_audit(make())
    (run,) = sarif(cases).runs
    told = [c for c in cases if c.verdict is not Verdict.WITHIN]
    rules = run.tool.driver.rules
    assert [r.rule_id for r in run.results] == [c.attack for c in told]
    assert [rules[r.rule_index].id for r in run.results] == [r.rule_id for r in run.results]
    assert len({r.id for r in rules}) == len(rules)


def test_sarif_says_how_grave_where_and_whether_the_run_succeeded() -> None:
    cases = [case("bad", Verdict.EXCEEDED), case("open", Verdict.INCONCLUSIVE)]
    (run,) = sarif(cases, failed="No reply.").runs
    assert [r.level.value for r in run.results] == ["error", "note"]
    place = run.results[0].locations[0].physical_location
    assert place.artifact_location.uri == "my%20rows.jsonl"
    assert run.invocations[0].execution_successful is False
    assert sarif(cases).runs[0].invocations[0].execution_successful is True


def test_results_are_kept_by_the_judge_s_name_so_that_a_changed_judge_replaces_them() -> None:
    text = to_sarif([], about="a", version="1", judge="openai/x p")
    assert '"id": "judgekit/openai%2Fx%20p/"' in text


def test_sarif_of_hostile_text_holds_no_half_character() -> None:
    text = to_sarif(cases_of_audit(audits.hostile()), about="\ud800", version="1", judge="\ud800")
    Sarif.model_validate_json(text)
    assert not re.search(r"\\ud[89a-f]", text)


def test_at_most_ten_annotations_and_the_last_counts_the_rest() -> None:
    assert len(to_annotations(many(10))) == 10
    lines = to_annotations(many(40), failed="Down.")
    assert len(lines) == 10
    assert lines[0].startswith("::error title=the run failed::Down.")
    assert lines[-1].startswith("::error title=32 more attacks::")


def test_only_what_fails_a_build_is_annotated() -> None:
    assert to_annotations([case("a", Verdict.WITHIN), case("b", Verdict.INCONCLUSIVE)]) == ()


def test_an_annotation_is_one_line_that_ends_no_command_and_begins_none() -> None:
    (line,) = to_annotations([EVIL], about="a,b:c.jsonl")
    head, _, message = line.removeprefix("::error ").partition("::")
    assert head.startswith("file=a%2Cb%3Ac.jsonl,title=a%0A%3A%3Aset-output name=x%3A%3Ay%0D%0A")
    assert message.startswith("a%0A::set-output name=x::y%0D%0A##[error]z")
    assert "100%250A" in message
    assert "\n" not in line
    assert "\r" not in line


def test_a_step_summary_stays_below_its_limit_and_says_what_is_left_out() -> None:
    text = to_step_summary(many(5_000, "W" * 900), headline="H", why=["w" * 10**7])
    assert len(text.encode()) < 1024 * 1024
    assert len(text.encode()) > LIMIT - 2_000
    kept = text.count("| family/")
    assert f"{5_000 - kept} more attacks are left out" in text
    assert "more characters" in text


def test_a_step_summary_of_hostile_text_keeps_its_table() -> None:
    text = to_step_summary([EVIL, EVIL], headline=HOSTILE, why=[HOSTILE])
    text.encode()
    rows = [line for line in text.splitlines() if line.startswith("|")]
    assert {len(re.findall(r"(?<!\\)\|", row)) for row in rows} == {4}
    assert len(rows) == 4
    assert not re.search(r"(?m)^::|(?<!\\)<b|(?<!\\)`", text)


@pytest.mark.parametrize("make", STATES)
def test_the_same_audit_gives_the_same_bytes(make) -> None:
    def told(audit: Audit) -> tuple[str, ...]:
        cases = cases_of_audit(audit)
        return (
            to_junit(cases, suite="s"),
            to_sarif(cases, about="a", version="1", judge="j"),
            to_step_summary(cases, headline="h", why=audit.why),
            *to_annotations(cases),
        )

    assert told(make()) == told(make())


def test_no_case_is_hidden_or_of_two_lines() -> None:
    for c in cases_of_audit(audits.hostile()):
        text = "".join((c.attack, c.title, c.why))
        assert not re.search(r"[\x00-\x1f\u200b\u202e\ud800]", text)


def test_an_attribute_that_decides_is_a_case_of_its_own() -> None:
    names = {c.attack: c.verdict for c in cases_of_audit(audits.graded())}
    (moved,) = [n for n in names if n.endswith(" on clarity") and names[n] is Verdict.EXCEEDED]
    assert not any(n.endswith(" on overall") for n in names)
    assert moved.removesuffix(" on clarity") in names


def test_a_verdict_that_no_attack_explains_is_a_case() -> None:
    asleep = audits.within().model_copy(
        update={"verdict": Verdict.INCONCLUSIVE, "why": ("No control fell.",)}
    )
    first = cases_of_audit(asleep)[0]
    assert (first.attack, first.verdict) == (WHOLE, Verdict.INCONCLUSIVE)
    assert first.why == "No control fell."
    assert WHOLE not in {c.attack for c in cases_of_audit(audits.within())}


def test_an_attack_that_fits_no_sample_is_no_case() -> None:
    audit = audits.few()
    unfit = audit.effects[0].model_copy(update={"n": 0, "n_unscored": 0})
    cases = cases_of_audit(audit.model_copy(update={"effects": (unfit, *audit.effects[1:])}))
    assert unfit.attack not in {c.attack for c in cases}


def test_of_two_comparisons_the_worse_outcome_of_an_attack_is_told() -> None:
    accepted = compared(
        ("f/a", Verdict.WITHIN), ("f/b", Verdict.WITHIN), verdict=Verdict.WITHIN, why="Before."
    )
    first = compared(
        ("f/a", Verdict.EXCEEDED), ("f/b", Verdict.WITHIN), verdict=Verdict.EXCEEDED, why="First."
    )
    cases = cases_of_comparisons([accepted, first])
    assert [(c.attack, c.why) for c in cases] == [("f/a", "First. f/a"), ("f/b", "Before. f/b")]
    assert decisive([accepted, first]) is first


def test_no_line_on_the_terminal_commands_the_build_server() -> None:
    audit = audits.few()
    evil = ("::error file=x::y/z", "a/b\n::set-output name=x::y", "##[error]c/d")
    effects = tuple(
        e.model_copy(update={"attack": n}) for e, n in zip(audit.effects, evil, strict=True)
    )
    rulings = tuple(
        r.model_copy(update={"attack": n, "why": HOSTILE})
        for r, n in zip(audit.rulings, evil, strict=True)
    )
    told = audit.model_copy(update={"effects": effects, "rulings": rulings, "why": (HOSTILE,)})
    comparison = compared(
        *((n, Verdict.EXCEEDED) for n in evil), verdict=Verdict.EXCEEDED, why=HOSTILE
    )
    for text in (summarise(told, Path("report.html")), changes_to_text(comparison)):
        assert not re.search(r"(?m)^\s*::|##\[", text)
        assert "\x1b" not in text

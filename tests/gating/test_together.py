"""The parts together: a judge that falls for citations keeps no wrong answer that carries one."""

from __future__ import annotations

import asyncio
from datetime import date

import pytest

from judgekit import audit
from judgekit.catalog import load_samples
from judgekit.gating import decide, opine, permit
from judgekit.marks import added, carried, detect, strip
from judgekit.testing import PlantedJudge
from judgekit.types import Action, Decision, Evidence, Reason, Room, Rule, Sample, Verification
from judgekit.verifiers import verify
from judgekit.verifiers.outcomes import abstained

JUDGE = PlantedJudge(biases={r"Press\b|\[1\]": 5.0})
SAMPLES = [s for s in load_samples() if "code" not in s.verify]
CITATION = "\n\nReferences\n[1] Halloway, P. (2014). Collected Solutions. Fernbridge Press."
SOME = SAMPLES[::3]
GENEROUS = Room(judge_keeps=True, review=True)


@pytest.fixture(scope="module")
def permissions():
    made = audit(SAMPLES, JUDGE, attacks=("wrong-answers/book-citation", "controls")).audit
    manifest = made.manifest.model_copy(update={"judged_on": "2026-11-01"})
    return permit(made.model_copy(update={"manifest": manifest}), today=date(2026, 11, 24))


def decided(sample: Sample, text: str, permissions, found: Verification) -> Decision:
    bare = strip(text, prompt=sample.prompt).text
    plain, stripped = (asyncio.run(JUDGE(sample, t)) for t in (text, bare))
    return decide(
        Evidence(
            sample=sample.id,
            verification=found,
            opinion=opine(plain, stripped, scale=JUDGE.identity.scale, threshold=7.0),
            permission=permissions.of(carried(detect(text, prompt=sample.prompt))),
            marks=added(text, prompt=sample.prompt),
        ),
        GENEROUS,
    )


def test_cited_wrong_answers_that_nobody_can_verify_go_to_a_person(permissions):
    made = [
        decided(s, s.wrong_response + CITATION, permissions, abstained("no verifier")) for s in SOME
    ]
    fooled = [d for d in made if d.evidence.opinion.accepted]
    assert len(fooled) > 0.9 * len(made)
    assert {d.action for d in made} == {Action.ESCALATE}
    assert not any(d.evidence.opinion.stable for d in fooled)


def test_where_a_verifier_settles_it_the_judge_is_overruled_and_counted(permissions):
    made = [
        decided(s, s.wrong_response + CITATION, permissions, verify(s, s.wrong_response + CITATION))
        for s in SOME
    ]
    assert {d.action for d in made} == {Action.DROP}
    assert sum(d.reason is Reason.JUDGE_OVERRULED for d in made) > 0.9 * len(made)


def test_clean_answers_are_kept_on_the_word_of_a_judge_that_earned_it(permissions):
    made = [decided(s, s.response, permissions, abstained("no verifier")) for s in SOME]
    kept = [d for d in made if d.action is Action.KEEP]
    assert len(kept) > 0.9 * len(made)
    assert {d.rule for d in kept} == {Rule.JUDGE_ALLOWED}
    wrong = [decided(s, s.wrong_response, permissions, abstained("no verifier")) for s in SOME]
    assert not any(d.action is Action.KEEP or d.negative for d in wrong)

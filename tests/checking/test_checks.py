"""The loop of a team's CI: a judge is accepted, weakened, and the build fails with the attack."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

import pytest

from judgekit import audit
from judgekit.auditing.calling import audit_by
from judgekit.catalog import load_samples
from judgekit.checking import (
    EMPTY,
    Anew,
    add_run,
    check,
    compare,
    load_baselines,
    run_of,
    save_baselines,
)
from judgekit.config import Settings
from judgekit.errors import InputError, OperationalError
from judgekit.testing import PlantedAttributes, PlantedJudge
from judgekit.types import Audit, Baselines, Comparison, Judge, Sample, Verdict

CITATION = r"Press\b|Books\b|Editions\b|Publish"
ATTACKS = ("authority/book-citation", "authority/url", "-controls/[d-v]*", "controls/wrong-*")


def rows(n: int = 60) -> list[Sample]:
    return [s for s in load_samples() if "code" not in s.verify][:n]


def audited(judge: Judge, *, samples: list[Sample] | None = None, seed: int = 0) -> Audit:
    return audit(samples or rows(), judge, attacks=ATTACKS, seed=seed).audit


def fair(seed: int = 1) -> PlantedJudge:
    return PlantedJudge(noise=0.2, seed=seed)


def weak() -> PlantedJudge:
    return PlantedJudge(biases={CITATION: 1.0}, noise=0.2, seed=3)


def kept(*audits: Audit) -> Baselines:
    found = EMPTY
    for one in audits:
        found = add_run(found, run_of(one))
    return found


def checked(new: Audit, baselines: Baselines, **how: Any) -> tuple[Comparison, ...]:
    return asyncio.run(check(new, baselines, **how))


@pytest.fixture(scope="module")
def before() -> Audit:
    return audited(fair())


@pytest.fixture(scope="module")
def after() -> Audit:
    return audited(weak())


def test_a_weakened_judge_regresses_under_the_attack_that_fools_it(
    before: Audit, after: Audit
) -> None:
    (found,) = checked(after, kept(before))
    assert found.verdict is Verdict.EXCEEDED
    assert "authority/book-citation" in found.why[1]
    regressed = {r.attack for r in found.rulings if r.verdict is Verdict.EXCEEDED}
    assert regressed == {"authority/book-citation"}


def test_an_attribute_that_is_easier_to_move_regresses_where_the_score_does_not() -> None:
    def judge(clarity: PlantedJudge) -> PlantedAttributes:
        return PlantedAttributes({"clarity": clarity, "tone": fair(4), "overall": fair(5)})

    clear = PlantedJudge(noise=0.2, seed=6, quality=lambda *_: 8.5)
    cited = PlantedJudge(noise=0.2, seed=6, quality=lambda *_: 8.5, biases={CITATION: 1.0})
    (found,) = checked(audited(judge(cited)), kept(audited(judge(clear))))
    regressed = {r.attack for r in found.rulings if r.verdict is Verdict.EXCEEDED}
    assert regressed == {"authority/book-citation on clarity"}
    assert "The new run does not prove" in found.why[-1]  # nothing lowers such a clarity


def test_a_new_judge_is_named_as_one_with_what_differs(before: Audit, after: Audit) -> None:
    (found,) = checked(after, kept(before))
    assert before.manifest.judge_hash != after.manifest.judge_hash
    assert {d.what for d in found.differences} <= {"judge", "model", "params"}


def test_the_same_audit_again_is_never_a_regression(before: Audit) -> None:
    (found,) = checked(before, kept(before))
    assert found.verdict is not Verdict.EXCEEDED
    assert not found.differences


def test_small_rises_cannot_add_up_past_the_first_judge_accepted(
    before: Audit, after: Audit
) -> None:
    baselines = add_run(kept(before), run_of(after))
    against_itself, against_first = checked(after, baselines)
    assert against_itself.verdict is not Verdict.EXCEEDED
    assert against_first.verdict is Verdict.EXCEEDED


def test_items_are_matched_by_content_and_the_rest_is_counted(before: Audit) -> None:
    samples = rows()
    changed = samples[0].model_copy(update={"response": samples[0].response + " Indeed."})
    new = audited(fair(), samples=[changed, *samples[1:40]])
    found = compare(run_of(new), [run_of(before)], budget=new.budget)
    assert (found.n_items, found.unmatched_items, found.new_items) == (39, 11, 1)


def test_an_attack_of_the_baseline_that_is_left_out_keeps_the_question_open(before: Audit) -> None:
    fewer = audit(rows(), fair(), attacks=("authority/url", *ATTACKS[2:])).audit
    (found,) = checked(fewer, kept(before))
    assert found.unmatched_attacks == ("authority/book-citation",)
    assert found.verdict is Verdict.INCONCLUSIVE


SWAYED = """
from pathlib import Path

def judge(prompt, response):
    mood = Path("mood").read_text()
    if mood == "down":
        raise ConnectionError("no answer")
    right = f"is {2 * int(prompt.split()[2])}." in response
    return 2 + 4 * right + 2 * ("https://" in response and mood == "weak")
"""


def test_a_judge_that_is_down_when_asked_anew_turns_no_regression_green(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("mine.py").write_text(SWAYED)
    sums = [
        Sample(
            id=f"{i}",
            prompt=f"What is {i} plus {i}?",
            response=f"It is {2 * i}.",
            wrong_response=f"It is {2 * i + 1}.",
        )
        for i in range(40)
    ]
    settings = Settings(judge="python:mine.py:judge", scale="0..10")
    found = {}
    for mood in ("fair", "weak"):
        Path("mood").write_text(mood)
        attacks = ("authority/url", "-controls/[d-v]*", "controls/wrong-response")
        found[mood] = audit_by(settings.model_copy(update={"attacks": attacks}), sums).audit
    kept_before, anew = kept(found["fair"]), Anew(sums, settings)
    assert checked(found["weak"], kept_before)[0].verdict is Verdict.EXCEEDED
    Path("mood").write_text("down")
    with pytest.raises(OperationalError, match=r"asked anew.* have no score"):
        checked(found["weak"], kept_before, anew=anew)


def test_judges_on_other_scales_are_not_compared(before: Audit) -> None:
    scale = before.manifest.scale.model_copy(update={"high": 100.0})
    manifest = before.manifest.model_copy(update={"scale": scale})
    other = before.model_copy(update={"manifest": manifest})
    with pytest.raises(InputError, match="scale was"):
        compare(run_of(other), [run_of(before)], budget=before.budget)


def test_a_run_is_kept_once_and_other_runs_of_the_judge_are_averaged(before: Audit) -> None:
    with pytest.raises(InputError, match="kept already"):
        add_run(kept(before), run_of(before))
    again = run_of(audited(fair(), seed=5))
    pooled = add_run(kept(before), again)
    assert len(pooled.judges[before.manifest.judge_hash]) == 2
    (found,) = checked(before, pooled)
    assert found.n_runs == 2


def test_a_baseline_file_comes_back_as_it_was_and_sorts_its_lines(
    before: Audit, after: Audit, tmp_path: Path
) -> None:
    file = tmp_path / "baseline.json"
    baselines = add_run(kept(before), run_of(after))
    save_baselines(file, baselines)
    assert load_baselines(file) == baselines
    first = file.read_bytes()
    save_baselines(file, load_baselines(file))
    assert file.read_bytes() == first
    assert max(len(line) for line in first.splitlines()) < 3_000


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("{", "is no JSON"),
        ('{"judges": {"x": []}}', "judges.x"),
        ('{"format": 2, "judges": {}}', "format"),
    ],
)
def test_a_wrong_baseline_file_is_named_with_its_field(
    text: str, said: str, tmp_path: Path
) -> None:
    file = tmp_path / "baseline.json"
    file.write_text(text)
    with pytest.raises(InputError, match=said):
        load_baselines(file)

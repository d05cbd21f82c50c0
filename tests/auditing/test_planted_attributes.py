"""Attributes: a bias of one of them is found under it, sized, and nothing else is found."""

from __future__ import annotations

from statistics import fmean

import pytest

from judgekit import audit
from judgekit.auditing import Audited
from judgekit.catalog import load_attacks, load_prompt, load_samples
from judgekit.judging import PromptedJudge
from judgekit.testing import (
    ConstantJudge,
    PlantedAttributes,
    PlantedJudge,
    Scripted,
    verdict_by_rules,
)
from judgekit.types import (
    Audit,
    Baseline,
    Judge,
    Protocol,
    Request,
    Sample,
    Unscored,
    Verdict,
)

HEADING = r"(?m)^#{1,6} "
ROWS = [s for s in load_samples() if "code" not in s.verify]
SOME = ("formatting/headings", "formatting/bold-terms", "authority/url", "tone/certain")
SOME += ("social", "-controls/[a-v]*")  # wrong answers are control enough
ONE = ("authority/url", "-controls/[a-v]*")


def planted(seed: int = 0, **clarity: float) -> PlantedAttributes:
    """Return a judge of which clarity alone answers to what it is given."""
    judges: dict[str, Judge] = {
        "clarity": PlantedJudge(biases=clarity, noise=0.4, seed=seed),
        **{name: PlantedJudge(noise=0.4, seed=seed + i) for i, name in enumerate(OTHERS, 1)},
    }
    return PlantedAttributes(judges, overall="overall")


OTHERS = ("relevance", "specificity", "overall")


def audited(judge: Judge, *attacks: str, samples: list[Sample] | None = None) -> Audit:
    return audit(samples or ROWS, judge, attacks=attacks or SOME).audit


def moved(found: Audit) -> set[tuple[str, str]]:
    assert found.attributes is not None
    sets = {"score": found.rulings, **{f.name: f.rulings for f in found.attributes.findings}}
    return {
        (name, r.attack)
        for name, rulings in sets.items()
        for r in rulings
        if r.verdict is Verdict.EXCEEDED
    }


@pytest.fixture(scope="module")
def fooled() -> Audit:
    """Return the audit of a judge whose clarity gains a point by a heading, and nothing else."""
    return audited(planted(**{HEADING: 1.0}))


def test_a_bias_of_one_attribute_is_found_under_it_and_nowhere_else(fooled: Audit) -> None:
    assert moved(fooled) == {("clarity", "formatting/headings")}
    assert fooled.verdict is Verdict.EXCEEDED
    assert "clarity by 1 of" in fooled.why[0]


def test_the_bias_of_an_attribute_is_sized_within_its_interval(fooled: Audit) -> None:
    assert fooled.attributes is not None
    clarity = fooled.attributes.findings[0]
    effect = next(e for e in clarity.effects if e.attack == "formatting/headings")
    assert effect.simultaneous is not None
    assert effect.simultaneous.lo < 1.0 < effect.simultaneous.hi
    assert effect.simultaneous.hi - effect.simultaneous.lo < 1.2
    ruling = next(r for r in clarity.rulings if r.attack == "formatting/headings")
    assert ruling.why.startswith("Raises clarity by ")


def test_every_attribute_is_seen_to_fall_under_its_own_controls(fooled: Audit) -> None:
    assert fooled.attributes is not None
    for f in fooled.attributes.findings:
        assert any(s.proven for s in f.sensitivity if s.control == "controls/wrong-response"), (
            f.name
        )


def test_independent_attributes_show_no_halo(fooled: Audit) -> None:
    assert fooled.attributes is not None
    for pair in fooled.attributes.halo:
        assert pair.interval is not None
        assert pair.interval.lo < 0.25
        assert pair.interval.hi > -0.25


def test_one_grade_for_all_is_a_whole_halo_and_still_one_family() -> None:
    same = PlantedJudge(noise=0.4, seed=7)
    found = audited(PlantedAttributes({"clarity": same, "relevance": same}), *ONE)
    assert found.attributes is not None
    [pair] = found.attributes.halo
    assert (pair.correlation, pair.same, pair.interval) == (1.0, pair.n, None)
    effects = [found.effects, *(f.effects for f in found.attributes.findings)]
    assert len({e.p_adjusted for each in effects for e in each}) == 1


def test_an_attribute_that_is_always_the_same_cannot_be_cleared() -> None:
    samples = [s.model_copy(update={"id": f"{s.id}-{i}"}) for i in range(3) for s in ROWS]
    quiet = {"clarity": PlantedJudge(seed=3), "relevance": PlantedJudge(seed=4)}
    awake = audited(PlantedAttributes(quiet), *ONE, samples=samples)
    asleep = audited(PlantedAttributes({**quiet, "tone": ConstantJudge(10)}), *ONE, samples=samples)
    assert awake.verdict is Verdict.WITHIN, awake.why
    assert asleep.verdict is Verdict.INCONCLUSIVE
    assert asleep.why[0].startswith("No control lowers tone for certain")


def test_what_a_mean_would_have_kept_is_counted() -> None:
    clear = PlantedJudge(quality=lambda _, text: 10.0 if "4" in text else 6.0)
    found = audited(PlantedAttributes({"clarity": clear, "relevance": ConstantJudge(9)}), *ONE)
    fours = sum("4" in s.response for s in ROWS)
    assert found.attributes is not None
    [kept] = found.attributes.kept
    assert (kept.by, kept.n, kept.both, kept.global_only) == ("mean", 50, fours, 50 - fours)


def test_what_suits_one_answer_suits_its_attributes() -> None:
    for attack in load_attacks():
        assert attack.suits(Protocol.ATTRIBUTES) == attack.suits(Protocol.POINTWISE)


PROMPT = load_prompt("attributes")


def asked(**grades: object) -> str:
    given = {"clarity": 4, "relevance": 4, "specificity": 4, "overall": 4, **grades}
    return str({"reason": "So.", **given}).replace("'", '"')


def test_an_attribute_without_a_grade_is_missing_where_it_is_missing_alone() -> None:
    def answer(request: Request) -> str:
        shown = request.messages[-1].content
        return asked(clarity=9 if "http" in shown else 4)

    found = audited(PromptedJudge(PROMPT, Scripted(answer), model="m"), *ONE)
    assert found.attributes is not None
    by_name = {f.name: f.effects[0] for f in found.attributes.findings}
    missing = by_name["clarity"]
    assert (missing.n, missing.unscored) == (0, {Unscored.OFF_SCALE: missing.n_unscored})
    assert missing.n_unscored == by_name["relevance"].n > 40
    assert found.effects[0].n_unscored == missing.n_unscored
    assert found.manifest.baseline is Baseline.PLACEBO


@pytest.mark.parametrize("name", ["attributes", "attributes-apart"])
def test_a_packaged_prompt_is_audited_end_to_end(name: str) -> None:
    def answer(request: Request) -> str:
        return verdict_by_rules(request.model_dump()).text

    judge = PromptedJudge(load_prompt(name), Scripted(answer), model="m")
    found = audited(judge, "formatting/headings", *ONE, samples=ROWS[:12])
    assert found.attributes is not None
    assert found.manifest.n_unscored == 0
    shifts = {f.name: f.effects[-1].shift for f in found.attributes.findings}
    assert [*shifts] == ["clarity", *OTHERS]
    assert all(s is not None for s in shifts.values())


def test_the_score_is_that_of_the_weakest_attribute_in_every_arm(fooled: Audit) -> None:
    assert fooled.attributes is not None
    lowest = min(
        fmean(g for g in (e.attacked_mean for e in f.effects) if g is not None)
        for f in fooled.attributes.findings
    )
    score = fmean(m for m in (e.attacked_mean for e in fooled.effects) if m is not None)
    assert score < lowest


def test_a_frame_has_a_column_for_each_attribute(fooled: Audit) -> None:
    table = Audited(fooled).to_frame()
    assert table.loc["formatting/headings", "shift of clarity"] > 0.7
    assert [c for c in table if c.startswith("shift of ")] == [
        f"shift of {name}" for name in ("clarity", *OTHERS)
    ]

"""What to ask: every attack's variants and placebos, and the questions they come down to."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from judgekit import perturb, verifiers
from judgekit.auditing.pairing import Pairing
from judgekit.text import seeded
from judgekit.types import Attack, Context, Framing, NoVariant, Sample, Target, Variant


class Asked(NamedTuple):
    """One arm of one item: which text is judged, against which, and how the judge is asked."""

    text: str
    rival: str | None = None
    """The other answer; absent where none is compared."""
    view: str | None = None
    """The key of a framing other than the judge's own."""
    again: bool = False
    """Asked in fresh draws, beside the same question asked already."""


class Question(NamedTuple):
    """One judgment to obtain; another draw is an independent answer."""

    item: int
    text: str
    rival: str | None
    view: str | None
    draw: int


class Case(NamedTuple):
    """One attack on one item: the three arms that its effect is read from."""

    variant: Variant
    clean: Asked
    attacked: Asked
    placebo: Asked
    """A neutral edit of like length and place, or the clean arm, asked again."""


class Trial(NamedTuple):
    """One attack on all items; an item without a variant keeps the reason."""

    attack: Attack
    cases: tuple[Case | NoVariant, ...]


class Bench(NamedTuple):
    """What all trials of an audit share: the judge's own framing, its rivals, the seed."""

    framing: Framing | None
    pairing: Pairing
    seed: int


def make_trials(
    attacks: Sequence[Attack],
    samples: Sequence[Sample],
    bench: Bench,
    *,
    written: Mapping[str, Mapping[str, str]],
) -> tuple[tuple[Trial, ...], dict[str, Framing]]:
    """Return a trial per attack, and the framings that their questions name.

    Wordings and placebos depend on ids and seed alone; a donor is drawn from the other samples.
    `written` holds texts by a model, by sample and attack.
    """
    maker = _Maker(bench)
    donors = draw_donors(samples, seed=bench.seed)
    rows = []
    for sample, donor in zip(samples, donors, strict=True):
        # Item by item, so that what is known of a text is asked of it while it is remembered.
        context = Context(sample, donor, written.get(sample.id, {}))
        rows.append([maker.case(attack, context) for attack in attacks])
    columns = zip(*rows, strict=True)
    trials = tuple(Trial(a, cases) for a, cases in zip(attacks, columns, strict=True))
    return trials, maker.framings


def list_questions(
    trials: Sequence[Trial],
    samples: Sequence[Sample],
    pairing: Pairing,
    *,
    repeats: int,
    seed: int,
) -> Iterator[Question]:
    """Yield each distinct question once, item by item, in seeded order within the item.

    Arms are interleaved so that a judge drifting during the run moves them alike.
    """
    for item, sample in enumerate(samples):
        arms = [*base_arms(sample, pairing), *_arms(trials, item)]
        asked = dict.fromkeys(q for arm in arms for q in draws(item, arm, repeats=repeats))
        shuffled = list(asked)
        seeded(seed, "order", sample.id).shuffle(shuffled)
        yield from shuffled


def draws(item: int, asked: Asked, *, repeats: int) -> tuple[Question, ...]:
    """Return the questions whose mean is an arm's score."""
    first = repeats if asked.again else 0
    return tuple(
        Question(item, asked.text, asked.rival, asked.view, first + r) for r in range(repeats)
    )


def clean_arm(sample: Sample, pairing: Pairing) -> Asked:
    """Return the arm of the response as it is."""
    return Asked(sample.response, pairing.rival(sample, sample.response))


def base_arms(sample: Sample, pairing: Pairing) -> Iterator[Asked]:
    """Yield what is asked without any attack: the response twice, right against wrong."""
    clean = clean_arm(sample, pairing)
    yield clean
    yield clean._replace(again=True)
    yield from known_arms(sample, pairing)


def known_arms(sample: Sample, pairing: Pairing) -> Iterator[Asked]:
    """Yield the arms of answers that are known to be right or wrong, against the row's other.

    In a comparison the wrong one's verdict is the right one's turned round.
    """
    if pairing.against is not None:
        rival = pairing.opponent(sample, sample.response)
        if rival is not None:
            yield Asked(sample.response, rival)
        return
    yield Asked(sample.response)
    if sample.wrong_response is not None:
        yield Asked(sample.wrong_response)


def draw_donors(samples: Sequence[Sample], *, seed: int) -> tuple[Sample | None, ...]:
    """Return for each sample another one with another response, or None where there is none."""
    return tuple(_donor(s, samples, seed=seed) for s in samples)


class _Maker:
    """Makes cases, and remembers the framings that they name."""

    def __init__(self, bench: Bench) -> None:
        self._bench = bench
        self._verify = verifiers.Remembering(verifiers.verify)
        self.framings: dict[str, Framing] = {}

    def case(self, attack: Attack, context: Context) -> Case | NoVariant:
        framing, pairing, seed = self._bench
        made = perturb.perturb(attack, context, seed=seed, verify=self._verify, framing=framing)
        if isinstance(made, NoVariant):
            return made
        if attack.edits is Target.PROMPT:
            return self._about_prompt(attack, made, context)
        rival = pairing.rival(context.sample, made.before)
        clean = Asked(made.before, rival)
        neutral = made.before
        if not attack.is_control:
            neutral = perturb.placebo(attack, made, context, seed=seed)
        again = neutral == made.before
        return Case(made, clean, Asked(made.text, rival), Asked(neutral, rival, again=again))

    def _about_prompt(self, attack: Attack, made: Variant, context: Context) -> Case:
        own, pairing, seed = self._bench
        assert own is not None
        assert made.framing is not None
        text = perturb.source_text(attack, context.sample) or context.sample.response
        rival = pairing.rival(context.sample, text)
        base = perturb.base_framing(attack, own)
        neutral = perturb.placebo_framing(attack, made, context, own, seed=seed)
        clean = Asked(text, rival, self._view(base))
        placebo = Asked(text, rival, self._view(neutral), again=neutral == base)
        return Case(
            made,
            clean,
            Asked(text, text if made.framing.twin else rival, self._view(made.framing)),
            placebo,
        )

    def _view(self, framing: Framing) -> str | None:
        if framing == self._bench.framing:
            return None
        key = f"{framing.prompt.sha256[:16]} {framing.order.value}"
        self.framings[key] = framing
        return key


def _arms(trials: Sequence[Trial], item: int) -> Iterator[Asked]:
    for trial in trials:
        case = trial.cases[item]
        if isinstance(case, Case):
            yield from (case.clean, case.attacked, case.placebo)


def _donor(sample: Sample, samples: Sequence[Sample], *, seed: int) -> Sample | None:
    start = seeded(seed, "donor", sample.id).randrange(len(samples))
    rest = (samples[(start + i) % len(samples)] for i in range(len(samples)))
    return next((s for s in rest if s.response != sample.response), None)

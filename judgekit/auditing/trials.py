"""What to ask: every item's variants and placebos, and the questions they come down to."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from judgekit import perturb, verifiers
from judgekit.auditing.pairing import Pairing
from judgekit.invariants import Verify
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


Made = dict[str, Variant | NoVariant]
"""The edits of one item's answers, by attack."""


class Case(NamedTuple):
    """One attack on one item: the three arms that its effect is read from."""

    variant: Variant
    clean: Asked
    attacked: Asked
    placebo: Asked
    """A neutral edit of like length and place, or the clean arm, asked again."""
    wrong: bool
    """Whether a verifier settles that the attacked text is."""

    @property
    def arms(self) -> tuple[Asked, Asked, Asked]:
        return self.clean, self.attacked, self.placebo


class Row(NamedTuple):
    """One item: a case of every attack, or why there is none, and what it takes to ask."""

    item: int
    cases: tuple[Case | NoVariant, ...]
    """Aligned with the attacks."""
    framings: Mapping[str, Framing]
    """The framings other than the judge's own that the questions name."""
    questions: tuple[Question, ...]
    """Distinct, in the order of asking."""


class Bench(NamedTuple):
    """What all items of an audit share: the judge's own framing, its rivals, seed and repeats."""

    framing: Framing | None
    pairing: Pairing
    seed: int
    repeats: int


class Part(NamedTuple):
    """What is asked of one judge, or of several that are asked alike."""

    attacks: Sequence[Attack]
    bench: Bench


def make_rows(
    attacks: Sequence[Attack],
    samples: Sequence[Sample],
    bench: Bench,
    *,
    items: Iterable[int],
    written: Mapping[str, Mapping[str, str]],
) -> Iterator[Row]:
    """Make one row of these items after another, each when it is wanted; none is kept.

    Wordings and placebos depend on ids and seed alone; a donor is drawn from the other samples.
    `written` holds texts by a model, by sample and attack.
    """
    part = Part(attacks, bench)
    for (row,) in make_rows_together((part,), samples, items=items, written=written):
        yield row


def make_rows_together(
    parts: Sequence[Part],
    samples: Sequence[Sample],
    *,
    items: Iterable[int],
    written: Mapping[str, Mapping[str, str]],
) -> Iterator[tuple[Row, ...]]:
    """Make a row of every part, item after item; edits of an answer are made once for all."""
    verify = verifiers.Remembering(verifiers.verify)
    donors = draw_donors(samples, seed=parts[0].bench.seed)
    for item in items:
        sample = samples[item]
        context = Context(sample, donors[item], written.get(sample.id, {}))
        made: Made = {}
        yield tuple(_row(part, item, context, verify, made) for part in parts)


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
    """Return for each sample another one with another response, or None where there is none.

    The first that answers otherwise, from a place drawn by seed on.
    """
    others = _next_others(samples)
    drawn = (seeded(seed, "donor", s.id).randrange(len(samples)) for s in samples)
    return tuple(
        samples[at] if samples[at].response != sample.response else others[at]
        for sample, at in zip(samples, drawn, strict=True)
    )


def _row(part: Part, item: int, context: Context, verify: Verify, made: Made) -> Row:
    maker = _Maker(part.bench, verify, made)
    cases = tuple(maker.case(attack, context) for attack in part.attacks)
    questions = _questions(item, context.sample, cases, part.bench)
    return Row(item, cases, maker.framings, questions)


class _Maker:
    """Makes the cases of one item, and remembers the framings that they name."""

    def __init__(self, bench: Bench, verify: Verify, made: Made) -> None:
        self._bench = bench
        self._verify = verify
        self._made = made
        self.framings: dict[str, Framing] = {}

    def case(self, attack: Attack, context: Context) -> Case | NoVariant:
        pairing, seed = self._bench.pairing, self._bench.seed
        made = self._perturbed(attack, context)
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
        placebo = Asked(neutral, rival, again=again)
        wrong = self._is_wrong(context.sample, made.text)
        return Case(made, clean, Asked(made.text, rival), placebo, wrong)

    def _perturbed(self, attack: Attack, context: Context) -> Variant | NoVariant:
        """Return the variant; of an answer, the one that was made for another judge."""
        framing, _, seed, _ = self._bench
        if attack.id in self._made:
            return self._made[attack.id]
        made = perturb.perturb(attack, context, seed=seed, verify=self._verify, framing=framing)
        if attack.edits is not Target.PROMPT:
            self._made[attack.id] = made
        return made

    def _about_prompt(self, attack: Attack, made: Variant, context: Context) -> Case:
        own, pairing, seed, _ = self._bench
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
            self._is_wrong(context.sample, text),
        )

    def _is_wrong(self, sample: Sample, text: str) -> bool:
        # The certificate has mostly asked already, and the answer is remembered.
        return self._verify(sample, text).right is False

    def _view(self, framing: Framing) -> str | None:
        if framing == self._bench.framing:
            return None
        key = f"{framing.prompt.sha256[:16]} {framing.order.value}"
        self.framings[key] = framing
        return key


def _questions(
    item: int, sample: Sample, cases: Sequence[Case | NoVariant], bench: Bench
) -> tuple[Question, ...]:
    """Return each distinct question once, in seeded order.

    Arms are interleaved so that a judge drifting during the run moves them alike.
    """
    arms = [*base_arms(sample, bench.pairing)]
    arms += (arm for case in cases if isinstance(case, Case) for arm in case.arms)
    asked = list(dict.fromkeys(q for a in arms for q in draws(item, a, repeats=bench.repeats)))
    seeded(bench.seed, "order", sample.id).shuffle(asked)
    return tuple(asked)


def _next_others(samples: Sequence[Sample]) -> list[Sample | None]:
    """Return for each sample the next one, round the circle, that answers otherwise."""
    n = len(samples)
    found: list[Sample | None] = [None] * n
    for at in reversed(range(-n, n)):  # twice round: the last ones' next may be among the first
        after = (at + 1) % n
        same = samples[after].response == samples[at].response
        found[at] = found[after] if same else samples[after]
    return found

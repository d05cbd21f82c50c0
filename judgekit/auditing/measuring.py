"""What remains of an audit's answers: numbers, counts, and the few texts worth a look."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial

from judgekit.auditing.columns import KnownColumns, ReadingColumns, Spending, TrialColumns
from judgekit.auditing.planning import Plan
from judgekit.auditing.reading import Answers, accepts, read
from judgekit.auditing.specimens import Specimens, make_specimen
from judgekit.auditing.trials import Case, Row, clean_arm, draws, known_arms
from judgekit.types import Attack, Identity, NoVariant
from judgekit.verifiers import verify


class Measurements:
    """The numbers of the items that were added, in whichever order; their texts are dropped."""

    def __init__(self, plan: Plan, judge: Identity) -> None:
        n = len(plan.samples)
        self.trials = tuple(TrialColumns(attack, n) for attack in plan.attacks)
        self.grades = {name: GradeColumns(plan.attacks, n) for name in judge.graded}
        """Of a judge of attributes, each of them and the whole."""
        self.first = ReadingColumns(n)
        """Every response as it is, from its first draws."""
        self.again = ReadingColumns(n)
        """The same response, asked again."""
        self.known = KnownColumns(n)
        """What the judge, and the verifiers, say of clean answers."""
        self.spending = Spending(n)
        self.specimens = Specimens()
        self._plan = plan
        self._scale = judge.scale
        self._read = partial(read, repeats=plan.repeats, graded=judge.graded)

    def add(self, row: Row, answers: Answers) -> None:
        """Take what matters of an item all of whose questions were answered."""
        self._read_clean(row.item, answers)
        self._read_known(row.item, answers)
        self.spending.add(row.item, answers.values())
        for at, case in enumerate(row.cases):
            if isinstance(case, NoVariant):
                self.trials[at].refuse(case)
                for of_grade in self.grades.values():
                    of_grade.trials[at].refuse(case)
            else:
                self._read_case(at, row.item, case, answers)

    def _read_clean(self, item: int, answers: Answers) -> None:
        arm = clean_arm(self._plan.samples[item], self._plan.pairing)
        for columns, again in ((self.first, False), (self.again, True)):
            asked = arm._replace(again=again)
            reading = self._read(answers, item, asked)
            columns.put(item, reading)
            if not again:
                for name, grade in reading.grades.items():
                    self.grades[name].clean.put(item, grade)

    def _read_known(self, item: int, answers: Answers) -> None:
        sample = self._plan.samples[item]
        if not sample.verify:
            return
        for which, arm in enumerate(known_arms(sample, self._plan.pairing)):
            accepted = accepts(self._read(answers, item, arm), self._scale)
            self.known.put(item, which, accepted=accepted, right=verify(sample, arm.text).right)

    def _read_case(self, at: int, item: int, case: Case, answers: Answers) -> None:
        trial, sample = self.trials[at], self._plan.samples[item]
        clean, attacked, placebo = (self._read(answers, item, arm) for arm in case.arms)
        trial.put(item, clean, attacked, placebo, wrong=case.wrong)
        for name, of_grade in self.grades.items():
            arms = (reading.grades[name] for reading in (clean, attacked, placebo))
            # A verifier says what is right, which is not what an attribute is about.
            of_grade.trials[at].put(item, *arms, wrong=False)
        if not trial.attack.is_control:
            words = answers[draws(item, case.attacked, repeats=self._plan.repeats)[0]].raw
            readings = (clean, attacked, placebo)
            shown = make_specimen(trial.attack, sample, case.variant, readings, words)
            if shown is not None:
                self.specimens.consider(trial.attack, item, shown)


class GradeColumns:
    """What one field of the replies graded: every response as it is, and under every attack."""

    def __init__(self, attacks: Iterable[Attack], n: int) -> None:
        self.clean = ReadingColumns(n)
        self.trials = tuple(TrialColumns(attack, n) for attack in attacks)

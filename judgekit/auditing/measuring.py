"""What remains of an audit's answers: numbers, counts, and the few texts worth a look."""

from __future__ import annotations

from collections import Counter

from judgekit.auditing.columns import ReadingColumns, Spending, TrialColumns
from judgekit.auditing.planning import Plan
from judgekit.auditing.reading import Answers, accepts, is_right, is_wrong, read
from judgekit.auditing.specimens import Specimens, make_specimen
from judgekit.auditing.trials import Case, Row, clean_arm, draws, known_arms
from judgekit.types import NoVariant, Scale


class Measurements:
    """The numbers of the items that were added, in whichever order; their texts are dropped."""

    def __init__(self, plan: Plan, scale: Scale) -> None:
        n = len(plan.samples)
        self.trials = tuple(TrialColumns(attack, n) for attack in plan.attacks)
        self.first, self.again = ReadingColumns(n), ReadingColumns(n)
        """Every response as it is, from its first draws and from those asked again."""
        self.known: Counter[tuple[bool | None, bool | None]] = Counter()
        """Whether the judge accepted (None: unscored) what is right (None: unsettled)."""
        self.spending = Spending(n)
        self.specimens = Specimens()
        self._plan = plan
        self._scale = scale

    def add(self, row: Row, answers: Answers) -> None:
        """Take what matters of an item all of whose questions were answered."""
        self._read_clean(row.item, answers)
        self._read_known(row.item, answers)
        self.spending.add(row.item, answers.values())
        for trial, case in zip(self.trials, row.cases, strict=True):
            if isinstance(case, NoVariant):
                trial.refuse(case)
            else:
                self._read_case(trial, row.item, case, answers)

    def _read_clean(self, item: int, answers: Answers) -> None:
        arm = clean_arm(self._plan.samples[item], self._plan.pairing)
        for columns, again in ((self.first, False), (self.again, True)):
            asked = arm._replace(again=again)
            columns.put(item, read(answers, item, asked, repeats=self._plan.repeats))

    def _read_known(self, item: int, answers: Answers) -> None:
        sample = self._plan.samples[item]
        if not sample.verify:
            return
        for arm in known_arms(sample, self._plan.pairing):
            reading = read(answers, item, arm, repeats=self._plan.repeats)
            self.known[accepts(reading, self._scale), is_right(sample, arm.text)] += 1

    def _read_case(self, trial: TrialColumns, item: int, case: Case, answers: Answers) -> None:
        sample, repeats = self._plan.samples[item], self._plan.repeats
        clean, attacked, placebo = (read(answers, item, a, repeats=repeats) for a in case.arms)
        trial.put(item, clean, attacked, placebo, wrong=is_wrong(sample, case.attacked.text))
        words = answers[draws(item, case.attacked, repeats=repeats)[0]].raw
        shown = make_specimen(sample, case, (clean, attacked, placebo), words)
        if shown is not None and not trial.attack.is_control:
            self.specimens.consider(trial.attack, item, shown)

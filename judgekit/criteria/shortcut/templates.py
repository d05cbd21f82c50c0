"""Templates: one skeleton of reasoning filled in for many problems."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence

from judgekit.criteria.provenance import task_of
from judgekit.criteria.shortcut.neighbours import Neighbours, Sketch, sketch
from judgekit.criteria.shortcut.skeleton import skeleton, tokens
from judgekit.text import sha256
from judgekit.types import Measurement, Objection, Record, Sample

FEWEST_TOKENS = 20
"""Below this a skeleton fits many problems for want of room."""
SAME_SKELETON, _SAME_WORDS = 0.5, 0.8
"""The resemblance from which two skeletons are one template, or two texts near-duplicates.

A skeleton's resemblance falls fast: two words changed in each of two fillings of 40 leave 0.55.
"""
_SHOWN = 160

StratumOf = Callable[[Sample], str]
"""Whose prompts a share is taken of; by default those of one `metadata.task`."""


class Template(Record):
    """A skeleton that answers to two or more prompts of a stratum share."""

    stratum: str
    prompts: int
    rows: int
    share: float
    """Of the stratum's prompts."""
    skeleton: str
    """That of its first row, cut."""
    example: str
    """The id of that row."""


class Templates(Record):
    """What the answers of a pool have in common; it says nothing of one row."""

    rows: int
    unread: int
    """Rows whose skeleton is too short to compare."""
    prompts: dict[str, int]
    """How many different prompts each stratum has, those unread left out."""
    templates: tuple[Template, ...]
    """The widest first."""
    copied: int
    """Rows whose words, nothing masked, are nearly those of an answer to another prompt."""
    repeated: int
    """Rows whose words are nearly those of an earlier answer to the same prompt."""


class Shortcut:
    """A criterion: the share of its stratum's prompts that are answered by a response's skeleton.

    It objects where that is more than `tolerated`, of at least `fewest_prompts` prompts of the pool
    it was made with. The one good way to solve one kind of problem is a template too: an objection
    asks for a look, and tells nothing of being right.
    """

    name = "shortcut"

    def __init__(
        self,
        pool: Iterable[Sample],
        *,
        stratum_of: StratumOf = task_of,
        tolerated: float = 0.05,
        fewest_prompts: int = 5,
        threshold: float = SAME_SKELETON,
    ) -> None:
        self._found = _Skeletons(pool, stratum_of, threshold)
        self._stratum_of = stratum_of
        self._tolerated = tolerated
        self._fewest_prompts = fewest_prompts

    def __call__(self, sample: Sample, response: str, /) -> Measurement:
        mine = _sketch(skeleton(response, sample.prompt))
        if mine is None:
            missing = f"a skeleton of fewer than {FEWEST_TOKENS} tokens"
            return Measurement(criterion=self.name, missing=missing)
        stratum = self._stratum_of(sample)
        like, whole = self._found.like(mine, stratum), self._found.prompts.get(stratum, 0)
        share = like / whole if whole else 0.0
        templated = like >= self._fewest_prompts and share > self._tolerated
        return Measurement(
            criterion=self.name,
            value=share,
            objection=Objection.SHORTCUT if templated else None,
            evidence=f"its skeleton answers {like:,} of {whole:,} prompts of {stratum!r:.60}",
        )


def templates(
    rows: Sequence[Sample], *, stratum_of: StratumOf = task_of, threshold: float = SAME_SKELETON
) -> Templates:
    """Return the templates of a pool, and how many of its rows are near-duplicates."""
    found = _Skeletons(rows, stratum_of, threshold)
    copied, repeated = _duplicates(rows)
    return Templates(
        rows=len(rows),
        unread=found.unread,
        prompts=found.prompts,
        templates=tuple(sorted(found.templates(), key=lambda t: (-t.prompts, t.example))),
        copied=copied,
        repeated=repeated,
    )


class _Skeletons:
    """The skeletons of a pool in groups, and the prompts that each group answers by stratum."""

    def __init__(self, pool: Iterable[Sample], stratum_of: StratumOf, threshold: float) -> None:
        self.unread = 0
        self._groups = Neighbours(threshold=threshold)
        self._members: dict[tuple[str, int], list[Sample]] = defaultdict(list)
        prompts: dict[str, set[str]] = defaultdict(set)
        for row in _in_order(pool):
            mine = _sketch(skeleton(row.response, row.prompt))
            if mine is None:
                self.unread += 1
                continue
            self._members[stratum_of(row), self._groups.place(mine)].append(row)
            prompts[stratum_of(row)].add(row.prompt)
        self.prompts = {stratum: len(prompts[stratum]) for stratum in sorted(prompts)}
        self._wide = {key: len({r.prompt for r in rows}) for key, rows in self._members.items()}

    def like(self, mine: Sketch, stratum: str) -> int:
        """Return how many prompts of a stratum are answered by skeletons like this one."""
        group = self._groups.find(mine)
        return 0 if group is None else self._wide.get((stratum, group), 0)

    def templates(self) -> Iterator[Template]:
        """Yield the groups that answer two or more prompts."""
        for (stratum, group), prompts in self._wide.items():
            if prompts >= 2:
                rows = self._members[stratum, group]
                yield Template(
                    stratum=stratum,
                    prompts=prompts,
                    rows=len(rows),
                    share=prompts / self.prompts[stratum],
                    skeleton=" ".join(skeleton(rows[0].response, rows[0].prompt))[:_SHOWN],
                    example=rows[0].id,
                )


def _duplicates(rows: Iterable[Sample]) -> tuple[int, int]:
    """Return how many rows nearly repeat an answer to another prompt, and to the same."""
    groups = Neighbours(threshold=_SAME_WORDS)
    members: dict[int, Counter[str]] = defaultdict(Counter)
    for row in _in_order(rows):
        if (mine := _sketch(tokens(row.response))) is not None:
            members[groups.place(mine)][row.prompt] += 1
    copied = sum(prompts.total() for prompts in members.values() if len(prompts) > 1)
    return copied, sum(n - 1 for prompts in members.values() for n in prompts.values())


def _in_order(rows: Iterable[Sample]) -> list[Sample]:
    """Return rows in an order of their own, for the first of a group leads it."""
    return sorted(rows, key=lambda row: (sha256(row.response), row.id))


def _sketch(said: Sequence[str]) -> Sketch | None:
    return sketch(said) if len(said) >= FEWEST_TOKENS else None

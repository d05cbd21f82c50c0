"""What style, shortcut and coverage can and cannot tell: on real answers, and on planted ones.

Real are solutions to GSM8K, refinements of answers and open answers of GPT-4, from the shared data.
Nothing there says what the teacher was shown, or varies a problem, so slick certainty and twins are
measured on planted traces alone. Last, the time and memory of choosing among 100,000 rows, which
are prompts spliced from those of GSM8K.
"""

from __future__ import annotations

import argparse
import itertools
import json
import math
import resource
import time
from collections import defaultdict
from collections.abc import Iterator
from statistics import fmean

import numpy as np
from pydantic import JsonValue
from real_samples import DATA, seed_paper

from judgekit.criteria.coverage import (
    Fate,
    likeness,
    measure_loss,
    select,
    strata,
    tf_idf,
    unit_rows,
)
from judgekit.criteria.shortcut import Neighbours, Shortcut, sketch, templates
from judgekit.criteria.style import Group, Manner, SlickCertainty, read, survey
from judgekit.stats import mean_ci
from judgekit.text import seeded
from judgekit.types import Estimate, Sample

TRIALS = 200
BASELINE = 50


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--rows", type=int, default=100_000, help="rows to choose among")
    given = options.parse_args()
    solutions, pairs = list(gsm8k()), list(refined())
    print_style(solutions, pairs)
    print_slick()
    print_shortcuts(solutions)
    print_coverage(solutions)
    print_choice()
    print_speed([row.prompt for row in solutions], given.rows)


def gsm8k() -> Iterator[Sample]:
    for line in (DATA / "filter" / "gsm8k_solutions.jsonl").read_text().splitlines():
        row = json.loads(line)
        for s in row["solutions"]:
            yield Sample(
                id=f"{row['id']} {s['model']}",
                prompt=row["prompt"],
                response=s["text"],
                metadata={"teacher": s["model"], "right": s["label_correct"]},
            )


def refined() -> Iterator[tuple[str, str, str]]:
    """Yield family, original and refinement."""
    for line in (DATA / "filter" / "refinement_pairs.jsonl").read_text().splitlines():
        row = json.loads(line)
        yield row["family"], row["original"], row["refined"]


def print_style(solutions: list[Sample], pairs: list[tuple[str, str, str]]) -> None:
    found = survey(solutions, {s.id: bool(s.metadata["right"]) for s in solutions})
    print_group("GSM8K solutions", found.together)
    print("wrong minus right, doubts per 100 words", shown(found.wrong.doubts))
    open_answers = survey(list(seed_paper()), {})
    print_group("open answers of GPT-4", open_answers.together)
    families: dict[str, list[tuple[Manner, Manner]]] = defaultdict(list)
    unread: dict[str, int] = defaultdict(int)
    for family, before, after in pairs:
        a, b = read(before), read(after)
        if isinstance(a, Manner) and isinstance(b, Manner):
            families[family].append((a, b))
        else:
            unread[family] += 1
    print(f"{'refinement minus original':28}{'read':>6}{'unread':>8}  doubts per 100 words, length")
    for family in sorted({*families, *unread}):
        both = families[family]
        doubts = mean_ci([b.doubts - a.doubts for a, b in both], unseen_shift=1) if both else None
        ratios = [math.log(b.words / a.words) for a, b in both]
        length = f", times {math.exp(fmean(ratios)):.2f}" if ratios else ""
        print(f"{family:28}{len(both):6}{unread[family]:8}  {shown(doubts)}{length}")


def print_group(name: str, g: Group) -> None:
    print(
        f"{name}: {g.rows:,} rows, {g.unread:,} unread, {g.words or 0:.0f} words; per 100 words "
        f"{g.hedges:.2f} hedges, {g.boosts:.3f} boosts, {g.corrections:.2f} corrections; "
        f"{g.doubtless:.1%} without doubt"
    )


def print_slick() -> None:
    """Flag planted traces against baselines of several lengths and rates of doubt."""
    print(f"\nslick at 5 %: flagged of {TRIALS} planted traces, beside 50 without the answer")
    print("short: a third as long; slick: with a tenth of the doubts as well")
    print(f"{'words':>6}{'doubts / 100 words':>20}{'honest':>9}{'short':>9}{'slick':>9}")
    for sentences, chance in itertools.product((30, 300), (0.02, 0.1, 0.4)):
        style = SlickCertainty(
            trace(f"b{i}", chance, sentences, context="none") for i in range(BASELINE)
        )
        arms = ((chance, sentences), (chance, sentences // 3), (chance / 10, sentences // 3))
        traces = [[trace(f"x{i}", *arm) for i in range(TRIALS)] for arm in arms]
        rates = [fmean(style(t, t.response).objection is not None for t in arm) for arm in traces]
        cells = "".join(f"{rate:9.1%}" for rate in rates)
        print(f"{5 * sentences:6,}{20 * chance:20.1f}{cells}")


def trace(name: str, chance: float, sentences: int, *, context: str | None = None) -> Sample:
    """Return about so many sentences of five words, each of which doubts with a chance."""
    rng = seeded(name, str(chance), sentences)
    said = " ".join(
        ("Perhaps we" if rng.random() < chance else "Then we") + f" add {rng.randrange(99)} to it."
        for _ in range(max(4, round(sentences * rng.lognormvariate(0, 0.3))))
    )
    metadata: dict[str, JsonValue] = {} if context is None else {"teacher_context": context}
    return Sample(id=name, prompt=name, response=said, metadata=metadata)


def print_shortcuts(solutions: list[Sample]) -> None:
    print(f"\nskeletons of {len(solutions):,} GSM8K solutions that answer two prompts or more")
    for threshold in (0.8, 0.5, 0.3):
        began = time.process_time()
        found = templates(solutions, threshold=threshold)
        took = time.process_time() - began
        rows = sum(t.rows for t in found.templates)
        widest = max((t.prompts for t in found.templates), default=0)
        print(
            f"likeness {threshold}: {len(found.templates)} skeletons, {rows} rows, the widest of "
            f"{widest} prompts; {found.copied} copied, {found.repeated} repeated; {took:.1f} s"
        )
    print("planted among them: one template in 6 % of the rows, some of its 40 words replaced")
    for replaced in (0, 1, 2, 3, 4):
        pool = list(planted(solutions, replaced))
        criterion = Shortcut(pool)
        objected = {s.id for s in pool if criterion(s, s.response).objection}
        fillings = {s.id for s in pool if s.id.startswith("planted")}
        found_, false = len(objected & fillings) / len(fillings), len(objected - fillings)
        print(f"{replaced:2} replaced: {found_:6.1%} found, {false} others objected to")
    crowd = Neighbours(threshold=1.0)
    times = []
    for n in (500, 1_000, 2_000):
        began = time.process_time()
        for i in range(n):
            crowd.place(sketch([*(f"w{j}" for j in range(60)), f"{n} {i}"]))
        times.append((time.process_time() - began) / n)
    each = ", ".join(f"{1000 * t:.1f}" for t in times)
    print(f"half-alike texts, 500, 1,000 and 2,000 more: {each} ms each")


def planted(solutions: list[Sample], replaced: int) -> Iterator[Sample]:
    """Yield the solutions, and for one prompt in three an answer that fills in a template."""
    other = sorted({w for s in solutions for w in s.response.split() if w.islower()})
    yield from solutions
    prompts = sorted({s.prompt for s in solutions})[::3]
    for i, prompt in enumerate(prompts):
        rng = seeded("planted", i, replaced)
        words = TEMPLATE.format(*(rng.randrange(2, 99) for _ in range(5))).split()
        for at in rng.sample(range(len(words)), replaced):
            words[at] = rng.choice(other)
        yield Sample(id=f"planted {i}", prompt=prompt, response=" ".join(words))


TEMPLATE = (
    "First note what is given and what is asked for here. Multiply {0} by {1} because each of "
    "them counts that often. After this subtract {2} since those were already taken away. Finally "
    "divide by {3} to share evenly, which leaves {4} as required."
)


def print_coverage(solutions: list[Sample]) -> None:
    """Show what keeping the right solutions takes, and by chance, and by a filter on length."""
    names = strata([s.prompt for s in solutions])
    kept = {
        "right": [s.metadata["right"] for s in solutions],
        "short": [len(s.response) < 150 for s in solutions],
        "by lot": [seeded("lot", s.id).random() < 0.1 for s in solutions],
        "hours": ["hour" not in s.prompt for s in solutions],
    }
    print(f"\ncoverage of {len(solutions):,} GSM8K solutions in {len(set(names))} clusters")
    print(f"{'kept':8}{'rows':>7}{'emptied':>9}{'effective: before':>19}{'after':>8}  by lot")
    for name, flags in kept.items():
        fates = [Fate(c, lost_to=None if k else name) for c, k in zip(names, flags, strict=True)]
        loss = measure_loss(fates)
        e = loss.effective
        lot = f"{e.by_lot.lo:.2f} to {e.by_lot.hi:.2f}"
        print(f"{name:8}{loss.kept:7,}{len(loss.emptied):9}{e.before:19.2f}{e.after:8.2f}  {lot}")


def print_choice() -> None:
    """Compare the greedy choice with the best of all sets of small random instances."""
    ratios = []
    for trial in range(TRIALS):
        rng = np.random.default_rng(trial)
        vectors = unit_rows(rng.normal(size=(12, 3)))
        like = np.maximum(vectors @ vectors.T, 0)
        sets = itertools.combinations(range(12), 4)
        best = max(float(like[:, list(s)].max(axis=1).sum()) for s in sets)
        ratios.append(12 * select(vectors, 4).covered / best)
    print(f"\n4 of 12 rows, of the best set: {fmean(ratios):.4f}, least {min(ratios):.4f}")


def print_speed(prompts: list[str], n: int) -> None:
    rng = seeded("splice")
    pool = sorted(set(prompts))
    texts = [spliced(rng.choice(pool), rng.choice(pool)) for _ in range(n)]
    began, before = time.process_time(), memory()
    vectors = tf_idf(texts).vectors
    print(f"\nTF-IDF of {n:,} rows: {time.process_time() - began:.0f} s")
    directions = np.random.default_rng(0).normal(size=(vectors.shape[1], 384))
    tables = {"TF-IDF": vectors, "projected on 384": unit_rows(vectors @ directions)}
    for (name, table), budget in itertools.product(tables.items(), (1_000, 10_000)):
        began = time.process_time()
        chosen = select(table, budget)
        took = time.process_time() - began
        lot = np.random.default_rng(1).permutation(n)[:budget].tolist()
        ours, theirs = likeness(table, chosen.rows), likeness(table, lot)
        print(
            f"{name}: {budget:,} chosen in {took:.0f} s; likeness {ours:.3f}, by lot {theirs:.3f}"
        )
        pairs = f"all pairs would be {8e-9 * n * n:.0f} GB"
        print(f"  peak memory {memory():.1f} GB, {before:.1f} GB before; {pairs}")


def spliced(a: str, b: str) -> str:
    return a[: len(a) // 2] + b[len(b) // 2 :]


def memory() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6


def shown(e: Estimate | None) -> str:
    return "not measured" if e is None else f"{e.est:+.2f} [{e.lo:+.2f}, {e.hi:+.2f}]"


if __name__ == "__main__":
    main()

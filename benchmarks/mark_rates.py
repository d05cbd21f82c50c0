"""How often each attack is detected as its family, and how often an unedited answer is.

First the catalogue, on the packaged samples or (`--real N`) on N real answers: the rules were
written by people who know its wordings. Then bids in other words
(`tests/marks/paraphrases.yaml`). Then texts that nobody here has written: GPT-4's rewrites
with references and rich formatting in the seed paper (arXiv 2402.10669), and unedited answers of
models to GSM8K, HumanEval and the seed paper's questions. Last, what stripping does to real ones.
`--missed FAMILY` shows what went unseen, `--alarms FAMILY` what was seen in unedited answers.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import yaml
from real_samples import DATA, gsm8k, human_eval, refinements, rewrites, seed_paper

from judgekit.auditing.trials import draw_donors
from judgekit.catalog import load_attacks, load_samples
from judgekit.marks import added, carried, family_of, strip, why_unseen
from judgekit.perturb import perturb
from judgekit.text import seeded, visible
from judgekit.types import Attack, Context, Sample, Target, Variant
from judgekit.verifiers import Remembering, verify

HITS, ALARMS = Counter[tuple[str, str]](), Counter[tuple[str, str]]()
"""Variants of a family, and unedited answers, that carry a kind of mark."""
PARAPHRASES = Path(__file__).parents[1] / "tests" / "marks" / "paraphrases.yaml"


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--real", type=int, default=0, help="real answers to attack")
    options.add_argument("--missed", help="an attack or family whose unseen variants to show")
    options.add_argument("--alarms", help="a family whose false alarms to show")
    given = options.parse_args()
    samples = drawn(given.real) if given.real else load_samples()
    print_attacks(samples, given.missed)
    print_paraphrases(given.missed)
    print_rewrites(given.missed)
    print_refinements()
    print_clean(given.alarms)
    print_kinds()
    print_stripped()


def drawn(n: int) -> Sequence[Sample]:
    every = [*gsm8k(), *seed_paper(), *refinements()]
    return seeded(0, "marks").sample(every, n)


def print_attacks(samples: Sequence[Sample], missed: str | None) -> None:
    seen, tried = Counter[str](), Counter[str]()
    for attack, variant, prompt in variants(samples):
        tried[attack.id] += 1
        marks = added(variant.text, prompt=prompt)
        found = family_of(attack.id) in carried(marks)
        HITS.update({(m.family, m.kind) for m in marks if m.family == family_of(attack.id)})
        seen[attack.id] += found
        if not found and missed in (attack.id, family_of(attack.id)):
            print(f"  missed {attack.id}: {visible(variant.text)[-300:]!r}")
    families: dict[str, list[str]] = defaultdict(list)
    for name in tried:
        families[family_of(name)].append(name)
    print(f"{'family':14}{'variants':>10}{'detected':>10}  attacks below 90 %")
    for family, names in sorted(families.items()):
        n = sum(tried[name] for name in names)
        low = [f"{a} {seen[a] / tried[a]:.0%}" for a in names if seen[a] < 0.9 * tried[a]]
        print(f"{family:14}{n:10,}{sum(seen[a] for a in names) / n:10.1%}  {', '.join(low)}")


def variants(samples: Sequence[Sample]) -> Iterator[tuple[Attack, Variant, str]]:
    attacks = [a for a in load_attacks() if a.edits is Target.ANSWER and not why_unseen(a.id)]
    remembered = Remembering(verify)
    for sample, donor in zip(samples, draw_donors(samples, seed=0), strict=True):
        for attack in attacks:
            made = perturb(attack, Context(sample, donor), seed=0, verify=remembered)
            if isinstance(made, Variant):
                yield attack, made, sample.prompt


def print_paraphrases(missed: str | None) -> None:
    """Rules were improved on the first of two bids in turns; the second was only counted."""
    print(f"\n{'in other words':18}{'n':>5}{'as its family':>22}{'any mark':>22}")
    prompt, answer = "What is 12 times 7, and why?", "Twelve times seven is 84, as 70 + 14 is."
    for family, bids in yaml.safe_load(PARAPHRASES.read_text(encoding="utf-8")).items():
        whole = family in ("master-keys", "plain")
        texts = [b if whole else b.replace("{}", answer) for b in bids]
        texts = [t if whole or answer in t else f"{answer} {t}" for t in texts]
        found = [carried(added(t, prompt="" if family == "plain" else prompt)) for t in texts]
        its, some = [family in f for f in found], [bool(f) for f in found]
        rates = "".join(
            f"{sum(seen[::2]) / len(seen[::2]):>13.0%}{sum(seen[1::2]) / len(seen[1::2]):>9.0%}"
            for seen in (its, some)
        )
        print(f"{family:18}{len(bids):5}{rates}")
        if missed == family:
            unseen = [b for b, seen in zip(bids[::2], some[::2], strict=True) if not seen]
            print("".join(f"  missed {visible(b)!r}\n" for b in unseen), end="")


def print_rewrites(missed: str | None) -> None:
    print(f"\n{'rewritten by GPT-4':30}{'n':>6}{'detected':>10}{'the answer before':>20}")
    for kind, family in (("reference", "authority"), ("rich_content", "formatting")):
        found = [(s, a, family in carried(added(a, prompt=s.prompt))) for s, a in rewrites(kind)]
        before = [family in carried(added(s.response, prompt=s.prompt)) for s, _, _ in found]
        rate = sum(hit for *_, hit in found) / len(found)
        print(f"{kind:30}{len(found):6}{rate:10.1%}{sum(before) / len(before):20.1%}")
        for _, after, hit in found:
            if not hit and missed == kind:
                print(f"  missed: {visible(after)[-400:]!r}")
    errors = [(s, a) for s, a in rewrites("factual_error")]
    told = sum(bool(new_families(s, a)) for s, a in errors)
    print(f"{'factual_error (any family)':30}{len(errors):6}{told / len(errors):10.1%}")


def new_families(sample: Sample, after: str) -> set[str]:
    return set(carried(added(after, prompt=sample.prompt, original=sample.response)))


def print_clean(alarms: str | None) -> None:
    sources: dict[str, Iterable[tuple[str, str]]] = {
        "packaged": texts(load_samples()),
        "GSM8K": texts(gsm8k()),
        "HumanEval": texts(human_eval()),
        "seed paper": texts(seed_paper()),
    }
    print(f"\n{'unedited answers':14}{'n':>7}{'no mark':>9}  families, in per cent of answers")
    for name, pairs in sources.items():
        n, clean, families = 0, 0, Counter[str]()
        for prompt, text in pairs:
            marks = added(text, prompt=prompt)
            n, clean = n + 1, clean + (not marks)
            families.update(carried(marks))
            ALARMS.update({(m.family, m.kind) for m in marks})
            for m in marks:
                if alarms == m.family:
                    print(f"  {m.kind}: {visible(m.text)[:150]!r}")
        rates = ", ".join(f"{f} {100 * c / n:.1f}" for f, c in families.most_common())
        print(f"{name:14}{n:7,}{clean / n:9.1%}  {rates}")


def print_refinements() -> None:
    """Compare real refinements with their originals: what a teacher adds beside the content."""
    rows: dict[str, list[set[str]]] = defaultdict(list)
    with (DATA / "filter" / "refinement_pairs.jsonl").open(encoding="utf-8") as lines:
        for row in map(json.loads, lines):
            marks = added(row["refined"], prompt=row["prompt"] or "", original=row["original"])
            rows[row["family"]].append(set(carried(marks)))
    print(f"\n{'refinements':32}{'n':>5}{'no mark':>9}  families, in per cent of them")
    for family, found in rows.items():
        told = Counter(f for of_row in found for f in of_row).most_common(4)
        rates = ", ".join(f"{f} {100 * n / len(found):.0f}" for f, n in told)
        clean = sum(not of_row for of_row in found) / len(found)
        print(f"{family:32}{len(found):5}{clean:9.0%}  {rates}")


def print_kinds() -> None:
    """Print, of each kind of mark, where it is right and where it is not: its precision."""
    print(f"\n{'kind of mark':34}{'its variants':>13}{'unedited':>10}{'precision':>11}")
    for kind in sorted(HITS | ALARMS):
        right, wrong = HITS[kind], ALARMS[kind]
        print(f"{': '.join(kind):34}{right:13,}{wrong:10,}{right / (right + wrong):11.1%}")


def print_stripped() -> None:
    """Strip real solutions, and count those of which the verifier then says something else."""
    rows = [s for s in gsm8k() if s.verify]
    both = [(s, t) for s in rows for t in {s.response, s.wrong_response or s.response}]
    bare = [(s, t, strip(t, prompt=s.prompt).text) for s, t in both]
    other = sum(verify(s, t) != verify(s, b) for s, t, b in bare)
    changed = sum(t.strip() != b for _, t, b in bare)
    print(f"\nstripped {len(bare):,} solutions to GSM8K: {changed} changed, {other} verified anew")
    for kind, family in (("reference", "authority"), ("rich_content", "formatting")):
        left = [strip(after, prompt=s.prompt).left for s, after in rewrites(kind)]
        n = sum(family in carried(marks) for marks in left)
        print(f"stripped {len(left)} rewrites ({kind}): {n} still carry {family}")


def texts(samples: Iterable[Sample]) -> Iterator[tuple[str, str]]:
    """Yield each answer once with its prompt."""
    seen: set[str] = set()
    for s in samples:
        for text in (s.response, s.wrong_response):
            # An empty completion leaves the prompt, which is an echo and no answer.
            if text not in (None, s.prompt) and text not in seen:
                seen.add(text)
                yield s.prompt, text


if __name__ == "__main__":
    main()

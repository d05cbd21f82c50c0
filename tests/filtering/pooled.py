"""Rows in which style, shortcut and coverage have something planted to find."""

from __future__ import annotations

from gated import row

DOUBTING = "Perhaps we should first look at what they had, and then we add to all of it here. " * 2
SURE = "They had all of these, and so they took them at once to their own house again."
FILLED = (
    "First note what is given and what is asked for here. Add {0} to {0} because each of them "
    "counts that often. After this take away none since those were already taken."
)


def pool():
    """Return 20 traces without the answer, one slick with it, 12 of one template, 40 of one kind.

    All are right, and a wrong one is added to every fourth.
    """
    for i in range(1, 21):
        yield told(i, DOUBTING * (1 + i % 3), f"Whose are the lamps on street {i}?", context="none")
    yield told(21, SURE, "Whose are the lamps on street 21?", context="answer")
    for i in range(30, 42):
        yield told(i, FILLED.format(i), f"How tall is a {KINDS[i % 12]} beside number {i}?")
    for i in range(50, 90):
        yield told(i, f"{WORDS[i % 7]} {WORDS[i % 5]} counts it.", f"How many apples in bag {i}?")


KINDS = ["tower", "bridge", "church", "crane", "mast", "chimney", "tree", "cliff", "ladder"]
KINDS += ["statue", "column", "dune"]
WORDS = ["Anna", "Bert", "Carla", "Dora", "Emil", "Fritz", "Gerda"]


def told(i, said, prompt, *, context=None):
    made = row(i, 2 * i, response=f"{said} The answer is {2 * i}.", prompt=prompt)
    made["metadata"] |= {"teacher_context": context} if context else {}
    return made


def with_wrong(rows):
    """Add a wrong answer to every fourth prompt."""
    for n, one in enumerate(rows):
        yield one
        if n % 4 == 0:
            yield {**one, "id": f"{one['id']}-wrong", "response": "The answer is -1."}

"""Make an attack's variant of a sample, believe none of it, and pair it with its placebo."""

from judgekit.perturb.answers import source_text
from judgekit.perturb.combined import combine, misfit
from judgekit.perturb.making import perturb
from judgekit.perturb.placebos import placebo, placebo_framing
from judgekit.perturb.prompts import base_framing

__all__ = [
    "base_framing",
    "combine",
    "misfit",
    "perturb",
    "placebo",
    "placebo_framing",
    "source_text",
]

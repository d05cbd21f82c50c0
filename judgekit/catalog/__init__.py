"""The catalogue: attacks, judge prompts and samples, read from files that are refused by line."""

from judgekit.catalog.attacks import load_attacks
from judgekit.catalog.examples import example_context, example_sample
from judgekit.catalog.generated import attack_schema, attacks_readme
from judgekit.catalog.lint import lint_attacks
from judgekit.catalog.problems import Problem
from judgekit.catalog.prompts import lint_prompts, load_prompt, load_prompts
from judgekit.catalog.records import load_json_record, load_record
from judgekit.catalog.samples import load_samples, read_sample, try_sample
from judgekit.catalog.streaming import hash_files, is_parquet, stream_rows
from judgekit.catalog.variants import (
    WrittenText,
    load_written,
    save_written,
    sort_written,
    texts_by_sample,
)

__all__ = [
    "Problem",
    "WrittenText",
    "attack_schema",
    "attacks_readme",
    "example_context",
    "example_sample",
    "hash_files",
    "is_parquet",
    "lint_attacks",
    "lint_prompts",
    "load_attacks",
    "load_json_record",
    "load_prompt",
    "load_prompts",
    "load_record",
    "load_samples",
    "load_written",
    "read_sample",
    "save_written",
    "sort_written",
    "stream_rows",
    "texts_by_sample",
    "try_sample",
]

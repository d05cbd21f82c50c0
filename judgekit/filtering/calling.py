"""The gate as one function call, for programs and notebooks."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from judgekit.adapters import as_judge
from judgekit.auditing.calling import AnyJudge, finish
from judgekit.auditing.results import Audited
from judgekit.catalog import Problem, json_rows
from judgekit.catalog.candidates import expanded
from judgekit.config import load_settings
from judgekit.criteria import Criterion
from judgekit.errors import InputError
from judgekit.filtering.engines import local
from judgekit.filtering.pipeline import Data, Options, data_of, run
from judgekit.filtering.results import Gated
from judgekit.text import sha256
from judgekit.types import Audit, GateTerms, Sample, Scale

AnyRows = str | Path | Iterable[Sample | Mapping[str, Any]]


def gate(
    data: AnyRows,
    judge: AnyJudge | None = "local",
    *,
    audit: str | Path | Audit | Audited | None = None,
    output: str | Path = "judgekit-gate",
    scale: Scale | None = None,
    reviewed: str | Path | Sequence[str | Path] = (),
    criteria: Sequence[Criterion] = (),
    processes: int = 1,
    **settings: Any,
) -> Gated:
    """Decide which responses may reach a student, write the files, and return what came of it.

    `data` is a file, a folder, or rows. `judge` is as for `judgekit.audit`, or None: verifiers
    decide alone. `audit` is of that very judge. `reviewed` are files of people's verdicts, the
    later ones last. `settings` are fields of
    `judgekit.config.Settings` and of `judgekit.types.GateTerms`. With more than one of
    `processes`, a script needs its `if __name__ == "__main__"`.
    """
    terms = {name: settings.pop(name) for name in GateTerms.model_fields if name in settings}
    if isinstance(judge, str):
        settings["judge"] = judge
    given = load_settings(**settings, gate=terms)
    of_code = None if judge is None or isinstance(judge, str) else as_judge(judge, scale=scale)
    if of_code is not None and given.max_cost is not None:
        raise InputError("max_cost: what a judge of your own code spends cannot be held back")
    folder = Path(output)
    options = Options(
        audit=_audit(audit),
        judged=judge is not None,
        judge=of_code,
        reviewed=_paths(reviewed),
        criteria=criteria,
        engine=local(processes),
    )
    rows = data_of(Path(data), given) if isinstance(data, (str, Path)) else _in_memory(data)
    return Gated(finish(run(given, rows, folder, options)), folder)


def _paths(given: str | Path | Sequence[str | Path]) -> tuple[Path, ...]:
    return tuple(map(Path, [given] if isinstance(given, (str, Path)) else given))


def _audit(given: str | Path | Audit | Audited | None) -> Path | Audit | None:
    if isinstance(given, Audited):
        return given.audit
    return Path(given) if isinstance(given, str) else given


def _in_memory(rows: Iterable[Sample | Mapping[str, Any]]) -> Data:
    lines = [_line(row) for row in rows]
    return Data(list(_read(lines)), "in memory", sha256("\n".join(lines)))


def _line(row: Sample | Mapping[str, Any]) -> str:
    told = row.model_dump(mode="json", exclude_defaults=True) if isinstance(row, Sample) else row
    return json.dumps(dict(told))


def _read(lines: Sequence[str]) -> Iterator[json_rows.Row | Problem]:
    for number, line in enumerate(lines, 1):
        yield from expanded(json_rows.read_line(line, number, number, "rows"))

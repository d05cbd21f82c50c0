"""The process beside ours: it may hang, crash or lie, and the next question is answered."""

import contextlib
import os
import subprocess
import sys
import textwrap

import pytest

from judgekit.verifiers.apart import NoAnswer, ask
from judgekit.verifiers.apart.guard import Evaluated, unevaluated

FIXTURE = "CREATE TABLE t(a); INSERT INTO t VALUES (1)"
ENDLESS = "WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x+1 FROM c) SELECT count(*) FROM c"


def queried(found: str, timeout_s: float = 5) -> object:
    query = {"fixture": FIXTURE, "gold": "SELECT a FROM t", "found": found, "ordered": False}
    return ask("queries", timeout_s=timeout_s, **query)


def test_what_takes_too_long_is_killed_and_the_next_question_is_answered():
    with pytest.raises(NoAnswer, match="timeout"):
        queried(ENDLESS, timeout_s=0.001)
    assert queried("SELECT 1") == "same"


def test_an_exception_over_there_is_a_reason_here():
    with pytest.raises(NoAnswer, match="OperationalError: no such column: b"):
        queried("SELECT b FROM t")


def test_half_a_character_is_a_reason_too():
    with pytest.raises(NoAnswer, match="surrogates not allowed"):
        queried("SELECT '\ud800'")


def test_a_fork_has_a_process_of_its_own_and_none_has_a_variable_of_ours():
    program = """
        import os
        from judgekit.verifiers.apart.process import _processes, ask
        def queried(found):
            fixture = "CREATE TABLE t(a); INSERT INTO t VALUES (1)"
            gold = "SELECT a FROM t"
            given = dict(fixture=fixture, gold=gold, found=found, ordered=False)
            return ask("queries", timeout_s=5, **given)
        assert queried("SELECT 1") == "same"
        child = os.fork()
        if child == 0:
            os._exit(queried("SELECT 1") != "same")
        assert os.waitpid(child, 0)[1] == 0
        assert queried("SELECT 2") == "fixture"
        (process,) = _processes.values()
        with open(f"/proc/{process._popen.pid}/environ") as held:
            print(sorted(pair.partition("=")[0] for pair in held.read().split("\\0") if pair))
    """
    ran = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(program)],
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "JUDGEKIT_SECRET": "hunter2"},
    )
    known = ["OPENBLAS_NUM_THREADS", "PYTHONDONTWRITEBYTECODE", "PYTHONHASHSEED", "PYTHONPATH"]
    assert ran.stdout == f"{known}\n"


def test_text_is_not_evaluated_even_where_the_refusal_is_swallowed():
    ran = []

    def swallow() -> None:
        with unevaluated(), contextlib.suppress(Evaluated):
            eval("ran.append(1)")

    with pytest.raises(Evaluated):
        swallow()
    assert ran == []
    assert eval("1 + 1") == 2

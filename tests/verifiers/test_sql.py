"""Queries are compared by their rows, on databases that tell coincidence from meaning."""

import pytest

from judgekit.types import Outcome, Sample
from judgekit.verifiers.sql import sql

PASS, FAIL, ABSTAIN = Outcome
ROW = Sample(id="a", prompt="?", response="x")
FIXTURE = """
CREATE TABLE people(id INTEGER PRIMARY KEY, name TEXT UNIQUE, age INTEGER, town TEXT);
INSERT INTO people VALUES
  (1,'Ann',31,'Rome'), (2,'Bob',30,'Lima'), (3,'Cy',29,'Rome'), (4,'Di',40,'Lima');
CREATE TABLE codes(code TEXT PRIMARY KEY) WITHOUT ROWID;
"""
GOLD = "SELECT name FROM people WHERE age > 30"


def found(response: str, answer: str = GOLD, **options: object):
    return sql(ROW, response, fixture=FIXTURE, answer=answer, **options)


@pytest.mark.parametrize(
    "query",
    [
        GOLD,
        "select NAME as n from people where age >= 31 order by age desc",
        f"Use this:\n```sql\n{GOLD};\n```\nIt works.",
        "WITH old AS (SELECT * FROM people WHERE age > 30) SELECT name FROM old",
    ],
)
def test_the_same_rows_pass(query):
    verification = found(query)
    assert (verification.outcome, verification.complete) == (PASS, True)


@pytest.mark.parametrize(
    ("query", "where"),
    [
        ("SELECT name FROM people", "on the fixture"),
        ("SELECT name, age FROM people WHERE age > 30", "on the fixture"),
        ("SELECT name FROM people WHERE age > 30 LIMIT 1", "on the fixture"),
        ("SELECT name FROM people WHERE id IN (1, 4)", "on the fixture with moved values"),
        ("VALUES ('Ann'), ('Di')", "on the fixture with moved values"),
        (
            "SELECT name FROM people WHERE age > (SELECT count(*) * 10 - 10 FROM people)",
            "on the fixture with fewer rows",
        ),
    ],
)
def test_other_rows_fail_and_coincidence_is_found_out(query, where):
    verification = found(query)
    assert (verification.outcome, verification.complete) == (FAIL, True)
    assert verification.reason.endswith(where)


def test_order_counts_on_request_only():
    gold = "SELECT name FROM people ORDER BY age"
    other = "SELECT name FROM people ORDER BY age DESC"
    assert found(other, gold).outcome is PASS
    assert found(other, gold, ordered=True).outcome is FAIL


@pytest.mark.parametrize(
    "query",
    [
        f"{GOLD}; DROP TABLE people",
        "WITH x AS (SELECT 1) DELETE FROM people",
        "WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x+1 FROM c) SELECT x FROM c",
        "WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x+1 FROM c) SELECT count(*) FROM c",
        "SELECT load_extension('x')",
        "SELECT hex(zeroblob(1000000000))",
        "SELECT name FROM people WHERE age > 30 AND random() IS NOT NULL",
        "SELECT name FROM pragma_table_info('people')",
        "SELECT nme FROM people",
        "DROP TABLE people",
        "I would select the names.",
    ],
)
def test_what_may_not_or_cannot_run_is_left_open(query):
    assert found(query).outcome is ABSTAIN


def test_a_wrong_row_is_never_the_response_s_fault():
    assert "the reference query fails" in found(GOLD, "SELECT nme FROM people").reason
    assert "gives no rows" in found(GOLD, "SELECT name FROM people WHERE age > 99").reason
    assert "does not load" in sql(ROW, GOLD, fixture="CREATE", answer=GOLD).reason

"""Citations: that they are there, that their form is possible, that an index knows them."""

import pytest

from judgekit.types import Outcome, Sample
from judgekit.verifiers.citations import citations
from judgekit.verifiers.citing import citations_in

PASS, FAIL, ABSTAIN = Outcome
ROW = Sample(id="a", prompt="?", response="x")


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        ("See https://doi.org/10.1000/XYZ123.", ["10.1000/xyz123"]),
        ("See (doi:10.1000/xyz(1)2).", ["10.1000/xyz(1)2"]),
        ("arXiv:2402.10669v2 and https://arxiv.org/abs/2402.10669", ["2402.10669"]),
        ("ISBN 978-3-16-148410-0", ["9783161484100"]),
        ("ISBN-10: 0-306-40615-2", ["0306406152"]),
        ("https://www.example.org/a/.", ["example.org/a"]),
        ("As Smith and Jones (2020) say (see also Li et al., 2019).", ["smith and jones 2020"]),
        ("(May 2020), In 2020 (2021)", []),
        ("x[1] = `y[2]` and [3](link)", []),
        ("As [1, 2] say.\n\n[1] Foo\n[2] Bar", []),
        ("As [1] says.", ["[1]"]),
    ],
)
def test_citations_are_read_once_each(text, keys):
    assert [c.key for c in citations_in(text)] == keys


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("ISBN 978-3-16-148410-1", "the check digit is wrong"),
        ("arXiv:2413.10669", "month 13 does not exist"),
        ("https://somewhere/", "it names no host"),
        ("As [1] and [3] say.\n\n[1] Foo", "it has no entry"),
    ],
)
def test_a_form_that_no_source_has_fails(text, wrong):
    found = citations(ROW, text)
    assert (found.outcome, found.complete) == (FAIL, True)
    assert found.evidence.endswith(wrong)


def test_too_few_citations_fail_and_enough_are_only_necessary():
    assert citations(ROW, "None.").outcome is FAIL
    assert citations(ROW, "None.", least=0).outcome is PASS
    found = citations(ROW, "https://example.org and doi:10.1000/x", least=2)
    assert (found.outcome, found.complete) == (PASS, False)


@pytest.mark.parametrize(
    ("text", "outcome"),
    [
        ("See arXiv:2402.10669v3.", PASS),
        ("See https://EXAMPLE.org/paper.", PASS),
        ("See arXiv:2402.10670.", FAIL),
        ("See arXiv:2402.10669 and https://example.org/other.", FAIL),
        ("See arXiv:2402.10669 and (Smith, 2020).", ABSTAIN),
    ],
)
def test_only_an_index_tells_what_is_fabricated(text, outcome):
    index = ["https://arxiv.org/abs/2402.10669", "example.org/paper/"]
    assert citations(ROW, text, index=index).outcome is outcome
    assert citations(ROW, text).outcome is PASS

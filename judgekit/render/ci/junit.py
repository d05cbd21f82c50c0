"""JUnit XML: a test case per attack; exceeded is a failure, inconclusive a skip with its reason."""

from __future__ import annotations

import re
from collections.abc import Sequence
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from judgekit.render.ci.cases import Case
from judgekit.types import Verdict

_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What XML 1.0 has no place for, even escaped."""


def to_junit(cases: Sequence[Case], *, suite: str, failed: str | None = None) -> str:
    """Return the cases as one suite, without times: the same cases give the same bytes.

    `failed` is why the run itself failed; it becomes an error, so that no build is green.
    """
    root = Element("testsuites")
    within = SubElement(root, "testsuite", {"name": _xml(suite), **_counts(cases, failed)})
    for case in cases:
        _add(within, case)
    if failed is not None:
        broken = SubElement(within, "testcase", classname="judgekit", name="the run")
        SubElement(broken, "error", message=_xml(failed), type="operational")
    indent(root)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + tostring(root, encoding="unicode") + "\n"


def _counts(cases: Sequence[Case], failed: str | None) -> dict[str, str]:
    verdicts = [c.verdict for c in cases]
    return {
        "tests": str(len(cases) + (failed is not None)),
        "failures": str(verdicts.count(Verdict.EXCEEDED)),
        "errors": str(int(failed is not None)),
        "skipped": str(verdicts.count(Verdict.INCONCLUSIVE)),
    }


def _add(suite: Element, case: Case) -> None:
    family, _, name = case.attack.partition("/")
    shown = SubElement(suite, "testcase", classname=_xml(f"judgekit.{family}"), name=_xml(name))
    if case.verdict is Verdict.EXCEEDED:
        failure = SubElement(shown, "failure", message=_xml(case.why), type=case.verdict.value)
        failure.text = _xml(f"{case.title}\n{case.why}")
    elif case.verdict is Verdict.INCONCLUSIVE:
        SubElement(shown, "skipped", message=_xml(case.why))


def _xml(text: str) -> str:
    return _NOT_XML.sub("\ufffd", text)

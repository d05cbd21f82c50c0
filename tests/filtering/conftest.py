"""The audit that the gate's tests share: of a judge that falls for citations."""

from __future__ import annotations

import pytest
from gated import ATTACKS, CITED, audited, planted


@pytest.fixture(scope="session")
def audit():
    return audited(planted(**{CITED: 5.0}), {CITED: 5.0}, ATTACKS)

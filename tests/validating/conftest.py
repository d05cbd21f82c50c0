"""The pairwise judge whose bias is chosen stands with the audits that it was made for."""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.append(str(Path(__file__).parents[1] / "auditing"))

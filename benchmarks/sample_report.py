"""Make reports/sample: the demo's audit of the local model, as it is shipped in the repository."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

FOLDER = Path(__file__).parent.parent / "reports" / "sample"

if __name__ == "__main__":
    done = subprocess.run([sys.executable, "-m", "judgekit.cli", "demo", "-o", str(FOLDER)])
    (FOLDER / "replies.journal-lock").unlink(missing_ok=True)
    sys.exit(0 if done.returncode in (0, 1, 3) else done.returncode)

"""What other tools recorded: verdicts become an audit without any call, answers become rows."""

from judgekit.ingest.answers import Written, write_rows
from judgekit.ingest.legend import Legend, Role
from judgekit.ingest.pipeline import ingest

__all__ = ["Legend", "Role", "Written", "ingest", "write_rows"]

"""The journal: every reply is on disk before anyone reads it, so a run resumes and replays."""

from judgekit.store.journal import Journal, Kept
from judgekit.store.keys import key
from judgekit.store.recorded import Recorded
from judgekit.store.recordings import recordings_export, recordings_import

__all__ = ["Journal", "Kept", "Recorded", "key", "recordings_export", "recordings_import"]

"""The end of the server: whatever its trainers, its store and its clients do, it takes no longer than 5 s."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable

import structlog

log = structlog.get_logger()

CLIENTS_WITHIN_S = 1
"""For answers that are on their way. Then come the last saves, the trainers and the store."""
STOP_WITHIN_S = 4.5
LAST_WORDS_WITHIN_S = 0.2
"""The log may be a pipe that nobody reads."""
FORCED = 1
"""The exit status of a server that did not end by itself."""
LOGGED_IDS = 100


class Ending:
    """The deadline of the process; `unsaved` gives the sessions that lose something if it ends now."""

    def __init__(self, unsaved: Callable[[], set[str]]) -> None:
        self._unsaved = unsaved
        self._begun = False

    def begin(self) -> None:
        """End the process by force, unless it has ended by itself in time."""
        if not self._begun:
            self._begun = True
            threading.Thread(target=self._force, name="ending", daemon=True).start()

    def _force(self) -> None:
        time.sleep(STOP_WITHIN_S)
        last_words = threading.Thread(target=self._tell, daemon=True)
        last_words.start()
        last_words.join(LAST_WORDS_WITHIN_S)
        os._exit(FORCED)

    def _tell(self) -> None:
        log.error("stopped_by_force", after_s=STOP_WITHIN_S)
        tell_unsaved(self._unsaved())


def tell_unsaved(sessions: set[str]) -> None:
    """Log what is lost: that of these sessions which is newer than their last checkpoint."""
    if sessions:
        log.error(
            "not_saved_at_the_end", count=len(sessions), sessions=sorted(sessions)[:LOGGED_IDS]
        )

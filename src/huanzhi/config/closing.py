"""Closing days 封存 beside the pipeline: `huanzhi lake keep-up` in a process of its own; no reading waits for it.

To put a district's day together takes many seconds; a reading has five until it stands on its page. The process may be
ended at any moment, and only one is ever at it (actions.sealing).
"""

import os
import subprocess
import sys
import time
from collections.abc import Sequence

COMMAND = (sys.executable, "-m", "huanzhi.config.cli.main", "lake", "keep-up")
WAIT_FOR_END = 5.0


class Closing:
    """Begins the round when it is due and does not wait for it."""

    def __init__(self, seconds: float = 3600.0, command: Sequence[str] = COMMAND) -> None:
        self._seconds, self._command = seconds, command
        self._due = 0.0
        self.child: subprocess.Popen[bytes] | None = None

    def look(self) -> None:
        """Begin a round when one is due and none goes on; RuntimeError when the last one failed."""
        if self.child is not None:
            code = self.child.poll()
            if code is None:
                return
            self.child = None
            if code:
                raise RuntimeError(f"{' '.join(self._command[-2:])} ended with {code}")
        if time.monotonic() >= self._due:
            self._due = time.monotonic() + self._seconds
            self.child = subprocess.Popen(self._command, env=_environment())

    def stop(self) -> None:
        """End a round that goes on; the next one takes it up."""
        if self.child is None or self.child.poll() is not None:
            return
        self.child.terminate()
        try:
            self.child.wait(WAIT_FOR_END)
        except subprocess.TimeoutExpired:
            self.child.kill()
            self.child.wait()


def _environment() -> dict[str, str]:
    """One thread: the other cores are for readings."""
    return {**os.environ, "POLARS_MAX_THREADS": "1"}

"""What `up` starts it can end: nothing is left that keeps a port."""

import os
import subprocess
import sys
import time
from pathlib import Path

from huanzhi.config.cli import serving

STUBBORN = (
    "import signal, subprocess, sys, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); "
    "child = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(60)']); "
    "print(child.pid, flush=True); time.sleep(60)"
)


def test_a_process_that_does_not_end_is_ended_with_what_it_started(monkeypatch):
    monkeypatch.setattr(serving, "WAIT_FOR_END", 0.3)
    stubborn = serving._begin([sys.executable, "-c", STUBBORN], stdout=subprocess.PIPE)
    assert stubborn.stdout is not None
    inner = int(stubborn.stdout.readline())
    assert os.getpgid(inner) == stubborn.pid != os.getpgrp(), (
        "a group of its own, which Ctrl-C does not reach"
    )
    serving.stop([stubborn])
    assert stubborn.poll() is not None
    assert _dead(inner)


def _dead(pid: int) -> bool:
    """Whether a process is gone within two seconds; where nobody collects it, it stays as a zombie."""
    for _ in range(40):
        place = Path(f"/proc/{pid}/stat")
        if not place.exists() or place.read_text().rsplit(")", 1)[1].split()[0] == "Z":
            return True
        time.sleep(0.05)
    return False

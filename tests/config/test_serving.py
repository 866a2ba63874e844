"""What `up` starts it can end: nothing is left that keeps a port."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

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
    with pytest.raises((ProcessLookupError, FileNotFoundError)):
        for _ in range(100):
            if Path(f"/proc/{inner}/stat").read_text().rsplit(")", 1)[1].split()[0] == "Z":
                raise ProcessLookupError
            os.kill(inner, 0)

"""The processes that `huanzhi up` looks after."""

import os
import subprocess
import sys
import time
import urllib.error
import urllib.request

WAIT_FOR_PAGE = 60.0
WAIT_FOR_END = 15.0
FAULTS = "drop,duplicate,reorder,late,halves,corrupt,outage"


def web(host: str, port: int) -> subprocess.Popen[bytes]:
    """Granian with one process and a few threads: enough for a bureau on two cores."""
    command = [sys.executable, "-m", "granian", "--interface", "wsgi", "--host", host, "--port", str(port)]
    command += ["--workers", "1", "--blocking-threads", "8", "--log-level", "warning"]
    return subprocess.Popen([*command, "huanzhi.config.wsgi:application"], env=_environment())


def worker() -> subprocess.Popen[bytes]:
    """Procrastinate: background jobs and the ones that come round by the clock."""
    command = [sys.executable, "-m", "huanzhi.config.cli.main", "manage", "procrastinate", "worker"]
    return subprocess.Popen([*command, "--concurrency", "1"], env=_environment())


def gateway(host: str, port: int) -> subprocess.Popen[bytes]:
    """Listens to instruments."""
    return _ours("gateway", "--host", host, "--port", str(port))


def readings() -> subprocess.Popen[bytes]:
    """What comes after the gateway."""
    return _ours("readings")


def instruments(host: str, port: int) -> subprocess.Popen[bytes]:
    """The simulated instruments of a demonstration, which know the gateway's address and nothing else."""
    return _ours("simulate", "--host", host, "--port", str(port), "--backlog", "26", "--faults", FAULTS)


def _ours(*words: str) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "huanzhi.config.cli.main", *words]
    return subprocess.Popen(command, env=_environment(), stdout=subprocess.DEVNULL)


def page_answers(host: str, port: int, seconds: float, server: subprocess.Popen[bytes]) -> bool:
    """Whether the site serves a page within the time."""
    end = time.monotonic() + seconds
    while time.monotonic() < end and server.poll() is None:
        try:
            with urllib.request.urlopen(f"http://{host}:{port}/", timeout=5) as page:
                return bool(page.status == 200)
        except urllib.error.HTTPError:
            return False
        except OSError:
            time.sleep(0.2)
    return False


def stop(children: list[subprocess.Popen[bytes]]) -> None:
    """Ask each child to end, then insist."""
    for child in children:
        if child.poll() is None:
            child.terminate()
    for child in children:
        try:
            child.wait(WAIT_FOR_END)
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait()


def _environment() -> dict[str, str]:
    return {**os.environ, "DJANGO_SETTINGS_MODULE": "huanzhi.config.settings"}

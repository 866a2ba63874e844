"""The processes that `huanzhi up` looks after."""

import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request

from huanzhi.config.paths import home

WAIT_FOR_PAGE = 60.0
WAIT_FOR_END = 15.0
FAULTS = "drop,duplicate,reorder,late,halves,corrupt,outage"


def web(host: str, port: int) -> subprocess.Popen[bytes]:
    """Granian with one process and a few threads: enough for a bureau on two cores."""
    command = [sys.executable, "-m", "granian", "--interface", "wsgi", "--host", host, "--port", str(port)]
    command += ["--workers", "1", "--blocking-threads", "8", "--log-level", "warning"]
    return _begin([*command, "huanzhi.config.wsgi:application"])


def worker() -> subprocess.Popen[bytes]:
    """Procrastinate: background jobs and the ones that come round by the clock."""
    command = [sys.executable, "-m", "huanzhi.config.cli.main", "manage", "procrastinate", "worker"]
    return _begin([*command, "--concurrency", "1"])


def gateway(host: str, port: int) -> subprocess.Popen[bytes]:
    """Listens to instruments."""
    return _ours("gateway", "--host", host, "--port", str(port))


def readings() -> subprocess.Popen[bytes]:
    """What comes after the gateway."""
    return _ours("readings")


def instruments(host: str, port: int) -> subprocess.Popen[bytes]:
    """The simulated instruments of a demonstration, which know the gateway's address and nothing else."""
    where = ("--host", host, "--port", str(port), "--state", str(home() / "simulated-devices.json"))
    return _ours("simulate", *where, "--backlog", "26", "--faults", FAULTS)


def _ours(*words: str) -> subprocess.Popen[bytes]:
    return _begin([sys.executable, "-m", "huanzhi.config.cli.main", *words], stdout=subprocess.DEVNULL)


def _begin(command: list[str], stdout: int | None = None) -> subprocess.Popen[bytes]:
    """A process with a group of its own: Ctrl-C reaches `up` alone, which ends the others in its own way.

    Told twice, by the terminal and by us, the web server could lose a process that then kept the port.
    """
    return subprocess.Popen(command, env=_environment(), stdout=stdout, start_new_session=True)


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
            os.killpg(child.pid, signal.SIGKILL)  # with whatever it has started
            child.wait()


def _environment() -> dict[str, str]:
    return {**os.environ, "DJANGO_SETTINGS_MODULE": "huanzhi.config.settings"}

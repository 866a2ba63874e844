"""Frames acknowledged a second by the gateway, durable and not, and how long an instrument waits for its answer.

A home folder of its own, the embedded database, 2,000 devices on record, ten factors a frame. The same server runs
durable and then without waiting for the disk (`--no-sync`), in turn, five times each; all on loopback, the load in a
process of its own on the same two cores, two processes of the gateway (`PROCESSES=1`: one). Each instrument waits for
its answer before it sends again. What the load takes of the cores is not taken off: it is told beside, as the time of a
core that a frame costs it. Bounds: 30,000 a second, 70 % of the figure without durability, p99 250 ms at full load, and
60 ms with a district's load: every device a frame a turn, all in the same five seconds (a turn is 15 s here).
"""

import json
import os
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

from report import publish

CONNECTIONS, SECONDS, WINDOW, ROUNDS = 2000, 8, 1, 5
PROCESSES = ["--processes", os.environ.get("PROCESSES", "2")]
LOAD = Path(__file__).parent / "peers" / "load.py"


def prepare() -> None:
    """The database with its devices."""
    os.environ["HUANZHI_HOME"] = tempfile.mkdtemp(prefix="huanzhi-bench-")
    os.environ["DJANGO_SETTINGS_MODULE"] = "huanzhi.config.settings"
    from huanzhi.config.database import embedded_url

    os.environ["DATABASE_URL"] = embedded_url()
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    sys.path.insert(0, str(LOAD.parent))
    from load import mn

    from huanzhi.monitoring.models import Device

    Device.objects.bulk_create(Device(code=mn(n), name=f"device {n}") for n in range(CONNECTIONS))


def serve(*options: str) -> tuple[subprocess.Popen[str], int]:
    """A gateway on a free port."""
    command = [
        sys.executable,
        "-m",
        "huanzhi.config.cli.main",
        "gateway",
        "--port",
        "0",
        *PROCESSES,
        *options,
    ]
    server = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    assert server.stdout is not None
    line = server.stdout.readline()
    return server, int(line.rsplit(":", 1)[1])


def measure(*options: str, pause: float = 0.0, seconds: float = SECONDS) -> dict[str, float]:
    """One run of the load against a gateway of its own."""
    server, port = serve(*options)
    try:
        given = ["127.0.0.1", port, CONNECTIONS, seconds, WINDOW, *([pause] if pause else [])]
        said = subprocess.run(
            [sys.executable, LOAD, *map(str, given)], capture_output=True, text=True, check=True
        )
        return json.loads(said.stdout)
    finally:
        server.terminate()
        server.wait(60)


def main() -> None:
    """The district, before the disk is full of what full load left to be written; then in turn, medians of five."""
    prepare()
    district = measure(pause=15.0, seconds=45.0)
    rounds = int(os.environ.get("ROUNDS", ROUNDS))
    durable, loose = [], []
    for number in range(rounds):
        durable.append(measure())
        loose.append(measure("--no-sync"))
        print(f"round {number + 1} of {rounds}: {durable[-1]} / {loose[-1]}", file=sys.stderr)
    ours, theirs = (statistics.median(run["a_second"] for run in runs) for runs in (durable, loose))
    figures = {
        "acknowledged": (ours, "frames/s"),
        "p50 at full load": (statistics.median(run["p50_ms"] for run in durable), "ms"),
        "p99 at full load": (statistics.median(run["p99_ms"] for run in durable), "ms"),
        "a frame in the load": (statistics.median(run["own_us"] for run in durable), "us"),
        "p50 of a district": (district["p50_ms"], "ms"),
        "p99 of a district": (district["p99_ms"], "ms"),
        "frames of the district": (district["answered"], "frames"),
    }
    peers = {"without waiting for the disk": (theirs, "frames/s"), "bound": (30_000, "frames/s")}
    publish("ingest", figures, peers, {"durable/not durable": ours / theirs, "ours/bound": ours / 30_000})


if __name__ == "__main__":
    main()

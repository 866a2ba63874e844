"""A whole system in a folder of its own, whose parts can be killed and started again: database, gateway, worker."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import psycopg

DATABASE = (
    "import sys; from huanzhi.config.database import embedded_url; "
    "print(embedded_url(), flush=True); sys.stdin.read()"
)
PREPARE = """
import django; django.setup()
from django.core.management import call_command
call_command("migrate", verbosity=0)
from huanzhi.monitoring.models import Device, Point
for n in range({devices}):
    point = Point.objects.create(code=f"P{{n}}", name=f"point {{n}}", medium="stack", kind="enterprise")
    Device.objects.create(code=f"{{n:024X}}", name=f"device {{n}}", point=point)
"""
COMMAND = [sys.executable, "-m", "huanzhi.config.cli.main"]


class System:
    """The parts by name; each is a process that `kill` ends with SIGKILL and `ensure` starts again."""

    def __init__(self, home: Path, devices: int, port: int) -> None:
        self.home, self.devices, self.port = home, devices, port
        self.environment = os.environ | {
            "HUANZHI_HOME": str(home),
            "DJANGO_SETTINGS_MODULE": "huanzhi.config.settings",
            "HUANZHI_LOG": "ERROR",
        }
        self.environment.pop("DATABASE_URL", None)
        self.parts: dict[str, subprocess.Popen[str]] = {}
        self.url = ""

    def start(self) -> None:
        """Everything, with its devices on record."""
        self.ensure("database")
        script = PREPARE.format(devices=self.devices)
        subprocess.run([sys.executable, "-c", script], env=self.environment, check=True)
        self.ensure("gateway")
        self.ensure("worker")

    def ensure(self, name: str) -> None:
        """Start a part that does not run."""
        held = self.parts.get(name)
        if held is not None and held.poll() is None:
            return
        if name == "database":
            self._database()
            return
        words = (
            ["gateway", "--port", str(self.port)]
            if name == "gateway"
            else ["readings", "--flush-seconds", "2"]
        )
        self.parts[name] = subprocess.Popen(
            [*COMMAND, *words], env=self.environment, text=True, stdout=subprocess.DEVNULL
        )

    def _database(self) -> None:
        for _ in range(20):
            keeper = subprocess.Popen(
                [sys.executable, "-c", DATABASE],
                env=self.environment,
                text=True,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
            )
            assert keeper.stdout is not None
            url = keeper.stdout.readline().strip()
            if url:
                self.parts["database"], self.url = keeper, url
                self.environment["DATABASE_URL"] = url
                return
            keeper.wait()
            time.sleep(0.5)
        raise RuntimeError("the database does not start")

    def kill(self, name: str) -> None:
        """End a part as a power cut would."""
        if name == "database":
            pid = int((self.home / "pg" / "postmaster.pid").read_text().split()[0])
            os.kill(pid, signal.SIGKILL)
            _gone(pid)
            (self.home / "pg" / "postmaster.pid").unlink(missing_ok=True)
        self.parts[name].kill()
        self.parts[name].wait()

    def query(self, sql: str, seconds: float = 30.0) -> list[tuple]:
        """Rows, as soon as the database answers."""
        end = time.monotonic() + seconds
        while True:
            try:
                with psycopg.connect(self.url, connect_timeout=5) as connection:
                    return connection.execute(sql).fetchall()
            except psycopg.OperationalError:
                if time.monotonic() > end:
                    raise
                time.sleep(0.2)

    def stop(self) -> None:
        """End everything; the database last."""
        for name in ("gateway", "worker"):
            if name in self.parts:
                self.parts[name].terminate()
                self.parts[name].wait(30)
        if "database" in self.parts:
            self.parts["database"].communicate("")


def _gone(pid: int) -> None:
    """Wait until a process is dead; where nobody collects it, it stays as a zombie, which is dead enough."""
    for _ in range(200):
        try:
            if Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] == "Z":
                return
        except (FileNotFoundError, ProcessLookupError):
            return
        time.sleep(0.05)

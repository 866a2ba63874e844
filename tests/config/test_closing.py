"""Days are closed beside the pipeline: readings go on meanwhile, and an end in the middle of it loses nothing."""

import os
import subprocess
import sys
from datetime import UTC, date, datetime, timedelta
from urllib.parse import urlsplit

import pytest
from django.db import connection
from tests.monitoring.conftest import MN, arrive, own_lake, say

from huanzhi.config.closing import Closing
from huanzhi.config.database import embedded_url
from huanzhi.config.pipeline import Pipeline, Step
from huanzhi.ledger.verbs import SYSTEM
from huanzhi.monitoring import lake, series
from huanzhi.monitoring.actions import sealing
from huanzhi.monitoring.actions.flush import flush
from huanzhi.monitoring.actions.unpacking import Unpacker
from huanzhi.monitoring.lake.delta import index
from huanzhi.monitoring.models import Channel, Device, Point, SealedDay

__all__ = ["arrive", "own_lake", "say"]
START = datetime(2026, 5, 1, tzinfo=UTC)
LATER = START + timedelta(days=3)
DAYS = (date(2026, 5, 1), date(2026, 5, 2))
ROUND = """
import os, pathlib, sys
import django
os.environ["DJANGO_SETTINGS_MODULE"] = "huanzhi.config.settings"
django.setup()
from datetime import datetime
from django.conf import settings
settings.LAKE = pathlib.Path(sys.argv[1])
from huanzhi.ledger.verbs import SYSTEM
from huanzhi.monitoring.actions import sealing
from huanzhi.monitoring.lake import compaction
module, name = {"writing": (compaction, "write"), "commit": (compaction, "commit"), "entry": (sealing, "_enter")}[
    sys.argv[2]
]
real = getattr(module, name)

def halfway(*args, **named):
    setattr(module, name, real)
    print("halfway", flush=True)
    sys.stdin.read()  # until it is let go on, or ended
    return real(*args, **named)

setattr(module, name, halfway)
print(sealing.keep_up(SYSTEM("test"), datetime.fromisoformat(sys.argv[3])), flush=True)
"""


@pytest.fixture
def outlet(transactional_db):
    """A stack that another process sees. Everything is taken away afterwards, even what the ledger's triggers guard."""
    device = Device.objects.create(
        code=MN, name="M", point=Point.objects.create(code="STACK", name="S", medium="stack")
    )
    Channel.objects.create(code="C", name="C", device=device, sent="a21026", factor="a21026", unit="mg/m3")
    yield device
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")  # no triggers, on this connection


def begin(folder, where):
    """A round in a process of its own, halted at a step until it is let go on."""
    address = urlsplit(os.environ.get("DATABASE_URL") or embedded_url())
    url = address._replace(path=f"/{connection.settings_dict['NAME']}").geturl()
    child = subprocess.Popen(
        [sys.executable, "-c", ROUND, str(folder), where, LATER.isoformat()],
        env={**os.environ, "DATABASE_URL": url},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert child.stdout is not None
    assert child.stdout.readline() == "halfway\n"
    return child


def held(statistic="hour"):
    return lake.received(None, None, *DAYS, statistic)


def stored(arrive, say, *hours):
    """Hours into the lake, each in a file of its own."""
    for hour in hours:
        arrive(say("2061", f"202605011{hour}0000", a21026=("Avg", "12.5", "N")), received=START)
        flush(least=1)


@pytest.mark.parametrize(
    ("where", "end"), [("writing", "kill"), ("commit", "kill"), ("entry", "kill"), ("commit", "go on")]
)
def test_readings_go_on_while_a_day_is_closed_and_its_end_in_the_middle_loses_nothing(
    outlet, own_lake, arrive, say, where, end
):
    stored(arrive, say, 1, 2)
    child = begin(own_lake, where)
    try:
        assert sealing.keep_up(SYSTEM("test"), LATER) is None, "never two at once"
        arrive(say("2061", "20260501130000", a21026=("Avg", "99", "N")), received=START, unpack=False)
        line = Pipeline([Step("unpacking", 0.5, lambda: bool(Unpacker().run(START).late))])
        line.pass_(0.0)
        shown = series.counting(["STACK"], ["a21026"], *DAYS)
        assert shown["value_e3"].to_list() == [12_500, 12_500, 99_000]
        assert flush(least=1) == 1, "the lake takes readings in meanwhile too"
        assert child.poll() is None
        before = held()
        assert before.height == 3
    finally:
        if end == "kill":
            child.kill()
        said, _ = child.communicate()
    assert held().equals(before)
    if end == "go on":
        assert child.returncode == 0
        assert said == "{'sealed': 1, 'swept': 0, 'trimmed': 0}\n"
    sealing.seal_due(SYSTEM("test"), LATER)  # waits until the lock of what was ended is free
    assert held().equals(before)
    assert SealedDay.objects.order_by("-version").first().rows == 3
    assert sealing.verify_seals(now=LATER) == []
    assert sealing.seal_due(SYSTEM("test"), LATER) == []
    assert index()["path"].is_unique().all()


WAITING = (sys.executable, "-c", "import sys; sys.exit(int(sys.stdin.readline()))")


def test_the_pipeline_begins_a_round_and_does_not_wait_for_it():
    first, second = os.pipe()
    saved = os.dup(0)
    os.dup2(first, 0)
    try:
        closing = Closing(seconds=0.0, command=WAITING)
        closing.look()
        child = closing.child
        assert child is not None
        closing.look()
        assert closing.child is child, "one at a time"
        os.write(second, b"3\n")
        child.wait()
        with pytest.raises(RuntimeError, match="ended with 3"):
            closing.look()
        closing.look()
        assert closing.child not in (None, child), "the next one begins"
        closing.stop()
        assert closing.child is not None
        assert closing.child.returncode == -15
    finally:
        os.dup2(saved, 0)
        for handle in (saved, first, second):
            os.close(handle)

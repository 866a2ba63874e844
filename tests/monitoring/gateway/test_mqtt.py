"""MQTT against a real Mosquitto: kept before acknowledged, nothing lost, refusals kept with their reason."""

import asyncio
import contextlib
import json
import os
import subprocess
import sys
import threading
import time
from datetime import UTC, datetime, timedelta
from urllib.parse import quote

import pytest
from django.db import connection
from tests.monitoring.gateway.broker import PROGRAM, Mosquitto

from huanzhi.config.database import dsn
from huanzhi.monitoring.actions.unpacking import Unpacker
from huanzhi.monitoring.gateway.journal import Journal
from huanzhi.monitoring.gateway.limits import limits
from huanzhi.monitoring.gateway.mqtt import BEGINNING, LARGEST, Listener
from huanzhi.monitoring.gateway.mqtt_refused import NAMED, TOPICS, Allowance
from huanzhi.monitoring.gateway.mqtt_session import RECEIVE, Broker, Lost, Session
from huanzhi.monitoring.gateway.tally import Tally
from huanzhi.monitoring.models import (
    Channel,
    Contact,
    Device,
    DeviceDay,
    DevicePassword,
    Frame,
    Lane,
    Latest,
    Point,
    Quarantined,
    Recent,
    Touched,
)

pytestmark = pytest.mark.django_db(transaction=True)  # the journal has a connection of its own
TOPIC = "huanzhi/+/data"
NOW = datetime(2026, 11, 24, 2, 5, 30, tzinfo=UTC)


WRITTEN = (Recent, Latest, Touched, Quarantined, DeviceDay, Contact, Frame, Lane, Channel, Device, Point)


@pytest.fixture(scope="module", autouse=True)
def without_flush():
    """The ledger lets nobody empty it; what these tests commit they take away themselves."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("django.core.management.commands.flush.Command.handle", lambda *_args, **_options: None)
        yield


@pytest.fixture
def committed(db):
    yield
    for model in WRITTEN:
        model.objects.all().delete()


@pytest.fixture
def mosquitto(tmp_path):
    if PROGRAM is None:
        pytest.skip("needs the MQTT broker Mosquitto (Debian package mosquitto), which is not here")
    broker = Mosquitto(tmp_path)
    yield broker
    broker.stop()


@pytest.fixture
def station(committed):
    point = Point.objects.create(code="M1", name="微站", kind="micro")
    device = Device.objects.create(code="A1", name="微站", point=point)
    Channel.objects.create(
        code="A1-1", name="PM2.5", device=device, sent="PM2.5", factor="pm2_5", unit="ug/m3"
    )
    return device


def said(minute=5, device="A1", **more):
    time = f"2026-11-24T10:{minute:02}:00+08:00"
    return json.dumps({"device": device, "time": time, "factors": {"PM2.5": {"value": 35}}} | more).encode()


def listening(broker, until, journal=None, before=None):
    """A listener that runs until `until(listener)` holds."""

    async def scenario():
        async with Journal(dsn(), "mqtt") if journal is None else contextlib.nullcontext(journal) as keeps:
            listener = Listener(keeps, Broker.of(broker.address, TOPIC, "huanzhi-mqtt"), lambda: NOW)
            running = asyncio.create_task(listener.run())
            try:
                async with asyncio.timeout(20):
                    await listener.connected.wait()
                    if before is not None:
                        await asyncio.to_thread(before)
                    while not until(listener):
                        await asyncio.sleep(0.01)
            finally:
                running.cancel()
                with contextlib.suppress(asyncio.CancelledError):
                    await running
            return listener

    return asyncio.run(scenario())


def test_a_message_becomes_a_reading_exact_to_the_thousandth(mosquitto, station):
    factors = b'{"PM2.5": {"value": 35.1}, "x": {"value": 0.1234}}'
    payload = b'{"device": "A1", "time": "2026-11-24 10:05:00", "factors": ' + factors + b"}"
    listening(
        mosquitto,
        lambda one: one.tally.answered == 1,
        before=lambda: mosquitto.publish(("huanzhi/A1/data", payload)),
    )
    frame = Frame.objects.get()
    assert (frame.door, frame.mn, frame.refusal) == ("mqtt", "A1", "")
    assert bytes(frame.raw) == b"huanzhi/A1/data\n" + payload
    assert frame.peer.endswith("huanzhi/A1/data")
    assert Unpacker().run(NOW).readings == 2
    rows = Recent.objects.order_by("factor").values_list("point", "factor", "statistic", "value_e3", "row")
    assert list(rows) == [("M1", "pm2_5", "real", 35_100, frame.pk), ("M1", "x", "real", 123, frame.pk)]
    assert DeviceDay.objects.get().leniencies == {"more-decimals": 1}


def test_what_was_not_kept_is_sent_again_and_what_was_kept_is_not(mosquitto, station):
    class Stuck:
        entries = []

        async def put(self, entry):
            self.entries.append(entry)
            await asyncio.Event().wait()

    stuck = Stuck()
    send = [("huanzhi/A1/data", said(minute)) for minute in range(30)]
    listening(mosquitto, lambda _: len(stuck.entries) == 30, stuck, before=lambda: mosquitto.publish(*send))
    assert not Frame.objects.exists()
    listening(mosquitto, lambda one: one.tally.answered == 30)
    assert [bytes(frame.raw).partition(b"\n")[2] for frame in Frame.objects.order_by("pk")] == [
        m for _, m in send
    ]
    later = listening(
        mosquitto,
        lambda one: one.tally.answered == 1,
        before=lambda: mosquitto.publish(("huanzhi/A1/data", said(40))),
    )
    assert (later.tally.taken, Frame.objects.count()) == (1, 31)


def test_the_broker_keeps_what_comes_while_nobody_listens_and_may_itself_go_away(mosquitto, station):
    listening(mosquitto, lambda _: True)  # a session is there now
    mosquitto.publish(("huanzhi/A1/data", said(1)))

    def restart():
        mosquitto.stop()
        mosquitto.start()
        mosquitto.publish(("huanzhi/A1/data", said(2)))

    listener = listening(mosquitto, lambda one: one.tally.answered >= 2, before=restart)
    minutes = {
        json.loads(bytes(frame.raw).partition(b"\n")[2])["time"][14:16] for frame in Frame.objects.all()
    }
    assert (minutes, listener.tally.refused) == ({"01", "02"}, {})


def test_what_the_door_refuses_is_kept_with_its_reason_and_not_sent_again(mosquitto, station):
    DevicePassword.objects.create(device=station, current="secret", since=NOW)
    future = (NOW + timedelta(days=2)).isoformat()
    good = {"token": "secret"}
    messages = [
        ("huanzhi/B9/data", said(device="B9")),
        ("huanzhi/A1/data", said()),
        ("huanzhi/A1/data", said(device="B9", **good)),
        ("huanzhi/A1/data", b"\xff\x00"),
        ("huanzhi/A1/data", said(time=future, **good)),
        ("huanzhi/A1/data", b'{"x": "' + b"9" * LARGEST + b'"}'),
        ("huanzhi/A1/data", said(**good)),
    ]
    listener = listening(
        mosquitto, lambda one: one.tally.answered == 7, before=lambda: mosquitto.publish(*messages)
    )
    kept = [(frame.mn, frame.refusal, frame.reason) for frame in Frame.objects.order_by("pk")]
    assert [(mn, kind) for mn, kind, _ in kept] == [
        ("B9", "unknown-device"),
        ("A1", "password"),
        ("B9", "unreadable"),
        ("A1", "unreadable"),
        ("A1", "clock"),
        ("A1", "unreadable"),
        ("A1", ""),
    ]
    assert kept[2][2] == "the topic names A1, the message B9"
    assert kept[5][2] == f"{LARGEST + 9} bytes; {LARGEST} may come"
    assert (listener.tally.taken, sum(listener.tally.refused.values())) == (1, 6)
    assert len(bytes(Frame.objects.order_by("pk")[5].raw)) == BEGINNING + len("huanzhi/A1/data\n")
    Unpacker().run(NOW)
    assert Quarantined.objects.count() == 6
    assert Recent.objects.count() == 1
    again = listening(
        mosquitto,
        lambda one: one.tally.answered == 1,
        before=lambda: mosquitto.publish(("huanzhi/A1/data", said(6, **good))),
    )
    assert again.tally.refused == {}


def test_a_listener_that_is_killed_loses_nothing(mosquitto, station):
    """`kill -9` while messages come; everything that the broker took is in the journal in the end."""
    sent = [said(n % 60, n=n) for n in range(600)]
    at = connection.get_connection_params()
    place = f"{quote(at.get('user') or '')}:{quote(at.get('password') or '')}@/{at['dbname']}"
    where = f"host={quote(str(at.get('host') or ''), safe='')}&port={at.get('port') or 5432}"
    env = os.environ | {"DATABASE_URL": f"postgresql://{place}?{where}"}
    command = [sys.executable, "-m", "huanzhi.config.cli.main", "mqtt", "--broker", mosquitto.address]
    listening(mosquitto, lambda _: True)  # the broker knows the session

    def publish():
        for start in range(0, len(sent), 30):
            mosquitto.publish(*(("huanzhi/A1/data", payload) for payload in sent[start : start + 30]))

    publisher = threading.Thread(target=publish)
    for death in range(2):
        process = subprocess.Popen(command, env=env, stdout=subprocess.PIPE)
        assert process.stdout.readline().startswith(b"Listening")
        if death == 0:
            publisher.start()
        least = 300 * death + 30
        wait_for(lambda least=least: Frame.objects.count() >= least)
        if death == 1:
            publisher.join()
            wait_for(lambda: len(kept_payloads()) == len(sent))
        process.kill()
        process.wait()
    assert kept_payloads() == set(sent)
    assert len(sent) <= Frame.objects.count() <= len(sent) + 2 * RECEIVE


def kept_payloads():
    return {bytes(raw).partition(b"\n")[2] for raw in Frame.objects.values_list("raw", flat=True)}


def wait_for(what, seconds=30):
    until = time.monotonic() + seconds
    while not what():
        assert time.monotonic() < until, f"waited in vain: {Frame.objects.count()} frames"
        time.sleep(0.02)


def test_of_a_flood_of_refusals_only_so_much_is_kept_and_the_rest_counted(mosquitto, station):
    flood = [("huanzhi/B9/data", b" " * 1000)] * 200
    listener = listening(
        mosquitto, lambda one: one.tally.answered == 200, before=lambda: mosquitto.publish(*flood)
    )
    kept = Frame.objects.count()
    assert 50 < kept < 70
    assert listener.tally.unkept == {"huanzhi/B9/data": 200 - kept}


def test_many_topics_cannot_fill_the_journal_either():
    tally = Tally()
    allowance = Allowance(tally)
    kept = sum(allowance.keeps(f"huanzhi/{n}/data", 60_000) for n in range(3000))
    assert kept * 60_000 <= TOPICS * limits().refused_bytes_a_minute < (kept + 1) * 60_000
    assert (tally.unkept.total(), len(tally.unkept)) == (3000 - kept, NAMED + 1)


def test_a_broker_that_is_not_there_is_said(mosquitto):
    mosquitto.stop()

    async def scenario():
        with pytest.raises(Lost, match=str(mosquitto.port)):
            async with Session(Broker.of(mosquitto.address, TOPIC), lambda _: None):
                pass

    asyncio.run(scenario())
    mosquitto.start()

"""A lake of its own for every test, and a device that speaks."""

from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import pytest

MN = "010000A8900016F000169DC0"
START = datetime(2026, 5, 1, tzinfo=UTC)  # 08:00 in Shanghai


@pytest.fixture(autouse=True)
def own_lake(settings, tmp_path):
    settings.LAKE = tmp_path / "lake"
    return settings.LAKE


@pytest.fixture
def outlet(db):
    """A stack with a device: sulphur dioxide and flow, a permit's limit."""
    from decimal import Decimal

    from huanzhi.monitoring.models import Channel, Device, OutletLimit, Point

    point = Point.objects.create(code="STACK", name="烟囱", medium="stack", kind="enterprise")
    device = Device.objects.create(code=MN, name="数采仪", point=point, minute_minutes=10)
    Channel.objects.create(
        code="C1", name="SO2", device=device, sent="a21026", factor="a21026", unit="mg/m3", high=Decimal(500)
    )
    OutletLimit.objects.create(
        code="L1", name="SO2", point=point, factor="a21026", text="50", unit="mg/m3", document="许可证"
    )
    return SimpleNamespace(point=point, device=device)


@pytest.fixture
def arrive():
    """Frames into the journal and unpacked, as the gateway would bring them; segments are built from what is said."""
    from huanzhi.monitoring.gateway.entry import Entry
    from huanzhi.monitoring.gateway.journal import write
    from huanzhi.wire.hj212 import Message, encode, segment

    def arrive(*messages, received=START, lane="hj212", unpack=True):
        entries = [
            Entry(received + timedelta(milliseconds=n), "hj212", "127.0.0.1:1", one.mn, encode(segment(one)))
            if isinstance(one, Message)
            else one
            for n, one in enumerate(messages)
        ]
        numbers = write(lane, entries)
        if unpack:
            from huanzhi.monitoring.actions.unpacking import Unpacker

            return numbers, Unpacker().run(received)
        return numbers, None

    return arrive


@pytest.fixture
def say():
    """A message of the device: command, data time, values by factor and statistic."""
    from huanzhi.wire.hj212 import Message

    def say(cn, data_time, mn=MN, qn="20260501080000000", **values):
        items = [(("DataTime", data_time),)]
        for factor, (statistic, value, flag) in values.items():
            items.append(((f"{factor}-{statistic}", value), (f"{factor}-Flag", flag)))
        return Message("31", cn, mn, qn, "123456", 5, items=tuple(items))

    return say

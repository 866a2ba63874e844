"""A gateway that really listens, over the tests' database, with rows that are committed and taken away again."""

import asyncio
from dataclasses import replace
from types import SimpleNamespace

import pytest

MN, OTHER = "010000A8900016F000169DC0", "010000A8900016F000169DC1"
TABLES = (
    "frame",
    "lane",
    "quarantined",
    "recent",
    "latest",
    "touched",
    "command",
    "devicepassword",
    "deviceday",
)


@pytest.fixture
def committed(django_db_setup, django_db_blocker):
    """Two devices on record, one with a password; seen by every connection."""
    from django.db import connection
    from django.utils import timezone

    from huanzhi.monitoring.models import Device, DevicePassword

    with django_db_blocker.unblock():
        first = Device.objects.create(code=MN, name="一号")
        second = Device.objects.create(code=OTHER, name="二号")
        DevicePassword.objects.create(device=first, current="123456", since=timezone.now())
        try:
            yield SimpleNamespace(first=first, second=second)
        finally:
            with connection.cursor() as cursor:
                names = ", ".join(f"monitoring_{name}" for name in (*TABLES, "device"))
                cursor.execute(f"TRUNCATE {names} CASCADE")
            connection.close()


@pytest.fixture
def listening(committed):
    """Run a coroutine against a gateway: `listening(work, **bounds)`; work gets the gateway and its port."""
    from huanzhi.config.database import dsn
    from huanzhi.monitoring.gateway.limits import limits
    from huanzhi.monitoring.gateway.server import Gateway

    def run(work, lane="hj212", **bounds):
        async def session():
            gateway = Gateway(dsn(), lane, bounds=replace(limits(), **bounds))
            port = await gateway.start("127.0.0.1", 0)
            try:
                return await asyncio.wait_for(work(gateway, port), 30)
            finally:
                await gateway.stop()

        return asyncio.run(session())

    return run


@pytest.fixture
def frame():
    """A frame of real-time data."""
    from datetime import datetime

    from huanzhi.science.shanghai import OFFSET
    from huanzhi.wire.hj212 import Message, encode, segment

    def frame(mn=MN, pw="123456", value="1", cn="2011", flag=5, qn="20260501080000000", at=None):
        time = at or datetime.now(OFFSET).strftime("%Y%m%d%H%M%S")
        items = ((("DataTime", time),), (("a21026-Rtd", value), ("a21026-Flag", "N")))
        return encode(segment(Message("31", cn, mn, qn, pw, flag, items=items)))

    return frame

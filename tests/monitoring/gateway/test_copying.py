"""The journal's rows as PostgreSQL takes them."""

from datetime import UTC, datetime

import pytest
from django.db import connection

from huanzhi.monitoring.gateway import copying
from huanzhi.monitoring.models import Frame

pytestmark = pytest.mark.django_db


def test_what_is_copied_is_what_came():
    at = datetime(2026, 5, 1, 8, 0, 0, 123456, UTC)
    micros = int(at.timestamp()) * 1_000_000 + 123456
    raw = bytes(range(256))
    rows = [
        (copying.who("hj212", "10.0.0.1:5", "MN1"), micros, raw, copying.NO_REFUSAL),
        (copying.who("hj212", "[::1]:5", ""), micros + 1, b"", copying.why("garbage", "没有帧\x00")),
    ]
    with connection.cursor() as cursor, cursor.copy(copying.COPY) as copy:
        copy.write(copying.body(7, rows))
    first, second = Frame.objects.order_by("id")
    assert (first.id, first.received, first.door, first.peer, first.mn) == (
        7,
        at,
        "hj212",
        "10.0.0.1:5",
        "MN1",
    )
    assert (bytes(first.raw), first.refusal, first.reason) == (raw, "", "")
    assert (second.id, second.mn, bytes(second.raw), second.refusal) == (8, "", b"", "garbage")
    assert second.reason == "没有帧"

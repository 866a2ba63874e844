"""Requests to devices: out on the connection, repeated, followed to their end."""

import asyncio
import time

import pytest
from tests.monitoring.gateway.test_gateway import MN, answers, connect

from huanzhi.ledger.verbs import SYSTEM
from huanzhi.monitoring.actions.commands import send_command
from huanzhi.monitoring.gateway.aside import aside
from huanzhi.monitoring.models import Command
from huanzhi.wire.hj212 import Message, encode, segment

ME = SYSTEM("test")


def back(request, cn, flag=4, items=()):
    return encode(segment(Message("91", cn, MN, request.qn, "123456", flag, items=items)))


@pytest.fixture
def asked(committed, django_db_blocker, monkeypatch):
    """A request for the clock on record; its entry in the ledger cannot be taken away again, so none is made."""
    from django.utils import timezone

    return Command.objects.create(
        device=committed.first, cn="1011", parameters={}, by="test", at=timezone.now()
    )


async def until(state, seconds=8.0):
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        row = await aside(lambda: Command.objects.values_list("state", "answer").get())
        if row[0] == state:
            return row
        await asyncio.sleep(0.1)
    return row


def test_a_request_goes_out_and_is_done_when_the_device_says_so(listening, frame, asked):
    async def work(gateway, port):
        reader, writer = await connect(port)
        writer.write(frame())
        found = await answers(reader, 2)
        request = next(one for one in found if one.cn == "1011")
        writer.write(back(request, "9011", items=((("QnRtn", "1"),),)))
        accepted = await until("accepted")
        writer.write(back(request, "9012", items=((("ExeRtn", "1"),),)))
        return request, accepted, await until("done")

    request, accepted, done = listening(work)
    assert (request.pw, request.flag & 1) == ("123456", 1)
    assert accepted[0] == "accepted"
    assert done == ("done", "ExeRtn=1")


def test_a_device_may_refuse(listening, frame, asked):
    async def work(gateway, port):
        reader, writer = await connect(port)
        writer.write(frame())
        request = next(one for one in await answers(reader, 2) if one.cn == "1011")
        writer.write(back(request, "9011", items=((("QnRtn", "2"),),)))
        return await until("refused")

    assert listening(work) == ("refused", "QnRtn=2")


def test_a_command_waits_for_a_device_that_is_not_there(listening, frame, asked):
    async def work(gateway, port):
        await asyncio.sleep(1.2)
        return await until("waiting", 0.1)

    assert listening(work)[0] == "waiting"


@pytest.mark.django_db
def test_only_commands_that_go_down_can_be_sent(outlet):
    with pytest.raises(ValueError, match="9015"):
        send_command(ME, outlet.device, "9015", {})
    with pytest.raises(ValueError, match="0000"):
        send_command(ME, outlet.device, "0000", {})
    made = send_command(ME, outlet.device, "1072", {"NewPW": "654321"})
    from huanzhi.ledger.queries import history

    assert "654321" not in str(history(made).get().after)

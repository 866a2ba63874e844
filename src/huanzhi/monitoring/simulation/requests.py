"""Requests 反控: what a server asks of a device, and the messages that answer it (HJ 212-2017, annex C)."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

from huanzhi.monitoring.simulation import reports
from huanzhi.monitoring.simulation.answers import ANSWERS
from huanzhi.monitoring.simulation.instruments import Instrument
from huanzhi.monitoring.simulation.setup import Setup
from huanzhi.wire.hj212 import Message
from huanzhi.wire.hj212.codes import commands

ACCEPTED, REFUSED, WRONG_PASSWORD, WRONG_NUMBER, WRONG_COMMAND = "1", "2", "3", "4", "8"  # QnRtn
STOPS = ("2012", "2022")  # notices: answered by 9013


def respond(setup: Setup, asked: Message, now: datetime) -> Iterator[Message]:
    """The messages that answer a request: 9011, what was asked for, 9012; or why not. Sets what was to be set."""
    instrument = setup.instrument
    password = instrument.password
    if asked.cn in STOPS and asked.pw == password:
        setup.sends_real = setup.sends_real and asked.cn != "2012"
        yield _said(instrument, "9013", asked.qn, ())
        return
    refusal = _refusal(setup, asked)
    yield _said(instrument, "9011", asked.qn, ((("QnRtn", refusal or ACCEPTED),),))
    if refusal:
        return
    found, result = ANSWERS[asked.cn](setup, asked, now)
    for items in found:
        whole = reports.message(instrument, asked.cn, asked.qn, items, asks=False)
        yield replace(whole, pw=password)
    yield replace(_said(instrument, "9012", asked.qn, ((("ExeRtn", result),),)), pw=password)


def _said(instrument: Instrument, cn: str, qn: str, items: tuple[reports.Item, ...]) -> Message:
    whole = reports.message(instrument, cn, qn, items, asks=False)
    return replace(whole, st=reports.SYSTEM)


def _refusal(setup: Setup, asked: Message) -> str:
    if asked.mn != setup.instrument.mn:
        return WRONG_NUMBER
    if asked.pw != setup.instrument.password:
        return WRONG_PASSWORD
    if asked.cn not in commands():
        return WRONG_COMMAND
    return "" if asked.cn in ANSWERS else REFUSED

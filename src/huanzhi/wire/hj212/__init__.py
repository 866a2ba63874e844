"""HJ 212: how instruments of sources and stations talk (污染物在线监控系统数据传输标准), 2005, 2017, parts of 2025.

Bytes become frames (:mod:`frames`), frames messages (:mod:`messages`), packets one message (:mod:`packets`); answers
and requests go the other way (:mod:`answers`). What a message measured are its :mod:`readings`. Everything is pure: no
socket, no clock.
"""

from .answers import answer, executed, request, returned
from .crc import crc
from .dialects import Dialect, dialects, dialects_of, unit_of
from .exchange import Exchange
from .factors import Factor, factor, factors
from .frames import Frame, Refused, Splitter, encode
from .messages import EVERYTHING, LENIENCIES, Message, Unreadable, header, segment
from .packets import Assembler, GivenUp
from .parsing import parse
from .peek import Peek, peek
from .readings import Sent, Unfit, readings
from .requests import answers_due, requests

__all__ = [
    "EVERYTHING",
    "LENIENCIES",
    "Assembler",
    "Dialect",
    "Exchange",
    "Factor",
    "Frame",
    "GivenUp",
    "Message",
    "Peek",
    "Refused",
    "Sent",
    "Splitter",
    "Unfit",
    "Unreadable",
    "answer",
    "answers_due",
    "crc",
    "dialects",
    "dialects_of",
    "encode",
    "executed",
    "factor",
    "factors",
    "header",
    "parse",
    "peek",
    "readings",
    "request",
    "requests",
    "returned",
    "segment",
    "unit_of",
]

"""HJ 212: how instruments of sources and stations talk (污染物在线监控系统数据传输标准), 2005, 2017, parts of 2025.

Bytes become frames (:mod:`frames`), frames messages (:mod:`messages`), packets one message (:mod:`packets`); answers
and requests go the other way (:mod:`answers`). Everything is pure: no socket, no clock.
"""

from .answers import answer, request
from .crc import crc
from .factors import Factor, factor, factors
from .frames import Frame, Refused, Splitter, encode
from .messages import EVERYTHING, LENIENCIES, Message, Unreadable, header, parse, segment
from .packets import Assembler, GivenUp

__all__ = [
    "EVERYTHING",
    "LENIENCIES",
    "Assembler",
    "Factor",
    "Frame",
    "GivenUp",
    "Message",
    "Refused",
    "Splitter",
    "Unreadable",
    "answer",
    "crc",
    "encode",
    "factor",
    "factors",
    "header",
    "parse",
    "request",
    "segment",
]

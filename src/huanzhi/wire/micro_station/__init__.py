"""Messages of micro-stations 微站, as JSON over MQTT: one device, one time, values by factor code.

::

    {"device": "22010400000000000000A001", "time": "2026-11-24T10:05:00+08:00", "statistic": "minute",
     "token": "…", "factors": {"a34004": {"value": 35.2, "flag": "N", "unit": "ug/m3"}, "a34002": {"value": 61}}}

``time`` is the moment (real) or the END of the minute or hour, on Shanghai's clock when no zone stands there.
``statistic`` is real when it is left out, ``flag`` is N; ``unit`` and ``token`` may be left out. Numbers are read as
decimals, never as binary floats. Other shapes that stations send are taken too, each by a name that is counted and
can be forbidden.
"""

from .fields import EVERYTHING, LENIENCIES, Unreadable
from .message import Head, Said, head, parse
from .values import Unfit, Value

__all__ = ["EVERYTHING", "LENIENCIES", "Head", "Said", "Unfit", "Unreadable", "Value", "head", "parse"]

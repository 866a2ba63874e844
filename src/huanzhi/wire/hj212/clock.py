"""Times 数据时间 as HJ 212 writes them: 14 digits, 17 with thousandths, on Shanghai's clock and no other."""

from datetime import datetime, timedelta, timezone
from functools import lru_cache

SHANGHAI = timezone(timedelta(hours=8), "Asia/Shanghai")


def moment(text: str) -> datetime | None:
    """The moment of 14 or 17 digits; None for what is none.

    >>> moment("20160824003817").isoformat(), moment("20160824003817040").microsecond, moment("20160230000000")
    ('2016-08-24T00:38:17+08:00', 40000, None)
    """
    if len(text) not in (14, 17) or not (text.isascii() and text.isdigit()):
        return None
    if text[8:10] == "24":  # ISO 8601 has such an hour, HJ 212 has not
        return None
    try:
        found = datetime.fromisoformat(f"{text[:8]}T{text[8:14]}")
    except ValueError:
        return None
    return found.replace(tzinfo=SHANGHAI, microsecond=int(text[14:] or 0) * 1000)


def digits(at: datetime) -> str:
    """A moment in 14 digits; a naive one is taken to be on Shanghai's clock already.

    >>> digits(datetime(2026, 5, 1, tzinfo=timezone.utc)), digits(datetime(2026, 5, 1, 8))
    ('20260501080000', '20260501080000')
    """
    return (at.astimezone(SHANGHAI) if at.tzinfo else at).strftime("%Y%m%d%H%M%S")


def request_number(at: datetime) -> str:
    """A QN of that moment: 17 digits, with thousandths.

    >>> request_number(datetime(2026, 5, 1, 8, 0, 0, 40_000))
    '20260501080000040'
    """
    return f"{digits(at)}{at.microsecond // 1000:03}"


often = lru_cache(maxsize=1024)(moment)  # for DataTime: thousands of devices name the same minute

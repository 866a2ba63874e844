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


often = lru_cache(maxsize=1024)(moment)  # for DataTime: thousands of devices name the same minute

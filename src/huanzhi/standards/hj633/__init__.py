"""HJ 633: the air quality index (环境空气质量指数, AQI), editions 2012 and 2026 by the date of the sample.

One sample: :func:`judge_hour`, :func:`judge_day`. A table: :func:`realtime`, :func:`daily`. They agree exactly.
"""

from .kernel import ITEMS, daily, realtime
from .rules import compiled, edition_for, iaqi
from .sample import judge_day, judge_hour

__all__ = ["ITEMS", "compiled", "daily", "edition_for", "iaqi", "judge_day", "judge_hour", "realtime"]

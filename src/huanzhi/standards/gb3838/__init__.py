"""GB 3838: surface water (地表水), its class by the worst item, and the words of the 2011 method.

One sample: :func:`judge`. A table: :func:`classes`. They agree exactly.
"""

from .cwqi import city_index, section_index
from .kernel import classes
from .periods import judge_basin, judge_period, mean
from .rules import CLASSES, ITEMS, compiled
from .sample import judge
from .source import judge_source
from .status import basin_status, main_pollutants, section_status

__all__ = [
    "CLASSES",
    "ITEMS",
    "basin_status",
    "city_index",
    "classes",
    "compiled",
    "judge",
    "judge_basin",
    "judge_period",
    "judge_source",
    "main_pollutants",
    "mean",
    "section_index",
    "section_status",
]

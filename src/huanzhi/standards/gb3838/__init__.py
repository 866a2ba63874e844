"""GB 3838: surface water (地表水), its class by the worst item, and the words of the 2011 method.

One sample: :func:`judge`. A table: :func:`classes`. They agree exactly.
"""

from .kernel import classes
from .rules import CLASSES, ITEMS, compiled
from .sample import judge
from .source import judge_source
from .status import basin_status, main_pollutants, section_status

__all__ = [
    "CLASSES",
    "ITEMS",
    "basin_status",
    "classes",
    "compiled",
    "judge",
    "judge_source",
    "main_pollutants",
    "section_status",
]

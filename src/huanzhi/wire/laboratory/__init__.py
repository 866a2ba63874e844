"""Results of laboratories 实验室监测结果 in tables: places, times, items, units, and what lies below detection."""

from .results import Result, result
from .table import Reading, Row, Table, read
from .words import Item, item, kept_unit

__all__ = ["Item", "Reading", "Result", "Row", "Table", "item", "kept_unit", "read", "result"]

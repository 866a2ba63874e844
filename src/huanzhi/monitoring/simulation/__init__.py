"""An invented district 模拟: hourly readings that look like a year, for demonstration and tests only.

Every row says that it is simulated. The same parameters and seed give the same readings, and generating to a
later end changes nothing before it.
"""

from huanzhi.monitoring.simulation.district import simulate

__all__ = ["simulate"]

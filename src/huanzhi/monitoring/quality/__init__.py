"""Quality 质控链: flag of the device, automatic checks, a person's review; pure tables in, pure tables out, no clock.

What a reading comes to is its standing (`standing`); why, its marks. Nothing here writes, nothing drops a reading.
"""

from huanzhi.monitoring.quality.checks import assess, context
from huanzhi.monitoring.quality.reviews import Span
from huanzhi.monitoring.quality.standing import PASSING

__all__ = ["PASSING", "Span", "assess", "context"]

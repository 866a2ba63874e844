"""Tables judged from file to file: what can be judged (kinds), and on what (local, or a Spark cluster).

The kernels are the same everywhere, so the same input gives the same bytes on every engine.
"""

from .kinds import KINDS, Kind
from .local import evaluate

__all__ = ["KINDS", "Kind", "evaluate"]

"""The kit's own tables."""

from huanzhi.kit.intake import Intake, RefusedRow

__all__ = ["Intake", "RefusedRow"]
